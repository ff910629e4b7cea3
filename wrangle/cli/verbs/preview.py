"""`wrangle preview`: show what each step does to the first rows."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wrangle.cli.arguments import DataPath, Rules, Settings, variables


def command(
    rules: Rules,
    data: DataPath = None,
    rows: Annotated[int, typer.Option("--rows", min=1, help="How many rows to show.")] = 5,
    settings: Settings = None,
) -> None:
    """Show before and after of the first rows, step by step; steps learn from the first 10,000. Nothing is written."""
    from rich.console import Console

    from wrangle.engine.preview import preview
    from wrangle.rulefile.read import load

    console = Console()
    for number, shown in enumerate(preview(load(rules, variables(settings)), data, rows=rows), 1):
        _print(console, number, shown)


def _print(console: Any, number: int, shown: Any) -> None:
    from rich.markup import escape

    title = f"{number}. {escape(shown.label)}"
    gone = shown.before.height - shown.after.height
    columns = shown.columns
    if columns:
        console.print(_table(title, shown, columns))
    else:
        console.print(f"[bold]{title}[/]: {'' if gone else 'no change in these rows'}")
    if shown.rejected.height:
        for row, why in shown.rejected.select("_row", "_why").iter_rows():
            console.print(f"  [red]row {row} goes to the quarantine: {escape('; '.join(why))}[/]")
    elif gone:
        console.print(f"  [yellow]{gone} of these rows dropped[/]")


def _table(title: str, shown: Any, columns: list[str]) -> Any:
    from rich.table import Table

    table = Table(title=f"[bold]{title}[/]", title_justify="left")
    table.add_column("row", justify="right", style="dim")
    for name in columns:
        table.add_column(name)
    before = {row["__row"]: row for row in shown.before.to_dicts()}
    for after in shown.after.to_dicts():
        cells = [_cell(before[after["__row"]].get(name), after[name], name in shown.before.columns) for name in columns]
        table.add_row(str(after["__row"]), *cells)
    return table


def _cell(old: Any, new: Any, was_there: bool) -> str:
    from rich.markup import escape

    if not was_there:
        return f"[green]{escape(_text(new))}[/]"
    if type(old) is type(new) and (old == new or old != old):  # noqa: PLR0124  # NaN
        return escape(_text(new))
    return f"[red]{escape(_text(old))}[/] → [green]{escape(_text(new))}[/]"


def _text(value: Any) -> str:
    if value is None:
        return "null"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
