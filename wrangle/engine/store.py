"""Writes a fitted pipeline to a folder and reads it again: JSON for what people read, Parquet for tables.

```
pipeline.json      format, version, steps, checks, contract, learned values, SHA-256 of the other files
schema.parquet     the raw columns, without rows
learned/*.parquet  tables that steps learned
run.json           what the folder is
```
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import ValidationError

from wrangle.engine.lineage import versions
from wrangle.engine.pipeline import Pipeline, describe, from_description
from wrangle.errors import ArtefactError, WrangleError
from wrangle.schema import ColumnInfo
from wrangle.sources.output import OutputFolder
from wrangle.steps.base import Learned

FORMAT = "wrangle pipeline"
VERSION = 1
FRAME, NUMBER = "$frame", "$number"
"""Keys that stand for a table in a file of its own, and for a number that JSON has no word for."""


def save(pipeline: Pipeline, learned: Mapping[int, Learned], schema: Mapping[str, ColumnInfo], folder: Path) -> Path:
    """Write a fitted pipeline; whole or not at all."""
    with OutputFolder(folder) as output:
        write(pipeline, learned, schema, output.path)
        (output.path / "run.json").write_text(_json({"format": FORMAT, "name": pipeline.name}), encoding="utf-8")
        return output.target


def write(pipeline: Pipeline, learned: Mapping[int, Learned], schema: Mapping[str, ColumnInfo], folder: Path) -> None:
    """Write the files of a fitted pipeline into a folder that is there."""
    tables: dict[str, pl.DataFrame] = {}
    values = {str(index): _encoded(value, f"{index}", tables) for index, value in sorted(learned.items())}
    (folder / "learned").mkdir()
    raw = pl.DataFrame(schema={name: info.dtype or pl.String() for name, info in schema.items()})
    raw.write_parquet(folder / "schema.parquet")
    for name, table in tables.items():
        table.write_parquet(folder / name)
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "made_by": versions(),
        "rules_sha256": pipeline.digest,
        "pipeline": describe(pipeline),
        "units": {name: info.unit for name, info in schema.items() if info.unit},
        "learned": values,
        "files": {name: _digest(folder / name) for name in ("schema.parquet", *tables)},
    }
    (folder / "pipeline.json").write_text(_json(whole), encoding="utf-8")


def load(folder: Path) -> tuple[Pipeline, Mapping[int, Learned], Mapping[str, ColumnInfo]]:
    """Read a fitted pipeline.

    Raises
    ------
    ArtefactError
        The folder is damaged, foreign, or of another version of the format.
    """
    try:
        whole = json.loads((folder / "pipeline.json").read_text(encoding="utf-8"))
        _hold_ours(folder, whole)
        tables = {name: folder / name for name in whole["files"]}
        learned = {int(index): _decoded(value, tables) for index, value in whole["learned"].items()}
        raw = pl.read_parquet_schema(folder / "schema.parquet")
        schema = {name: ColumnInfo(dtype, whole["units"].get(name)) for name, dtype in raw.items()}
        return from_description(whole["pipeline"]), learned, schema
    except ArtefactError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError, WrangleError,
            pl.exceptions.PolarsError) as error:  # fmt: skip
        raise ArtefactError(f"{folder}: is no whole saved pipeline ({error}): save it anew") from error


def _hold_ours(folder: Path, whole: Mapping[str, Any]) -> None:
    if whole.get("format") != FORMAT:
        raise ArtefactError(f"{folder}: is no saved pipeline: pass the folder that `save` wrote")
    if whole["version"] != VERSION:
        made = whole["made_by"]["wrangle"]
        raise ArtefactError(f"{folder}: format {whole['version']} of wrangle {made}, not {VERSION}: save it anew")
    for name, digest in whole["files"].items():
        if Path(name).is_absolute() or ".." in Path(name).parts or _digest(folder / name) != digest:
            raise ArtefactError(f"{folder / name}: is damaged (its SHA-256 is not that in pipeline.json): save it anew")


def _encoded(value: Any, place: str, tables: dict[str, pl.DataFrame]) -> Any:
    """Return a learned value for JSON; tables are put aside."""
    if isinstance(value, pl.DataFrame):
        name = f"learned/{len(tables)}-{_word(place)}.parquet"
        tables[name] = value
        return {FRAME: name}
    if isinstance(value, Mapping):
        return {key: _encoded(each, f"{place}-{key}", tables) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encoded(each, place, tables) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {NUMBER: str(value)}
    return value


def _decoded(value: Any, tables: Mapping[str, Path]) -> Any:
    """Return a learned value; only tables whose digest was held are read."""
    if isinstance(value, list):
        return [_decoded(each, tables) for each in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {FRAME}:
        if value[FRAME] not in tables:
            raise ValueError(f"{value[FRAME]} is not among the files that pipeline.json lists")
        return pl.read_parquet(tables[value[FRAME]])
    if set(value) == {NUMBER}:
        return float(value[NUMBER])
    return {key: _decoded(each, tables) for key, each in value.items()}


def _word(text: str) -> str:
    return "".join(_letters(text))[:60]


def _letters(text: str) -> Iterator[str]:
    return (letter if letter.isascii() and (letter.isalnum() or letter == "-") else "_" for letter in text)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False, default=str) + "\n"
