"""`wrangle lineage`: tell where every part of a bundle came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from wrangle.cli.arguments import ModelTarget, bundle_folder


def command(
    model: ModelTarget,
    files: Annotated[bool, typer.Option("--files", help="Tell the SHA-256 of each file of the bundle, too.")] = False,
) -> None:
    """Tell where every part of a bundle came from: rules, data, learned values, model, versions; and that it is whole.

    The bundle is loaded: files, types and golden records are held, and nothing is told of one that was changed.
    """
    from wrangle.bundle.load import load_bundle

    loaded = load_bundle(bundle_folder(model))
    for name, value in facts(loaded.manifest, loaded.digest):
        typer.echo(f"{name:16} {value}".rstrip())
    own: Mapping[str, str] = loaded.manifest["files"]
    for name, digest in sorted(own.items()) if files else ():
        typer.echo(f"{'file':16} {name}, sha256 {digest}")
    typer.echo(f"all {len(own)} files are as they were written; {len(loaded.golden)} golden records hold")


def facts(manifest: Mapping[str, Any], digest: str) -> Iterator[tuple[str, str]]:
    """Yield what a manifest tells of the bundle's origin, name by name."""
    rules, learned = manifest["rules"], manifest.get("learned") or {}
    yield "bundle", f"{manifest['name']}, sha256 {digest}"
    yield "made", f"{manifest['created_at']} by {_listed(manifest['made_by'], ' ')}"
    yield "rules", f"{rules.get('file')}, sha256 {rules.get('sha256')}"
    for each in manifest.get("dataset") or ():
        yield "data", f"{each.get('name')}, sha256 {each.get('sha256')}"
        yield from (("", f"  {file}") for file in each.get("files") or () if file != each.get("name"))
    yield "learned", f"sha256 {learned.get('sha256')}"
    yield "model", f"{manifest['estimator']}({_listed(manifest.get('options') or {})}), seed {manifest.get('seed')}"
    yield "predicts", f"{manifest.get('target')} ({manifest.get('problem')})"
    yield "from", ", ".join(manifest.get("features") or ())
    for part, rows in (manifest.get("counts") or {}).items():
        yield f"rows, {part}", _rows(rows)
    yield "parent", str(manifest.get("parent") or "none")


def _rows(rows: Any) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in rows.items()) if isinstance(rows, Mapping) else f"{rows:,}"


def _listed(values: Mapping[str, Any], sign: str = "=") -> str:
    return ", ".join(f"{name}{sign}{value}" for name, value in values.items())
