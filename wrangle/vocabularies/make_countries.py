"""Makes `countries.csv` from the Unicode CLDR (through Babel) and the reviewed aliases in `country_aliases.csv`.

python -m wrangle.vocabularies.make_countries
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import polars as pl

from wrangle.vocabularies import FOLDER

NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
"""Two-letter codes of CLDR that are no entries of ISO 3166-1."""

FORMAL = (
    "Republic of {}", "Kingdom of {}", "State of {}", "People's Republic of {}", "Democratic Republic of {}",
)  # fmt: skip
"""Formal names that are nobody else's, whether a country calls itself so or not."""

NO_FORMAL = frozenset({"CD", "CG", "CN", "KP", "KR", "DO", "CF", "MM"})
"""Countries of which "Republic of" their short name says another thing, or nothing clear."""

NOT_FORMAL = frozenset({
    ("GE", "State of {}"), ("MX", "State of {}"),
    *((code, each) for code in ("DE", "YE") for each in ("Democratic Republic of {}", "People's Republic of {}")),
})  # fmt: skip
"""Formal names that are of another, or of a country that is no more."""

LANGUAGES = ("fr", "es", "pt", "de", "it", "nl", "ru", "ar", "zh")
"""Languages whose names count whatever `locales` says: those of the United Nations, and large ones in Latin letters."""

FORMAL_IN = ("fr", "es", "pt", "de", "it", "nl")
"""Languages whose words for "Republic of" the reading of countries knows."""

PARTS = {
    "AU": "CC CX HM NF", "CN": "HK MO", "DK": "FO GL", "FI": "AX", "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG", "NL": "AW BQ CW SX", "NO": "BV SJ", "NZ": "CK NU TK",
    "US": "AS GU MP PR UM VI",
}  # fmt: skip
"""Country -> territories that have a code of their own: "Aruba (Netherlands)" is Aruba."""

ALSO = {
    "AU": ("Aus.", "Austral."), "CN": ("PRC", "PR China"), "DK": ("Den.", "Danish", "Kingdom of Denmark"),
    "FR": ("Fr.", "French", "Overseas France"), "GB": ("UK", "Brit.", "Great Britain"), "NO": ("Norw.",),
    "NL": ("Neth.", "Dutch", "Kingdom of the Netherlands"), "NZ": ("New Zeal.",),
    "US": ("USA", "United States of America", "Territory of the United States"),
}  # fmt: skip
"""Country -> how it also stands after the name of a territory, its codes apart."""

WIDTHS = (8, 10, 12, 15, 16, 20, 24, 30)
"""Widths of fields that a name may have been cut to anywhere; in its last word it may have been at any other, too."""

SHORTEST, LAST = 8, 3
"""The fewest letters that are left of a name that was cut, and of the word in which it was."""

ARTICLES = frozenset({
    "and", "d", "da", "de", "del", "des", "di", "do", "du", "e", "el", "en", "l", "la", "las", "le", "les", "los", "of",
    "the", "und", "van", "y",
})  # fmt: skip
"""Words that count for nothing, to which a last word may be cut."""

OPEN = re.compile("[,(&/]| (of|the|and) ")
"""What stands in aliases that, cut off, may be several names."""

NOT_CLEAR = frozenset({"island", "congo", "guiana", "kongo"})
"""Plain names, in a country's own or another language, that say several things, or are words of English."""


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
        plain = [name, *(alias for alias, match in own[code] if not match)]
        people = [alias for alias, match in own[code] if match == "folded" and alias.isalpha()]
        others = dict.fromkeys((*endonyms(code), *translated(code, LANGUAGES)))
        if code in within:
            yield from ((code, each, "folded") for each in _within(plain, within[code], territories, long_codes))
        elif code not in NO_FORMAL:
            yield from ((code, each, "folded") for each in formal(code, name, people))
        yield from ((code, each, "folded") for each in map(misread, plain) if each)
        yield from ((code, each, "folded") for each in others if plain_letters(each) not in NOT_CLEAR)
        yield from ((code, each, "folded") for known in (*plain, *others) for each in lost(known))
        yield from ((code, each, "folded") for each in cut(name, WIDTHS))
        yield from ((code, each, "folded") for known in plain if not OPEN.search(known) for each in cut(known))


def _within(names: list[str], above: str, territories: dict[str, str], long_codes: dict[str, str]) -> Iterator[str]:
    """Yield the names of a territory with its country behind them, in brackets."""
    countries = (territories[above], above, long_codes[above], *ALSO.get(above, ()))
    yield from (f"{name} ({each})" for name in names if "(" not in name for each in countries)


def formal(code: str, name: str, people: list[str]) -> Iterator[str]:
    """Yield what a country may call itself formally, by its names and by the words for its people.

    Examples
    --------
    >>> made = list(formal("TN", "Tunisia", ["Tunisian"]))
    >>> {"Republic of Tunisia", "Republic of Tunisie", "Tunisian Republic"} <= set(made)
    True
    """
    yield from (each.format(name) for each in FORMAL if (code, each) not in NOT_FORMAL)
    yield from (FORMAL[0].format(each) for each in translated(code, FORMAL_IN))
    yield from (f"{word} Republic" for word in people)


def translated(code: str, languages: tuple[str, ...]) -> list[str]:
    """Return the names of a country in other languages.

    Examples
    --------
    >>> translated("DE", ("fr", "es"))
    ['Allemagne', 'Alemania']
    """
    from babel import Locale

    names = (Locale.parse(language).territories.get(code) for language in languages)
    return list(dict.fromkeys(name for name in names if name))


def plain_letters(text: str) -> str:
    """Return a text in small letters without accents.

    Examples
    --------
    >>> plain_letters("Ísland")
    'island'
    """
    return "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))


def lost(name: str) -> list[str]:
    """Return what a name becomes where a letter within it that is not of ASCII was lost.

    Examples
    --------
    >>> lost("Curaçao"), lost("Åland Islands"), lost("Norway")
    (['Cura?ao'], [], [])
    """
    start = name[:1]
    gone = re.sub("(?<=[A-Za-z])[\u00c0-\u024f](?=[A-Za-z ])", "?", name)
    return [gone] if gone != name and start.isascii() and len(name) > LAST + 1 else []


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


def cut(name: str, widths: tuple[int, ...] = ()) -> list[str]:
    """Return what is left of a name where a field's width cuts its last word, and at some widths any word.

    Examples
    --------
    >>> cut("Switzerland"), cut("South Africa"), cut("Norway")
    (['Switzerl', 'Switzerla', 'Switzerlan'], ['South Afr', 'South Afri', 'South Afric'], [])
    >>> cut("Papua New Guinea", widths=(8, 10))
    ['Papua Ne', 'Papua New Gui', 'Papua New Guin', 'Papua New Guine']
    """
    last = len(name) - len(re.split(r"\W", name)[-1]) + LAST
    every = (width for width in range(SHORTEST, len(name)) if width in widths or width >= last)
    left = (name[:width] for width in every if name[width - 1 : width + 1].isalpha())
    return [each for each in left if re.split(r"\W", each)[-1].lower() not in ARTICLES]


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
        if name:
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
