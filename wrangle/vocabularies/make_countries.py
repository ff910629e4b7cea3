"""Makes `countries.csv` from the Unicode CLDR (through Babel) and the reviewed aliases in `country_aliases.csv`.

python -m wrangle.vocabularies.make_countries
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.vocabularies import FOLDER

NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
"""Two-letter codes of CLDR that are no entries of ISO 3166-1."""

FORMAL = ("Republic of {}", "Kingdom of {}")
"""Formal names that are nobody else's, whether a country calls itself so or not."""

NO_FORMAL = frozenset({"CD", "CG", "CN", "KP", "KR", "DO", "CF", "MM"})
"""Countries of which "Republic of" their short name says another thing, or nothing clear."""

PARTS = {
    "AU": "CC CX HM NF", "CN": "HK MO", "DK": "FO GL", "FI": "AX", "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG", "NL": "AW BQ CW SX", "NO": "BV SJ", "NZ": "CK NU TK",
    "US": "AS GU MP PR UM VI",
}  # fmt: skip
"""Country -> territories that have a code of their own: "Aruba (Netherlands)" is Aruba."""

ALSO = {"US": ("USA", "United States of America"), "GB": ("UK",)}
"""Country -> how it also stands after the name of a territory."""

WIDTHS = (8, 10, 12, 15, 16, 20, 24, 30)
"""Widths of fields that a name may have been cut to."""

NO_ENDONYM = frozenset({"Island"})
"""Names of countries in their own language that are words of English."""


def countries() -> pl.DataFrame:
    """Return `spelling`, `name`, `alpha_2`, `alpha_3` and `match`.

    `match` is `exact` where only the very same text counts, and `folded` where a text that merely resembles the
    spelling does not.
    """
    from babel import Locale

    territories = {str(code): name for code, name in Locale("en").territories.items()}
    codes = sorted(code for code in territories if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES)
    long_codes = alpha_3()
    rows = []
    for code, spelling, match in _spellings(codes, territories):
        rows.append((spelling, territories[code], code, long_codes[code], match))
    schema = ["spelling", "name", "alpha_2", "alpha_3", "match"]
    return _clear(pl.DataFrame(rows, schema=schema, orient="row"))


def _spellings(codes: list[str], territories: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield code, spelling and match; what is most certain comes first."""
    aliases = pl.read_csv(FOLDER / "country_aliases.csv", comment_prefix="#", infer_schema=False).fill_null("")
    own = {code: aliases.filter(alpha_2=code).select("alias", "match").rows() for code in codes}
    long_codes = alpha_3()
    within = {part: country for country, parts in PARTS.items() for part in parts.split()}
    for code in codes:
        name = territories[code]
        yield code, name, ""
        yield from ((code, alias, match) for alias, match in own[code])
        yield from ((code, each, "exact") for each in (code, long_codes[code]))
        if code not in NO_FORMAL and code not in within:
            yield from ((code, each.format(name), "folded") for each in FORMAL)
        if code in within:
            above = within[code]
            yield from ((code, f"{name} ({each})", "folded") for each in (territories[above], *ALSO.get(above, ())))
        plain = [name, *(alias for alias, match in own[code] if not match)]
        yield from ((code, each, "folded") for each in map(misread, plain) if each)
        yield from ((code, each, "folded") for each in (*endonyms(code), *cut(name)))


def misread(name: str) -> str:
    """Return how a name looks whose UTF-8 was read as Windows' code page; empty where that makes no difference.

    Examples
    --------
    >>> misread("Türkiye"), misread("Norway")
    ('TÃ¼rkiye', '')
    """
    try:
        wrong = name.encode().decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return "" if wrong == name else wrong


def cut(name: str) -> list[str]:
    """Return what is left of a name where a field's width cuts a word of it.

    Examples
    --------
    >>> cut("Switzerland"), cut("Papua New Guinea"), cut("Norway")
    (['Switzerl', 'Switzerlan'], ['Papua Ne', 'Papua New Gu', 'Papua New Guine'], [])
    """
    return [name[:width] for width in WIDTHS if name[width - 1 : width + 1].isalpha() and len(name) > width]


def endonyms(code: str) -> list[str]:
    """Return the names that a country has in its own official languages.

    Examples
    --------
    >>> endonyms("FI")
    ['Suomi', 'Finland']
    """
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    found = []
    for language in get_official_languages(code, de_facto=True):
        try:
            name = Locale.parse(language).territories.get(code)
        except (UnknownLocaleError, ValueError):
            continue
        if name and name not in NO_ENDONYM:
            found.append(name)
    return list(dict.fromkeys(found))


def _clear(table: pl.DataFrame) -> pl.DataFrame:
    """Return each spelling of a country once; one that was not reviewed only where it is nobody else's."""
    reviewed = table.filter(pl.col("match") != "folded")
    made = table.filter(pl.col("match") == "folded").join(reviewed, "spelling", "anti")
    clear = made.filter(pl.col("alpha_2").n_unique().over("spelling") == 1)
    return pl.concat([reviewed, clear]).unique(["spelling", "alpha_2"], keep="first", maintain_order=True)


def alpha_3() -> dict[str, str]:
    """Return two-letter code -> three-letter code of ISO 3166-1."""
    from babel.core import get_global

    pairs = get_global("territory_aliases").items()
    return {new[0]: old for old, new in pairs if len(old) == 3 and old.isalpha() and len(new) == 1} | {"XK": "XKX"}


if __name__ == "__main__":
    countries().write_csv(FOLDER / "countries.csv")
