"""Reads a vocabulary: a table of spellings and names, with the keys by which another spelling is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from wrangle.errors import SchemaError, SourceError, did_you_mean
from wrangle.expressions.matching import apart, fingerprint, folded, read_as
from wrangle.steps.options import names_of
from wrangle.vocabularies import FOLDER, KEYS, locales, names, reading, translated

MATCHES = {"exact", "folded", ""}
"""How far a spelling may be from a text: not at all, in case and signs alone, or (empty) in some letters too."""

PARTED = "\x1f"
"""Stands where a text falls in two: ASCII's own unit separator."""

Reading = Sequence[Sequence[str]]
"""Pattern and what takes its place, in order."""


def of_names(given: Mapping[str, str | tuple[str, ...]]) -> pl.DataFrame:
    """Return names of a rule file as `spelling`, `name` and `match`; each name is a spelling of itself.

    Raises
    ------
    SourceError
        A spelling is one of two names. Leave it to one of them.
    """
    pairs = [(each, name) for name, others in given.items() for each in dict.fromkeys((name, *names_of(others)))]
    rows = [(*pair, "") for pair in pairs]
    table = pl.DataFrame(rows, schema=dict.fromkeys(("spelling", "name", "match"), pl.String), orient="row")
    _refuse_doubled(table, "`names`")
    return table


def of_built_in(vocabulary: str, output: str, wanted: Sequence[str]) -> pl.DataFrame:
    """Return `spelling`, `name` (what is written) and `match` of a built-in vocabulary, in some languages.

    Raises
    ------
    SchemaError
        The vocabulary has no such output. Choose one of those that the message names.
    """
    table = pl.read_csv(FOLDER / f"{vocabulary}.csv", infer_schema=False)
    if vocabulary in KEYS:
        known = table.drop("spelling", "match").unique()
        others = translated(vocabulary, wanted).join(known, KEYS[vocabulary], maintain_order="left")
        new = others.filter(~pl.col("spelling").is_in(table["spelling"].implode()))
        clear = new.unique("spelling", keep="first", maintain_order=True).with_columns(match=pl.lit("folded"))
        table = pl.concat([table, clear.select(table.columns)])
    return _written(table, output, f"the vocabulary {vocabulary}")


def of_file(path: Path, output: str) -> pl.DataFrame:
    """Return `spelling`, `name` (what is written) and `match` of a CSV or Parquet file.

    Raises
    ------
    SourceError
        The file cannot be read, has no spelling, or has one spelling for two names.
    SchemaError
        The file lacks a column, or its `match` has a word that means nothing.
    """
    table = _written(_read(path), output, path.name)
    if not table.height:
        raise SourceError(f"{path.name} has no spelling: give each its name, in the columns `spelling` and `name`")
    return table


def faults(vocabulary: str, output: str, wanted: Sequence[str]) -> str:
    """Return what is wrong with a built-in vocabulary and what is asked of it; empty where nothing is."""
    if vocabulary not in names():
        help_ = did_you_mean(vocabulary, names())
        return f"there is no built-in vocabulary {vocabulary!r} ({help_}); a file needs its ending, .csv"
    columns = [each for each in _columns(vocabulary) if each not in {"spelling", "match"}]
    if output not in columns:
        return f"the vocabulary {vocabulary} has no output {output!r}: {did_you_mean(output, columns)}"
    unknown = [each for each in wanted if each not in locales(vocabulary)] if tuple(wanted) != ("en",) else []
    if unknown:
        known = locales(vocabulary)
        return f"the vocabulary {vocabulary} has no names in {unknown[0]!r}: {did_you_mean(unknown[0], known)}"
    return ""


def keyed(table: pl.DataFrame, read_by: Reading) -> pl.DataFrame:
    """Return spellings with the keys by which they are found: `folded`, `read` (as told) and `fingerprint`."""
    keys = table.with_columns(folded=folded(pl.col("spelling")), read=read(pl.col("spelling"), read_by))
    return keys.with_columns(fingerprint=fingerprint(pl.col("read")))


def read(text: pl.Expr, read_by: Reading) -> pl.Expr:
    """Return text as its words are compared: folded, and where a vocabulary says how to read, that done."""
    return read_as(folded(apart(text)), read_by) if read_by else folded(text)


def of_both(text: pl.Expr, known: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Return the name that both halves of a text stand for, parted by a slash, bracket, comma or dash; else null.

    Examples
    --------
    >>> frame = pl.DataFrame({"a": ["Burma (Myanmar)", "Burma / Laos", "Burma"]})
    >>> frame.select(of_both(pl.col("a"), lambda half: half.replace({"Burma": "Myanmar"}))).to_series().to_list()
    ['Myanmar', None, None]
    """
    marked = text.str.replace_all(r"[\[\](){}/;,|=:]| +- +", PARTED).str.strip_chars(PARTED + " ")
    halves = marked.str.split(PARTED)
    one, other = (known(halves.list.get(index, null_on_oob=True).str.strip_chars()) for index in (0, 1))
    return pl.when(halves.list.len() == 2, one == other).then(one)


def reading_of(vocabulary: Path | None) -> list[list[str]]:
    """Return how the texts of a vocabulary are read; nothing of a file or of names."""
    built_in = vocabulary is not None and not vocabulary.suffix
    return [list(pair) for pair in reading(str(vocabulary))] if built_in else []


def keys(table: pl.DataFrame, column: str) -> tuple[pl.Series, pl.Series]:
    """Return the keys that belong to one name alone, and the names; spellings that match exactly have none.

    What a spelling says that a text may resemble counts before what another one says.

    Examples
    --------
    >>> rows = [("a", "A", ""), ("a", "B", "folded"), ("b", "A", ""), ("b", "B", ""), ("c", "C", "exact")]
    >>> found = keys(pl.DataFrame(rows, schema=["key", "name", "match"], orient="row"), "key")
    >>> [each.to_list() for each in found]
    [['a'], ['A']]
    """
    loose = table.filter(pl.col("match") != "exact", pl.col(column) != "").select(column, "name", "match")
    parts = [loose.filter(pl.col("match") == match).drop("match").unique() for match in ("", "folded")]
    parts[1] = parts[1].join(parts[0], column, "anti")
    clear = pl.concat([each.unique(column, keep="none") for each in parts]).sort(column)
    return clear[column].alias("key"), clear["name"]


def _columns(vocabulary: str) -> list[str]:
    return pl.scan_csv(FOLDER / f"{vocabulary}.csv", infer_schema=False).collect_schema().names()


def _written(table: pl.DataFrame, output: str, where: str) -> pl.DataFrame:
    for name in ("spelling", "name", output):
        if name not in table.columns:
            raise SchemaError(f"{where} has no column {name!r}: {did_you_mean(name, table.columns)}")
    match = pl.col("match").fill_null("") if "match" in table.columns else pl.lit("")
    chosen = table.select("spelling", pl.col(output).alias("name"), match.alias("match")).drop_nulls()
    strange = chosen.filter(~pl.col("match").is_in(sorted(MATCHES)))["match"]
    if len(strange):
        raise SchemaError(f"{where}: `match` is exact, folded or empty, not {strange[0]!r}")
    itself = chosen.select(pl.col("name").alias("spelling"), "name", pl.lit("").alias("match"))
    known = chosen.group_by("spelling").agg(pl.col("name").n_unique().alias("names"))
    free = itself.join(known, "spelling", "anti") if output != "name" else itself
    every = pl.concat([chosen, free]).unique(["spelling", "name"], keep="first", maintain_order=True)
    _refuse_doubled(every, where)
    return every


def _refuse_doubled(table: pl.DataFrame, where: str) -> None:
    doubled = table["spelling"].is_duplicated()
    if doubled.any():
        spelling, found = table.filter(doubled).group_by("spelling", maintain_order=True).agg("name").row(0)
        raise SourceError(f"{where}: {spelling!r} is a spelling of both {found[0]!r} and {found[1]!r}: leave it to one")


def _read(path: Path) -> pl.DataFrame:
    try:
        table = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
        return table.cast(pl.String)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SourceError(f"{path}: the vocabulary cannot be read: {str(error).splitlines()[0]}") from error
