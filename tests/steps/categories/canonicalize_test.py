import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wrangle.errors import SchemaError, SourceError
from wrangle.steps.categories.canonicalize import Canonicalize

NAMES = {"Norway": ["NO", "Norge"], "Côte d'Ivoire": "Ivory Coast", "South Korea": ["Republic of Korea", "ROK"]}
SPELLINGS = [(spelling, name) for name, others in NAMES.items()
             for spelling in (name, *([others] if isinstance(others, str) else others))]  # fmt: skip


def canonical(texts, **options):
    step = Canonicalize(column="a", **({"names": NAMES} if "vocabulary" not in options else {}), **options)
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(step.express(step.learn({}))).to_series().to_list()


def changes(text, data):
    """Write a text in another way that means the same: case, blanks, punctuation."""
    case = data.draw(st.sampled_from([str.upper, str.lower, str.title, str]))
    joint = data.draw(st.sampled_from([" ", "  ", "-", " . "]))
    ends = data.draw(st.sampled_from(["", " ", "."]))
    return ends + joint.join(case(word) for word in text.split()) + ends


@settings(max_examples=60, deadline=None, derandomize=True)
@given(pair=st.sampled_from(SPELLINGS), data=st.data())
def test_every_spelling_is_known_whatever_its_case_blanks_and_signs(pair, data):
    spelling, name = pair
    assert canonical([changes(spelling, data)]) == [name]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    texts=st.lists(
        st.one_of(st.none(), st.text(max_size=8), st.sampled_from(SPELLINGS).map(lambda pair: pair[0])), max_size=6
    )
)
def test_canonical_names_stay_as_they_are(texts):
    once = canonical(texts)
    assert canonical(once) == once
    assert [each is None for each in once] == [each not in dict(SPELLINGS) and _unknown(each) for each in texts]


def _unknown(text):
    return text is None or canonical([text]) == [None]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(spelling=st.sampled_from(["Norway", "Ivory Coast", "South Korea"]), data=st.data())
def test_one_wrong_letter_is_forgiven_where_told(spelling, data):
    place = data.draw(st.integers(1, len(spelling) - 1).filter(lambda place: spelling[place].isalpha()))
    wrong = spelling[:place] + "x" + spelling[place + 1 :]
    assert canonical([wrong]) == [None]
    assert canonical([wrong], fuzzy=80) == [dict(SPELLINGS)[spelling]]


def test_short_texts_are_never_guessed():
    assert canonical(["NX", "RXK"], fuzzy=50) == [None, None]


def test_what_resembles_two_names_alike_is_none():
    names = {"Blackwater": ["x1"], "Blackwaters": ["x2"]}
    step = Canonicalize(column="a", names=names, fuzzy=80)
    frame = pl.DataFrame({"a": ["Blackwatery", "Blackwater"]})
    assert frame.select(step.express(step.learn({}))).to_series().to_list() == [None, "Blackwater"]


def test_the_table_that_is_learned_holds_every_spelling_once():
    table = Canonicalize(column="a", names=NAMES).learn({})["spellings"]
    assert sorted(table["spelling"]) == sorted(spelling for spelling, _ in SPELLINGS)
    assert set(table.columns) == {"spelling", "name", "match", "folded", "read", "fingerprint"}


def test_a_vocabulary_is_a_file_of_spellings(tmp_path):
    path = tmp_path / "skies.csv"
    path.write_text("spelling,name,code\nOVC,Overcast,8\novercst,Overcast,8\nCLR,Clear,0\n", encoding="utf-8")
    assert canonical(["ovc", "Clear", "x"], vocabulary=path) == ["Overcast", "Clear", None]
    assert canonical(["clr"], vocabulary=path, output="code") == ["0"]


@pytest.mark.parametrize(("text", "error", "said"), [
    ("spelling\nOVC\n", SchemaError, "has no column 'name'"),
    ("spelling,name\nOVC,A\nOVC,B\n", SourceError, "is a spelling of both 'A' and 'B'"),
])  # fmt: skip
def test_a_vocabulary_that_is_none_is_told(tmp_path, text, error, said):
    path = tmp_path / "skies.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=said):
        canonical(["x"], vocabulary=path)


@pytest.mark.parametrize(("table", "said"), [
    ({"spelling": ["OVC"], "name": ["Overcast"], "match": ["nearly"]}, "is exact, folded or empty, not 'nearly'"),
    ({"spelling": ["OVC"], "nmae": ["Overcast"]}, "did you mean 'nmae'"),
])  # fmt: skip
def test_a_vocabulary_may_be_parquet_and_its_faults_are_told(tmp_path, table, said):
    path = tmp_path / "skies.parquet"
    pl.DataFrame({"spelling": ["OVC"], "name": ["Overcast"]}).write_parquet(path)
    assert canonical(["ovc"], vocabulary=path) == ["Overcast"]
    pl.DataFrame(table).write_parquet(path)
    with pytest.raises(SchemaError, match=said):
        canonical(["x"], vocabulary=path)


def test_a_vocabulary_without_a_spelling_is_told(tmp_path):
    path = tmp_path / "skies.csv"
    path.write_text("spelling,name\n", encoding="utf-8")
    with pytest.raises(SourceError, match="has no spelling"):
        canonical(["x"], vocabulary=path)


COUNTRIES = [
    ("Rep. of Austria", "AT"), ("Austria, Republic of", "AT"), ("17 - Austria", "AT"), ("Austria (2003)", "AT"),
    ("St. Lucia", "LC"), ("The Gambia", "GM"), ("Solomon Is.", "SB"), ("Congo, Dem. Rep.", "CD"),
    ("Congo, Rep.", "CG"), ("S. Korea", "KR"), ("Korea, Dem. People's Rep. of", "KP"), ("Austrian", "AT"),
    ("SierraLeone", "SL"), ("Sierra.Leone", "SL"), ("Burma/Myanmar", "MM"), ("Greenland (Denmark)", "GL"),
    ("Österreich", "AT"), ("COTE D'IVOIRE", "CI"), ("Tadjik SSR", "TJ"), ("Tajik SSR", "TJ"), ("Bermuda (UK)", "BM"),
    ("Austria/Hungary", None), ("Austria-Hungary", None), ("Korea", None), ("Soviet Union", None), ("Bavaria", None),
    ("Österreich[3]", "AT"), ("Austria (a)", "AT"), ("Austria²", "AT"), ("Antigua &amp; Barbuda", "AG"),
    ("Austria (formerly Ostmark)", "AT"), ("Ceylon, now Sri Lanka", "LK"), ("Austria-Österreich", "AT"),
    ("AUT: Austria", "AT"), ("Austria [AUT]", "AT"), ("Austria [HUN]", None), ("Guinea and Guinea-Bissau", None),
    ("China and Hong Kong", None), ("Hong Kong (China)", "HK"), ("Netherlands & Aruba", None), ("US + Guam", None),
    ("Northern Ireland (UK)", None), ("UK and Northern Ireland", "GB"), ("Trinidad y Tobago", "TT"),
    ("Autriche", "AT"), ("Республика", None), ("Австрия", "AT"), ("奥地利", "AT"), ("Republique d'Autriche", "AT"),
    ("Islas Cook", "CK"), ("Islands", None), ("Congo", None), ("Guiana", None), ("Virgin Islands", None),
    ("Phillippines", "PH"), ("Austria total", "AT"), ("Tunisian Republic", "TN"), ("Guernsey (GB)", "GG"),
    ("Austria (Tyrol)", None), ("Western Europe", None), ("Georgia, USA", None), ("no", None), ("Scotland", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), COUNTRIES)
def test_countries_are_known_by_what_is_meant(text, code):
    assert canonical([text], vocabulary="countries", output="alpha_2") == [code]


@pytest.mark.parametrize(("vocabulary", "text", "code"), [
    ("us_states", "Calif.", "CA"), ("us_states", "N. Carolina", "NC"), ("us_states", "WA", "WA"),
    ("us_states", "or", None), ("us_states", "State of Texas", "TX"), ("us_states", "Ontario", None),
    ("currencies", "Swiss francs", "CHF"), ("currencies", "$", None), ("currencies", "renminbi", "CNY"),
    ("currencies", "usd", "USD"),
    ("languages", "Farsi", "fa"), ("languages", "deu", "de"), ("languages", "Deutsch", "de"), ("languages", "is", "is"),
])  # fmt: skip
def test_states_currencies_and_languages_are_known(vocabulary, text, code):
    assert canonical([text], vocabulary=vocabulary, output="code") == [code]


@pytest.mark.parametrize(
    "text", ["China and Hong Kong", "Hong Kong & China", "USA and Puerto Rico", "Niue; New Zealand"]
)
def test_two_countries_are_none_however_alike_they_are_to_a_territory_of_one(text):
    assert canonical([text], vocabulary="countries", fuzzy=85) == [None]


def test_names_of_other_languages_count_where_they_are_asked_for():
    assert canonical(["Tyskland"], vocabulary="countries") == [None]
    assert canonical(["Tyskland", "France"], vocabulary="countries", locales=["en", "sv"]) == ["Germany", "France"]
    assert canonical(["livre sterling"], vocabulary="currencies", output="code") == [None]
    assert canonical(["livre sterling"], vocabulary="currencies", output="code", locales=["fr"]) == ["GBP"]
    assert canonical(["Dollar"], vocabulary="languages", locales=["de"]) == [None]


def test_the_way_in_which_each_text_was_found_is_told():
    step = Canonicalize(column="a", vocabulary="countries", fuzzy=90, way="how", output="alpha_2")
    frame = pl.DataFrame({"a": ["Norway", "NORWAY", "Korea, Rep. of", "Uzbekitsan", "Nowhere", None]})
    found = frame.select(step.express(step.learn({})))
    assert found["a"].to_list() == ["NO", "NO", "KR", "UZ", None, None]
    assert found["how"].to_list() == ["exact", "folded", "fingerprint", "fuzzy", None, None]
    assert step.explain(frame["a"], found["a"].is_not_null()).to_list() == found["how"].to_list()


def test_what_was_learned_before_texts_were_read_is_still_applied():
    step = Canonicalize(column="a", names=NAMES, fuzzy=80)
    old = step.learn({})["spellings"].drop("read")
    frame = pl.DataFrame({"a": ["norge", "Republic of Korea"]})
    assert frame.select(step.express({"spellings": old}))["a"].to_list() == ["Norway", "South Korea"]


def test_the_more_work_a_text_is_the_sooner_it_is_done_once_for_all():
    assert Canonicalize(column="a", names=NAMES, fuzzy=90).cost > Canonicalize(column="a", names=NAMES).cost


@pytest.mark.parametrize("options", [{}, {"names": NAMES, "vocabulary": "countries"}, {"names": {}, "output": "x"},
                                     {"names": {"A": ["x"], "B": ["x"]}}, {"names": NAMES, "fuzzy": 20},
                                     {"vocabulary": "contries"}, {"vocabulary": "countries", "output": "alpha_4"},
                                     {"vocabulary": "countries", "locales": ["xx"]},
                                     {"names": NAMES, "locales": ["fr"]},
                                     {"vocabulary": "us_states", "locales": ["en", "fr"]}])  # fmt: skip
def test_options_that_do_not_go_together_are_refused(options):
    with pytest.raises(ValidationError):
        Canonicalize(column="a", **options)
