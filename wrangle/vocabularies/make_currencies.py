"""Makes `currencies.csv` from the Unicode CLDR (through Babel) and the reviewed aliases in `currency_aliases.csv`.

python -m wrangle.vocabularies.make_currencies
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.vocabularies import FOLDER

NOT_CLEAR = frozenset({"$", "¥", "£", "kr", "¤", "R", "K", "L"})
"""Signs that several currencies have; those of the reviewed aliases apart."""

NOT_CURRENCIES = frozenset({"XTS", "XXX"})
"""Codes for tests and for no currency."""


def currencies() -> pl.DataFrame:
    """Return `spelling`, `name`, `code` and `match`: `exact` where only the very same text counts."""
    from babel import Locale

    named = {str(code): name for code, name in Locale("en").currencies.items()}
    codes = sorted(code for code in named if code not in NOT_CURRENCIES)
    aliases = pl.read_csv(FOLDER / "currency_aliases.csv", comment_prefix="#", infer_schema=False).fill_null("")
    rows = [(spelling, named[code], code, match) for code in codes for spelling, match in _spellings(code, aliases)]
    table = pl.DataFrame(rows, schema=["spelling", "name", "code", "match"], orient="row")
    return table.unique(["spelling", "code"], keep="first", maintain_order=True)


def _spellings(code: str, aliases: pl.DataFrame) -> Iterator[tuple[str, str]]:
    from babel.numbers import get_currency_name, get_currency_symbol

    for count in (None, 1, 2):
        yield get_currency_name(code, count, "en"), ""
    yield from aliases.filter(code=code).select("alias", "match").iter_rows()
    yield code, ""
    sign = get_currency_symbol(code, "en")
    if sign not in NOT_CLEAR:
        yield sign, "exact"


if __name__ == "__main__":
    currencies().write_csv(FOLDER / "currencies.csv")
