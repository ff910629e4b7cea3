"""Makes `countries.csv` from the Unicode CLDR (through Babel) and the reviewed aliases in `country_aliases.csv`.

python -m wrangle.vocabularies.make_countries
"""

from __future__ import annotations

import polars as pl

from wrangle.vocabularies import FOLDER

NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
"""Two-letter codes of CLDR that are no entries of ISO 3166-1."""


def countries() -> pl.DataFrame:
    """Return `spelling`, `name`, `alpha_2`, `alpha_3` and `match`: `exact` where only the very same text counts."""
    from babel import Locale

    territories = {str(code): name for code, name in Locale("en").territories.items()}
    codes = sorted(code for code in territories if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES)
    long_codes = alpha_3()
    aliases = pl.read_csv(FOLDER / "country_aliases.csv", comment_prefix="#", schema_overrides={"alpha_2": pl.String})
    rows = []
    for code in codes:
        name, three = territories[code], long_codes[code]
        also = aliases.filter(pl.col("alpha_2") == code)["alias"].to_list()
        rows += [(spelling, name, code, three, "") for spelling in dict.fromkeys((name, *also))]
        rows += [(spelling, name, code, three, "exact") for spelling in (code, three)]
    return pl.DataFrame(rows, schema=["spelling", "name", "alpha_2", "alpha_3", "match"], orient="row")


def alpha_3() -> dict[str, str]:
    """Return two-letter code -> three-letter code of ISO 3166-1."""
    from babel.core import get_global

    pairs = get_global("territory_aliases").items()
    return {new[0]: old for old, new in pairs if len(old) == 3 and old.isalpha() and len(new) == 1} | {"XK": "XKX"}


if __name__ == "__main__":
    countries().write_csv(FOLDER / "countries.csv")
