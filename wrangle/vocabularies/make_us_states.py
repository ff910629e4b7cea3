"""Makes `us_states.csv` from the codes, names and reviewed aliases in `us_state_aliases.csv`.

python -m wrangle.vocabularies.make_us_states
"""

from __future__ import annotations

import polars as pl

from wrangle.vocabularies import FOLDER


def us_states() -> pl.DataFrame:
    """Return `spelling`, `name`, `code` and `match`: `exact` where only the very same text counts."""
    given = pl.read_csv(FOLDER / "us_state_aliases.csv", comment_prefix="#", infer_schema=False).fill_null("")
    names = given.select(pl.col("alias").alias("spelling"), "name", "code", "match")
    entries = given.select("name", "code").unique(maintain_order=True)
    codes = entries.select(pl.col("code").alias("spelling"), "name", "code", pl.lit("exact").alias("match"))
    iso = codes.with_columns(spelling="US-" + pl.col("spelling"))
    every = pl.concat([names, codes, iso])
    return every.unique(["spelling", "code"], keep="first", maintain_order=True).sort("code", maintain_order=True)


if __name__ == "__main__":
    us_states().write_csv(FOLDER / "us_states.csv")
