import re

import pytest

from wrangle.reports.monitoring import fragment, render, verdict

FOUND = {
    "name": "ice <b>",
    "model_version": "ab" * 32,
    "made_at": "2026-05-01T00:00:00+00:00",
    "verdict": "alarm",
    "window": {"since": "2026-05-01", "until": "2026-05-02", "records": 2000, "labelled": 10},
    "alarms": [
        {
            "kind": "drift",
            "about": "country",
            "says": "country: <script>x</script>",
            "examples": ["'<i>' 3"],
            "made_of": [],
        }
    ],
    "told": [{"kind": "prediction", "says": "its mean is 2"}],
    "notes": ["not compared: a"],
    "columns": {
        "raw": {
            "country": {
                "psi": 0.5,
                "noise": 0.01,
                "js": 0.2,
                "chi2": 30.0,
                "nulls": 0.0,
                "new": 0.1,
                "level": "alarm",
                "histogram": {"labels": ["<US>", "others"], "baseline": [1.0, 0.0], "now": [0.9, 0.1]},
            },
            "empty": {},
        },
        "clean": {},
        "prediction": {},
    },
    "rules": {"canonicalize": {"country": {"nulls_made": {"now": 0.1, "baseline": 0.0}}}},
    "quality": {
        "roc_auc": {"value": 0.8, "low": 0.7, "high": 0.9, "baseline": 0.85},
        "brier": {"value": None, "low": None, "high": None, "baseline": None},
    },
    "slices": [
        {
            "column": "station",
            "slice": "EWR",
            "rows": 300,
            "metric": "roc_auc",
            "value": 0.7,
            "low": None,
            "high": None,
            "baseline": 0.8,
        }
    ],
    "calibration": {
        "of": "the class looked for",
        "error": 0.1,
        "bins": [{"rows": 10, "predicted": 0.2, "observed": 0.3}],
    },
    "windows": [
        {
            "judged": True,
            "records": 1000,
            "labelled": 5,
            "rejected": 0.0,
            "psi": {"raw": {"country": value}},
            "alarms": [],
            "quality": {"roc_auc": {"value": 0.8, "low": 0.7, "high": 0.9}},
        }
        for value in (0.1, 0.5)
    ],
}


def test_the_page_is_whole_and_holds_no_markup_of_the_data():
    page = render(FOUND)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "ice &lt;b&gt;" in page
    assert not re.search(r"(src|href)=\"http", page)
    for heading in (
        "Alarms",
        "Over the windows",
        "Worst slices",
        "Calibration",
        "Values, in training and now",
        "Rules",
    ):
        assert heading in page
    assert page.count("<svg") == 5


def test_what_there_is_nothing_of_is_left_out():
    bare = FOUND | {
        "alarms": [], "told": [], "notes": [], "columns": {}, "rules": {}, "quality": {}, "slices": [],
        "calibration": None, "windows": [],
    }  # fmt: skip
    page = render(bare)
    assert "<h2>" not in page
    assert "No record was captured" in page


@pytest.mark.parametrize(
    ("alarms", "judged", "word"), [([], True, "yes"), ([], False, "open"), ([{}], True, "no"), ([{}, {}], True, "no")]
)
def test_the_verdict_is_a_word_and_a_sentence(alarms, judged, word):
    assert verdict({"alarms": alarms, "windows": [{"records": 9, "judged": judged}]})[0] == word


def test_a_window_with_too_few_records_is_told_from_none():
    few, none = ({"alarms": [], "windows": [{"records": count, "judged": False}]} for count in (9, 0))
    assert "Too few records" in verdict(few)[1]
    assert "No record was captured" in verdict(none)[1]


def test_a_notebook_is_shown_a_fragment():
    assert "<script" not in fragment(FOUND)
    assert "1 alarm." in fragment(FOUND)
