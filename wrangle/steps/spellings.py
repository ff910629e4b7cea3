"""Reads a vocabulary: a table of spellings and names, with the keys by which another spelling is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from wrangle.errors import SchemaError, SourceError, did_you_mean
from wrangle.expressions.marks import unmarked
from wrangle.expressions.matching import apart, by_words, fingerprint, folded, read_as
from wrangle.steps.options import names_of
from wrangle.vocabularies import FOLDER, KEYS, locales, names, others, reading, translated

MATCHES = {"exact", "folded", ""}
"""How far a spelling may be from a text: not at all, in case and signs alone, or (empty) in some letters too."""

PARTED = "\x1f"
"""Stands where a text falls in two: ASCII's own unit separator."""

SIGNS = (r"[\[\](){}]", r"[\[\](){}/;|=:]| +[-\u2013\u2014] +", r"[\[\](){}/;|=:,\-\u2013\u2014]")
"""What parts two names for the same, the surest first: brackets alone, strokes too, and at last commas and any dash."""

AND = r"\b(?:and|und|et|y)\b|[&+;]"
"""What stands between two that are not the same."""

SAME = "now|aka|also known as|also|or|local name|formerly|previously|ex|i\\.e"
"""Words between two names for the same."""

Reading = Sequence[Sequence[str]]
"""Pattern and what takes its place, in order."""


def of_names(given: Mapping[str, str | tuple[str, ...]]) -> pl.DataFrame:
    """Return names of a rule file as `spelling`, `name` and `match`; each name is a spelling of itself.

    Raises
    ------
    SourceError
        A spelling is one of two names. Leave it to one of them.
    """
    pairs = [(each, name) for name, more in given.items() for each in dict.fromkeys((name, *names_of(more)))]
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
        foreign = translated(vocabulary, wanted).join(known, KEYS[vocabulary], maintain_order="left")
        new = foreign.filter(~pl.col("spelling").is_in(table["spelling"].implode()))
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
    return keys.with_columns(fingerprint=words(pl.col("read"), read_by))


def words(read_text: pl.Expr, read_by: Reading) -> pl.Expr:
    """Return the words of a text in order: each once, or where a vocabulary says how to read, as often as it stands."""
    return by_words(read_text) if read_by else fingerprint(read_text)


def read(text: pl.Expr, read_by: Reading) -> pl.Expr:
    """Return text as its words are compared: folded, and where a vocabulary says how to read, that done."""
    return read_as(folded(apart(unmarked(text))), read_by) if read_by else folded(text)


def of_both(text: pl.Expr, known: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Return the name that all parts of a text stand for, two or three, parted by a bracket, stroke, dash or comma.

    Brackets part first, then strokes and commas, then any dash; a word such as "formerly" goes with the sign.

    Examples
    --------
    >>> frame = pl.DataFrame({"a": ["Burma (Myanmar)", "Burma, now Myanmar", "Burma-Myanmar", "Burma / Laos", "Burma"]})
    >>> frame.select(of_both(pl.col("a"), lambda part: part.replace({"Burma": "Myanmar"}))).to_series().to_list()
    ['Myanmar', 'Myanmar', 'Myanmar', None, None]
    """
    return text.map_batches(partial(_of_parts, known), return_dtype=pl.String, is_elementwise=True)


def of_several(text: pl.Expr, known: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Return whether a text names two or more, parted by "and" or its sign: all parts are known, and not the same.

    Examples
    --------
    >>> frame = pl.DataFrame({"a": ["Aruba and Cuba", "Cuba & Cuba", "Trinidad and Tobago", "Cuba", None]})
    >>> codes = {"Aruba": "AW", "Cuba": "CU", "Trinidad": "TT"}
    >>> known = lambda part: part.replace_strict(codes, default=None)
    >>> frame.select(of_several(pl.col("a"), known)).to_series().to_list()
    [True, False, False, False, False]
    """
    return text.map_batches(partial(_several, known), return_dtype=pl.Boolean, is_elementwise=True)


def _several(known: Callable[[pl.Expr], pl.Expr], texts: pl.Series) -> pl.Series:
    named = _parted(texts, AND).with_columns(name=known(pl.col("part")))
    every = named.group_by("row").agg(pl.col("name").unique(), nulls=pl.col("name").null_count())
    rows = every.filter(pl.col("nulls") == 0, pl.col("name").list.len() > 1)["row"]
    return pl.select(pl.int_range(len(texts), dtype=pl.UInt32).is_in(rows.implode())).to_series().alias(texts.name)


def _of_parts(known: Callable[[pl.Expr], pl.Expr], texts: pl.Series) -> pl.Series:
    parts = pl.concat(_parted(texts, signs).with_columns(turn=pl.lit(turn)) for turn, signs in enumerate(SIGNS))
    said = (
        parts.with_columns(name=known(pl.col("part")))
        .group_by("row", "turn")
        .agg(pl.col("name").unique(), parts=pl.len())
    )
    agreed = said.filter(pl.col("parts").is_between(2, 3), pl.col("name").list.len() == 1)
    named = agreed.sort("turn").with_columns(pl.col("name").list.first()).drop_nulls("name")
    first = named.unique("row", keep="first", maintain_order=True)
    found = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
    return found.scatter(first["row"], first["name"]).alias(texts.name) if first.height else found.alias(texts.name)


def _parted(texts: pl.Series, signs: str) -> pl.DataFrame:
    """Return the parts of those texts that have signs within, by their row."""
    text = pl.col("part")
    table = texts.alias("part").to_frame().with_row_index("row").filter(text.str.contains(signs))
    marked = text.str.replace_all(rf"(?i)\s*(?:{signs})\s*(?:\b(?:{SAME})\b[:.]*\s*)?", PARTED)
    whole = marked.str.replace_all(f"(?:{PARTED})+", PARTED).str.strip_chars(PARTED + " ")
    return table.with_columns(whole.str.split(PARTED)).explode("part")


def reading_of(vocabulary: Path | None) -> list[list[str]]:
    """Return how the texts of a vocabulary are read; nothing of a file or of names."""
    built_in = vocabulary is not None and not vocabulary.suffix
    return [list(pair) for pair in reading(str(vocabulary))] if built_in else []


def others_of(vocabulary: Path | None, read_by: Reading) -> list[str]:
    """Return how texts read that are no entry of a vocabulary, though they may resemble one; none of a file's."""
    known = others(str(vocabulary)) if vocabulary is not None and not vocabulary.suffix else []
    table = pl.DataFrame({"text": known}, schema={"text": pl.String}).select(read(pl.col("text"), read_by))
    return table.to_series().unique().sort().to_list()


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
