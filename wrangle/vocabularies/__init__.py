"""The built-in vocabularies: CSV files of `spelling` and `name`, and perhaps other columns to write instead.

To `NAME.csv` may belong a `NAME_reading.csv`: how a text is read before its words are compared, pattern by pattern.
`locales.parquet` has the names of other languages, by what all spellings of an entry share: its code.
`NAME_others.csv` has texts that are no entry: what is more like one of them is not taken for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent

KEYS = {"countries": "alpha_2", "currencies": "code", "languages": "code"}
"""The column that tells the entries of a vocabulary apart, of those whose names CLDR has in other languages."""

_NO_VOCABULARY = ("_aliases", "_others", "_reading")


def names() -> list[str]:
    """Return the names of the built-in vocabularies.

    Examples
    --------
    >>> names()
    ['countries', 'currencies', 'languages', 'us_states']
    """
    return sorted(file.stem for file in FOLDER.glob("*.csv") if not file.stem.endswith(_NO_VOCABULARY))


def reading(name: str) -> list[tuple[str, str]]:
    r"""Return how a text is read before its words are compared with a vocabulary's: pattern, what takes its place.

    The patterns are looked for one after the other, in folded text.

    Examples
    --------
    >>> reading("us_states")[0]
    ('\\b(n|no|nth)\\b', 'north')
    >>> reading("currencies")
    []
    """
    path = FOLDER / f"{name}_reading.csv"
    return list(pl.read_csv(path, infer_schema=False).fill_null("").iter_rows()) if path.exists() else []


def others(name: str) -> list[str]:
    """Return texts that are known to be none of a vocabulary's entries, though they may resemble one.

    Examples
    --------
    >>> "Southern Africa" in others("countries"), others("currencies")
    (True, [])
    """
    path = FOLDER / f"{name}_others.csv"
    return pl.read_csv(path, infer_schema=False)["text"].to_list() if path.exists() else []


def locales(name: str) -> list[str]:
    """Return the languages in which the names of a vocabulary are known, by the keys of CLDR.

    Examples
    --------
    >>> {"de", "en", "fr", "zh_Hant"} <= set(locales("countries"))
    True
    >>> locales("us_states")
    ['en']
    """
    of = _translated(name).select("locale").unique(maintain_order=True).collect()["locale"]
    return sorted(["en", *of])


def translated(name: str, wanted: Sequence[str]) -> pl.DataFrame:
    """Return the names of a vocabulary's entries in other languages.

    Returns
    -------
    polars.DataFrame, (names, `spelling` + the key)
        In the order of the languages.

    Examples
    --------
    >>> translated("countries", ["de"]).filter(alpha_2="NO")["spelling"].to_list()
    ['Norwegen']
    """
    parts = [_translated(name).filter(locale=each).collect() for each in wanted if each != "en"]
    every = pl.concat([_translated(name).head(0).collect(), *parts])
    return every.select("spelling", pl.col("key").alias(KEYS.get(name, "key")))


def _translated(name: str) -> pl.LazyFrame:
    return pl.scan_parquet(FOLDER / "locales.parquet").filter(vocabulary=name)
