"""Makes `languages.csv` from the Unicode CLDR (through Babel) and the reviewed aliases in `language_aliases.csv`.

python -m wrangle.vocabularies.make_languages
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from wrangle.vocabularies import FOLDER

NOT_LANGUAGES = frozenset({"mis", "mul", "root", "und", "zxx"})
"""Codes for no language, several, and any."""

BIBLIOGRAPHIC = frozenset({
    "alb", "arm", "baq", "bur", "chi", "cze", "dut", "fre", "geo", "ger", "gre", "ice", "mac", "mao", "may", "per",
    "rum", "scc", "scr", "slo", "tib", "wel",
})  # fmt: skip
"""The other three-letter codes of ISO 639-2, those of libraries."""


def languages() -> pl.DataFrame:
    """Return `spelling`, `name`, `code` (of two letters where there is one), `alpha_3` and `match`."""
    from babel import Locale

    named = {str(code): name for code, name in Locale("en").languages.items()}
    codes = sorted(code for code in named if code.isalpha() and len(code) <= 3 and code not in NOT_LANGUAGES)
    aliases = pl.read_csv(FOLDER / "language_aliases.csv", comment_prefix="#", infer_schema=False).fill_null("")
    long_codes = alpha_3()
    rows = [
        (spelling, named[code], code, long_codes.get(code, code if len(code) == 3 else None), match)
        for code in codes
        for spelling, match in _spellings(code, named, aliases, long_codes)
    ]
    table = pl.DataFrame(rows, schema=["spelling", "name", "code", "alpha_3", "match"], orient="row")
    reviewed = table.unique(["spelling", "code"], keep="first", maintain_order=True)
    clear = reviewed.filter(pl.col("code").n_unique().over("spelling") == 1)
    by_name = reviewed.filter(pl.col("spelling") == pl.col("name"))
    return pl.concat([clear, by_name]).unique(["spelling"], keep="last", maintain_order=True).sort("code", "match")


def _spellings(
    code: str, named: Mapping[str, str], aliases: pl.DataFrame, long_codes: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    from babel import Locale, UnknownLocaleError

    yield named[code], ""
    yield from aliases.filter(code=code).select("alias", "match").iter_rows()
    yield from ((each, "exact") for each in dict.fromkeys((code, long_codes.get(code, code))))
    yield from ((each.upper(), "exact") for each in dict.fromkeys((code, long_codes.get(code, code))))
    try:
        own = Locale.parse(code).languages.get(code)
    except (UnknownLocaleError, ValueError):
        return
    if own:
        yield own, "folded"


def alpha_3() -> dict[str, str]:
    """Return two-letter code -> three-letter code (ISO 639-2/T and 639-3).

    Examples
    --------
    >>> alpha_3()["de"]
    'deu'
    """
    from babel.core import get_global

    pairs = get_global("language_aliases").items()  # last are the codes of ISO, after those of languages within one
    return {new: old for old, new in pairs if len(old) == 3 and len(new) == 2 and old not in BIBLIOGRAPHIC}


if __name__ == "__main__":
    languages().write_csv(FOLDER / "languages.csv")
