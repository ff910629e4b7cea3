"""`wrangle lineage`: tell where every part of a bundle came from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def command(
    bundle: Annotated[Path, typer.Argument(help="The bundle's folder.", metavar="BUNDLE", show_default=False)],
) -> None:
    """Tell where every part of a bundle came from: rules, data, learned values, model, versions."""
    from wrangle.bundle.load import load_bundle

    loaded = load_bundle(bundle)
    for name, value in facts(loaded.manifest, loaded.digest):
        typer.echo(f"{name:16} {value}")
    typer.echo(
        f"all {len(loaded.manifest['files'])} files are as they were written; {len(loaded.golden)} golden records hold"
    )


def facts(manifest: Any, digest: str) -> list[tuple[str, str]]:
    """Return what a manifest tells of the bundle's origin, name by name."""
    rules = manifest["rules"]
    found = [
        ("bundle", f"{manifest['name']}, sha256 {digest}"),
        ("made", f"{manifest['created_at']} by {_versions(manifest['made_by'])}"),
        ("rules", f"{rules.get('file')}, sha256 {rules.get('sha256')}"),
    ]
    data = manifest.get("dataset") or ()
    found += [("data", f"{each.get('name')}, sha256 {each.get('sha256')}") for each in data]
    learned = manifest.get("learned") or {}
    found.append(("learned", f"sha256 {learned.get('sha256')}"))
    options = ", ".join(f"{name}={value}" for name, value in (manifest.get("options") or {}).items())
    found.append(("model", f"{manifest['estimator']}({options}), seed {manifest.get('seed')}"))
    found.append(("predicts", f"{manifest.get('target')} ({manifest.get('problem')})"))
    for part, rows in (manifest.get("counts") or {}).items():
        told = ", ".join(f"{count:,} {what}" for what, count in rows.items()) if isinstance(rows, dict) else f"{rows:,}"
        found.append((f"rows, {part}", told))
    if manifest.get("parent"):
        found.append(("parent", str(manifest["parent"])))
    return found


def _versions(made_by: Any) -> str:
    return ", ".join(f"{name} {version}" for name, version in made_by.items())
