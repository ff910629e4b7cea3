"""Spreadsheets: Excel's .xlsx, .xlsm, .xlsb and .xls, and OpenDocument's .ods."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import polars as pl

from wrangle.errors import SourceError, did_you_mean
from wrangle.sources.formats.base import Format, hold_same
from wrangle.sources.input import REJECTS, Input
from wrangle.sources.sniffing.header import find_header
from wrangle.sources.sniffing.readings import NONE, Reading
from wrangle.sources.sniffing.records import Record
from wrangle.sources.spec import AUTO, SourceSpec

SEEN = 200
"""Rows by which the header is found."""

WHOLE = 2**53
"""Numbers of a sheet are whole numbers up to this, and may have been rounded above."""


_NUMBERS = {pl.Int64(), pl.Float64()}


class Excel(Format):
    """One sheet of a workbook; it is read into memory.

    A column is of the one type that all its cells have, else text: a number in it as its shortest digits, a date in
    ISO 8601. Cells with an error (#N/A) are null.
    """

    endings: ClassVar[tuple[str, ...]] = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

    def open(self, spec: SourceSpec, paths: Sequence[Path], origin: str) -> Input:
        """Open workbooks; their sheets must have the same columns."""
        frames, rejects, notes, before = list[pl.DataFrame](), list[pl.DataFrame](), list[str](), 0
        for path in paths:
            sheet = _Sheet(path, spec)
            frame = sheet.frame()
            prefix = f"{path.name}: " if len(paths) > 1 else ""
            bad = [(before + at, f"{prefix}row {row} is empty") for at, row in sheet.empty(frame)]
            rejects.append(pl.DataFrame(bad, schema=REJECTS, orient="row"))
            frames.append(frame)
            notes += [f"{path.name}: {note}" for note in sheet.notes]
            before += frame.height
        return Input(
            _together(paths, frames).lazy(),
            text=False,
            origin=origin,
            files=tuple(paths),
            rejects=pl.concat(rejects),
            rows=before,
            notes=tuple(dict.fromkeys(notes)),
        )


class _Sheet:
    """One sheet of a workbook."""

    def __init__(self, path: Path, spec: SourceSpec) -> None:
        import fastexcel

        logging.getLogger("fastexcel").setLevel(logging.ERROR)  # a column of nothing is no warning
        self.path, self.spec, self.notes = path, spec, list[str]()
        try:
            self.book = fastexcel.read_excel(path)
        except fastexcel.FastExcelError as error:
            first = next(iter(str(error).splitlines()), "")
            what = f"is no whole workbook, or has a password ({first}): fetch it again, or export it as CSV"
            raise SourceError(f"{path}: {what}") from error
        self.name = self._name()
        self.skip, self.names = self._header()

    def frame(self) -> pl.DataFrame:
        """Return the rows below the header."""
        names = list(map(str, range(len(self.names))))
        frame = self._load(skip_rows=self.skip, column_names=names, schema_sample_rows=None)
        kept = [
            _honest(frame[place]).alias(name)
            for place, name in zip(names, self.names, strict=True)
            if frame[place].null_count() < frame.height or not name.startswith("column_")
        ]
        return pl.DataFrame(kept)

    def empty(self, frame: pl.DataFrame) -> Iterator[tuple[int, int]]:
        """Give the rows with nothing in them, each with its number in the sheet."""
        for at in frame.select(pl.all_horizontal(pl.all().is_null())).to_series().arg_true().to_list():
            yield at, self.skip + at + 1

    def _name(self) -> str:
        names, wanted = self.book.sheet_names, self.spec.sheet
        if isinstance(wanted, int) and not 1 <= wanted <= len(names):
            raise SourceError(f"{self.path}: has {len(names)} sheets, so there is none of number {wanted}")
        if isinstance(wanted, str) and wanted not in names:
            raise SourceError(f"{self.path}: has no sheet {wanted!r}: {did_you_mean(wanted, names)}")
        if wanted is None and len(names) > 1:
            self.notes.append(f"holds {len(names)} sheets ({', '.join(names[:5])}): {names[0]!r} is read: see `sheet:`")
        return wanted if isinstance(wanted, str) else names[(wanted or 1) - 1]

    def _load(self, **options: Any) -> pl.DataFrame:
        sheet = self.book.load_sheet(self.name, header_row=None, skip_whitespace_tail_rows=True, **options)
        frame: pl.DataFrame = sheet.to_polars()
        return frame

    def _header(self) -> tuple[int, tuple[str, ...]]:
        """Return how many rows stand above the first row of data, and the names."""
        head = self._load(skip_rows=0, n_rows=SEEN, dtypes="string")
        records = [Record(row, row, 0) for row in ([cell or "" for cell in row] for row in head.rows())]
        if not any(any(each.fields) for each in records):
            raise SourceError(f"{self.path}: the sheet {self.name!r} is empty: say another by `sheet:` in `source:`")
        place = None if self.spec.skip == AUTO else int(self.spec.skip)
        rows = int(self.spec.header) if self.spec.header != AUTO else 0 if self.spec.names else None
        header = find_header(Reading(NONE, None, None, records), place, rows)
        self.notes += header.notes
        if place is None and header.place:
            self.notes.append(f"{header.place} rows above the header are left out: pin it by `skip: {header.place}`")
        if self.spec.names and len(self.spec.names) != head.width:
            raise SourceError(f"{self.path}: rows have {head.width} cells, and `names:` has {len(self.spec.names)}")
        return header.place + header.rows, self.spec.names or header.names


def _honest(cells: pl.Series) -> pl.Series:
    """Return whole numbers as such, and times that are all midnight as dates."""
    some = cells.drop_nulls()
    if cells.dtype == pl.Float64 and some.len() and ((some % 1 == 0) & (some.abs() <= WHOLE)).all():
        return cells.cast(pl.Int64)
    if isinstance(cells.dtype, pl.Datetime) and some.len() and (some == some.dt.truncate("1d")).all():
        return cells.cast(pl.Date)
    return cells


def _together(paths: Sequence[Path], frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put sheets below each other: whole numbers go with others, and a column with nothing in it with any."""
    wanted = {name: _common([each[name] for each in frames if name in each.columns]) for name in frames[0].columns}
    cast = [each.with_columns(_cast(each[name], wanted.get(name)) for name in each.columns) for each in frames]
    for path, frame in zip(paths[1:], cast[1:], strict=True):
        hold_same(paths[0], cast[0].schema, path, frame.schema)
    return pl.concat([frame.select(cast[0].columns) for frame in cast])


def _common(columns: Sequence[pl.Series]) -> pl.DataType | None:
    """Return the type that columns of several sheets can have together; None where there is none."""
    types = {each.dtype for each in columns if each.null_count() < each.len()}
    if types >= _NUMBERS:
        return pl.Float64()
    return next(iter(types)) if len(types) == 1 else None


def _cast(cells: pl.Series, dtype: pl.DataType | None) -> pl.Series:
    fits = cells.null_count() == cells.len() or (dtype == pl.Float64 and cells.dtype in _NUMBERS)
    return cells.cast(dtype) if dtype is not None and fits else cells
