"""Makes `locales.parquet`: the names of countries, currencies and languages in other languages, by the Unicode CLDR.

python -m wrangle.vocabularies.make_locales
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.vocabularies import FOLDER, KEYS

WRITTEN = ("zh_Hant", "sr_Latn")
"""Languages that are written in a second script."""

ENOUGH = 240
"""A language counts that has names for so many territories."""


def locales() -> pl.DataFrame:
    """Return `vocabulary`, `locale`, `key` and `spelling`."""
    entries = {name: _entries(name) for name in KEYS}
    rows = (
        (name, locale, key, spelling)
        for locale in languages()
        for name in KEYS
        for key, spelling in _spelled(name, locale)
        if key in entries[name]
    )
    schema = ["vocabulary", "locale", "key", "spelling"]
    return pl.DataFrame(list(dict.fromkeys(rows)), schema=schema, orient="row").sort("vocabulary", "locale", "key")


def languages() -> list[str]:
    """Return the keys of languages that CLDR has enough names in, English apart."""
    from babel import Locale, localedata

    every = [each for each in localedata.locale_identifiers() if "_" not in each or each in WRITTEN]
    return sorted(each for each in every if each != "en" and len(Locale.parse(each).territories) > ENOUGH)


def _entries(name: str) -> set[str]:
    return set(pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False)[KEYS[name]])


def _spelled(name: str, language: str) -> Iterator[tuple[str, str]]:
    from babel import Locale

    locale = Locale.parse(language)
    named = {"countries": locale.territories, "currencies": locale.currencies, "languages": locale.languages}[name]
    for key, spelling in named.items():
        yield str(key), str(spelling)


if __name__ == "__main__":
    locales().write_parquet(FOLDER / "locales.parquet", compression="zstd", compression_level=19, statistics=False)
