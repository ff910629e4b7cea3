"""`wrangle train`: train a model by a rule file, and write its bundle."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from wrangle.cli.arguments import Address, DataPath, EngineName, Rules, Settings, Workers, engine_of, variables


def command(  # noqa: PLR0913, PLR0917  # a command line's arguments
    rules: Rules,
    data: DataPath = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The bundle's folder; models/NAME by default.", show_default=False)
    ] = None,
    champion: Annotated[
        Path | None,
        typer.Option(
            "--champion", help="The bundle that serves now; else the registry's champion.", show_default=False
        ),
    ] = None,
    track: Annotated[bool, typer.Option(help="Record run and model in MLflow, where it is installed.")] = True,
    curve: Annotated[bool, typer.Option(help="Draw a learning curve: fits a few times more.")] = True,
    settings: Settings = None,
    engine: EngineName = None,
    address: Address = None,
    workers: Workers = None,
) -> None:
    """Train a model by `train:`; write its bundle, report and card. Exit code 1 if `accept:` does not hold.

    With `--engine dask` or `ray` a cluster cleans the rows and tries candidates of the search, with the same result.
    """
    from wrangle.cli.stages import stages
    from wrangle.cycle.held import hold
    from wrangle.rulefile.read import load_placed
    from wrangle.rulefile.texts import rule_texts
    from wrangle.training.train import train

    pipeline, places = load_placed(rules, variables(settings))
    hold(pipeline, places)
    name = pipeline.name
    target = out or Path("models") / name
    held = _champion(name, champion, track=track)
    with stages() as say:
        trained = train(
            pipeline, data, champion=held, journal=target.parent / f".{target.name}.search.jsonl",
            rules=rule_texts(rules), curve=curve, say=say,
            engine=engine_of(pipeline.sections.get("engine"), engine, address, workers),
        )  # fmt: skip
    for note in trained.notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(told(trained.facts.name, trained.evaluation))
    folder = trained.save(target)
    typer.echo(f"bundle written to {target}; report: {target / 'report.html'}")
    if track:
        _track(folder)
    if not trained.accepted:
        raise typer.Exit(1)


def _champion(name: str, folder: Path | None, *, track: bool) -> Any:
    """Return the bundle that serves now: the one named, else that of the registry; None where there is none."""
    from wrangle.bundle.load import load_bundle

    if folder is not None:
        return load_bundle(folder)
    if not track:
        return None
    from wrangle.training.registry import available, champion

    found = champion(name) if available() else None
    return None if found is None else load_bundle(found)


def _track(folder: Path) -> None:
    from wrangle.training.registry import available, track

    if not available():
        typer.echo("note: not tracked: MLflow is not installed (pip install 'wrangle[mlflow]')", err=True)
        return
    tracked = track(folder)
    typer.echo(f"tracked by MLflow: run {tracked.run_id}, {tracked.name} version {tracked.version}")


def told(name: str, evaluation: Any) -> str:
    """Return what an evaluation found, in lines."""
    found: Mapping[str, Any] = evaluation.describe()
    lines = [f"{name}: {found['problem']}, {found['rows']['test']:,} test rows"]
    lines += [f"  {metric:18} {value_in_words(value)}" for metric, value in found["metrics"]["test"].items()]
    for kind in ("baseline", "champion"):
        if found.get(kind):
            lines.append(_other(kind, found[kind]))
    lines += [_other("", each) for each in found.get("compared", ())]
    lines += [f"  leak     {each['text']}" for each in found.get("leaks", ())]
    lines += [f"  remark   {each['text']}" for each in found.get("remarks", ())]
    lines += [f"  {'accepted' if each['passed'] else 'REFUSED '} {each['text']}" for each in found.get("verdicts", ())]
    return "\n".join(lines)


def _other(kind: str, found: Mapping[str, Any]) -> str:
    values = ", ".join(f"{metric} {value_in_words(value)}" for metric, value in found["metrics"].items())
    return f"  {kind + ' ' if kind else 'beside: '}{found['name']}: {values}"


def value_in_words(found: Mapping[str, Any]) -> str:
    """Return a metric's value, with its interval where there is one.

    Examples
    --------
    >>> value_in_words({"value": 0.91234, "low": 0.9, "high": 0.92})
    '0.9123 (0.9000 to 0.9200)'
    """
    value = found["value"]
    if value is None:
        return "not told"
    interval = "" if found.get("low") is None else f" ({found['low']:.4f} to {found['high']:.4f})"
    return f"{value:.4f}{interval}"
