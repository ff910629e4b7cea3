"""Makes `countries_others.csv`: names that are no country's, by the Unicode CLDR and those in `country_others.csv`.

python -m wrangle.vocabularies.make_others
"""

from __future__ import annotations

import polars as pl

from wrangle.vocabularies import FOLDER


def countries_others() -> pl.DataFrame:
    """Return `text`: parts of the world and of the USA, and what was reviewed: cities, parts of countries, words."""
    from babel import Locale

    regions = sorted(name for code, name in Locale("en").territories.items() if str(code).isdigit())
    states = pl.read_csv(FOLDER / "us_states.csv", infer_schema=False).filter(pl.col("spelling") == pl.col("name"))
    reviewed = pl.read_csv(FOLDER / "country_others.csv", comment_prefix="#", infer_schema=False)["text"]
    countries = pl.read_csv(FOLDER / "countries.csv", infer_schema=False)["spelling"]
    every = pl.DataFrame({"text": [*regions, *states["name"], *reviewed]}).unique(maintain_order=True)
    return every.filter(~pl.col("text").is_in(countries.implode()))


if __name__ == "__main__":
    countries_others().write_csv(FOLDER / "countries_others.csv")
