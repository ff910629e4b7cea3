import json

import polars as pl

from wrangle.explore.profile.profile import profile

FRAME = pl.DataFrame(
    {
        "name": [f"Zaphod{number:03}" for number in range(60)] + ["ZAPHOD003"],
        "city": [" Quuxville", *["Quuxville"] * 50, "QUUXVILLE", *["Blorptown"] * 9],
        "income": [*[str(43_210 + number) for number in range(59)], "98765432", "Fnord"],
        "score": [*[float(each) for each in range(58)], -999.0, -999.0, 98765.4321],
        "born": ["1971-07-13"] * 30 + ["2013-02-28"] * 30 + ["Xyzzy"],
    }
)
SECRETS = ("zaphod", "quux", "blorp", "fnord", "98765", "xyzzy", "1971", "-999", "2013-02")


def leaked(text):
    return [each for each in SECRETS if each in text.lower()]


def test_without_values_no_value_is_in_page_text_or_facts():
    found = profile(FRAME, values=False, target="score")
    assert leaked(json.dumps(found.to_dict())) == []
    assert leaked(found.html()) == []
    assert leaked(str(found)) == []
    assert "Values of the data are not shown" in found.html()


def test_with_them_they_are():
    assert len(leaked(profile(FRAME).html())) > 5


def test_counts_and_concerns_stay():
    bare, whole = profile(FRAME, values=False), profile(FRAME)
    assert [(each.kind, each.cells) for each in bare.concerns] == [(each.kind, each.cells) for each in whole.concerns]
    assert bare.columns["score"].numbers.mean == whole.columns["score"].numbers.mean
