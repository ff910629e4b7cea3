"""Each concern: data that show it, and a step that mends it."""

from pathlib import Path

import polars as pl
import pytest

import wrangle
from wrangle.explore.profile import concerns
from wrangle.explore.profile.profile import profile
from wrangle.reports.profile import rule

MANY = [f"{number}.5" for number in range(60)]
CASES = {
    "equal_rows": ({"a": ["x", "y", "x"], "b": [1, 2, 1]}, (), 1),
    "repeated_key": ({"a": [f"k{number}" for number in range(2_000)] + ["k0"]}, ("a",), 1),
    "empty": ({"a": [None, "n/a", ""], "b": ["x", "y", "z"]}, ("a",), 3),
    "constant": ({"a": ["x"] * 4, "b": [1, 2, 3, 4]}, ("a",), 4),
    "missing_marks": ({"a": ["x", "N/A", "-", "y"]}, ("a",), 2),
    "nulls": ({"a": [1, None, 3, 4]}, ("a",), 1),
    "blanks": ({"a": ["x", " y", "z "]}, ("a",), 2),
    "odd_numbers": ({"a": [*MANY, "M", "1,5"]}, ("a",), 2),
    "odd_codes": ({"a": [*(f"{each:05}" for each in range(60)), "3563x"]}, ("a",), 1),
    "units": ({"a": [*(f"{each} F" for each in MANY), "21 °C"]}, ("a",), 61),
    "odd_quantities": ({"a": [*(f"{each} F" for each in MANY), "error"]}, ("a",), 1),
    "dates": ({"a": ["2013-01-31", "31/01/2013", "2013-02-01"]}, ("a",), 3),
    "booleans": ({"a": ["yes", "no", "Y", "true"]}, ("a",), 4),
    "spellings": ({"a": ["Oslo"] * 9 + ["OSLO", "oslo."]}, ("a",), 2),
    "sentinels": ({"a": [*range(100), -999, -999, -999]}, ("a",), 3),
    "marked_dates": ({"a": [*(f"2013-01-{day:02}" for day in range(1, 29)), *["9999-12-31"] * 3]}, ("a",), 3),
    "number_dates": ({"a": [1_700_000_000 + 977 * each for each in range(60)]}, ("a",), 60),
    "outliers": ({"a": [*range(100), 5_000]}, ("a",), 1),
    "not_a_number": ({"a": [1.0, float("nan"), 2.0]}, ("a",), 1),
    "infinite": ({"a": [1.0, 2.0, float("inf")]}, ("a",), 1),
    "encoding": ({"a": ["MÃ¼nchen", "Oslo", "Bergen"]}, ("a",), 1),
    "rare_shapes": ({"a": [f"AB{number:02}" for number in range(60)] + ["12-X"]}, ("a",), 1),
    "same_columns": ({"a": list(range(60)), "b": [2 * each for each in range(60)]}, ("a", "b"), 60),
}
CHECKS = ("rare_shapes", "odd_codes")
AGAINST = {
    "leak": ({"a": [each % 2 for each in range(200)], "y": [each % 2 for each in range(200)]}, ("a",), 200),
    "target_nulls": ({"a": list(range(100)), "y": [0, 1, None, 1] * 25}, ("y",), 25),
    "rare_classes": ({"a": list(range(400)), "y": ["n"] * 397 + ["y"] * 3}, ("y",), 3),
}


def found(columns, kind, target=None):
    return [each for each in profile(pl.DataFrame(columns, strict=False), target=target).concerns if each.kind == kind]


@pytest.mark.parametrize("kind", CASES)
def test_it_is_told_with_the_columns_and_how_many(kind):
    columns, names, cells = CASES[kind]
    [concern] = found(columns, kind)
    assert (concern.columns, concern.cells, concern.exact or kind == "same_columns") == (names, cells, True)


@pytest.mark.parametrize("kind", sorted(set(CASES) - {"number_dates"}))  # it has no step
def test_its_step_runs_and_leaves_nothing_of_it(kind):
    columns, _, _ = CASES[kind]
    [concern] = found(columns, kind)
    frame = pl.DataFrame(columns, strict=False)
    section = "expect" if kind in CHECKS else "clean"
    pipeline = wrangle.read_text(f"name: p\n{section}:\n  - {rule(concern.step)}")
    if kind in CHECKS:
        assert pipeline.run(frame).checks["violations"].to_list() == [1]
        return
    clean = pipeline.run(frame).clean
    left = [each for each in profile(clean).concerns if each.kind == kind]
    assert left == [] or kind == "outliers"  # these are flagged


@pytest.mark.parametrize("kind", AGAINST)
def test_against_a_target_it_is_told(kind):
    columns, names, cells = AGAINST[kind]
    [concern] = found(columns, kind, "y")
    assert (concern.columns, concern.cells) == (names, cells)


@pytest.mark.parametrize("kind", [*CASES, *AGAINST])
def test_its_sentence_holds_no_value_of_the_data_but_limits(kind):
    columns, _, _ = (CASES | AGAINST)[kind]
    [concern] = found(columns, kind, "y" if kind in AGAINST else None)
    texts = {each for values in columns.values() for each in values if isinstance(each, str) and len(each) > 3}
    assert not [each for each in texts if each in concern.text]


@pytest.mark.parametrize(
    ("values", "count"),
    [([20130101 + each for each in range(28)], 1), ([20130101 + each for each in range(40)], 0), ([5, 7] * 30, 0)],
)
def test_days_that_are_numbers_are_told_where_all_are_days(values, count):
    assert len(found({"a": values}, "number_dates")) == count


def test_numbers_of_other_lengths_are_no_odd_codes():
    assert found({"a": [str(each) for each in range(9_000, 100_100)]}, "odd_codes") == []


def test_in_a_file_where_all_is_text_plain_dates_and_truth_values_are_no_concern(tmp_path):
    frame = pl.DataFrame({"day": [f"2013-01-{day:02}" for day in range(1, 29)], "late": ["true", "False"] * 14})
    frame.write_csv(tmp_path / "a.csv")
    kinds = {"dates", "booleans"}
    assert {each.kind for each in profile(tmp_path / "a.csv").concerns} & kinds == set()
    assert {each.kind for each in profile(frame).concerns} & kinds == kinds


def test_of_many_columns_that_say_the_same_each_is_told_once():
    columns = {name: [each * factor for each in range(60)] for factor, name in enumerate("abcd", start=1)}
    assert [each.columns for each in found(columns, "same_columns")] == [("a", "b"), ("a", "c"), ("a", "d")]


def test_blanks_alone_make_no_other_spelling():
    columns = {"a": ["Oslo"] * 9 + [" Oslo", "OSLO"]}
    assert [(each.kind, each.cells) for each in profile(pl.DataFrame(columns)).concerns] == [
        ("blanks", 1),
        ("spellings", 1),
    ]


def test_clean_data_have_no_concern():
    frame = pl.DataFrame({"city": ["Oslo", "Bergen", "Tromsø"] * 30, "n": [float(each**1.5) for each in range(90)]})
    assert profile(frame).concerns == ()


def test_every_file_of_the_folder_is_asked():
    files = {file.stem for file in Path(concerns.__path__[0]).glob("[!_]*.py")}
    assert {each.__name__.rpartition(".")[2] for each in concerns.detectors()} == files


def test_rows_that_could_not_be_read_come_first(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n3,4,5\n6,7\n", encoding="utf-8")
    first = profile(tmp_path / "a.csv").concerns[0]
    assert (first.kind, first.cells) == ("unread", 1)
    assert first.examples[0].startswith("row 1")
