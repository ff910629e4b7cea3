"""What could not be read is neither fine nor a violation: each check that looks at it counts it."""

import polars as pl
import pytest
from pipelines import cut, made

from wrangle.engine.unknown import Unknown

TEXTS = ["1", "x", None, "500", "y", "2"]
ROWS = pl.DataFrame({"a": TEXTS, "g": ["k", "k", "k", "l", "l", "l"]})
READ = "clean: [cast: {column: a, to: float, otherwise: null}]\n"
DEAR = "clean: [parse_number: {column: a, otherwise: null}]\n"


def counts(body, rows=ROWS):
    """Return rows, violations and unknown of each check, which must be the same whatever the batches."""
    found = made(body).run(rows).checks.select("rows", "violations", "unknown").rows()
    return found[0] if len(found) == 1 else found


@pytest.mark.parametrize("read", [READ, DEAR])
@pytest.mark.parametrize(("check", "wanted"), [
    ("between: {column: a, max: 100}", (3, 1, 2)),
    ("between: {column: a, max: 100, where: g = 'l'}", (2, 1, 1)),
    ("in_set: {column: a, values: [1, 2]}", (3, 1, 2)),
    ("condition: {condition: \"a < 100 OR g = 'k'\"}", (5, 1, 1)),
    ("unique: {column: a}", (3, 0, 2)),
    ("unique: {column: a, where: g = 'l'}", (2, 0, 1)),
    ("increasing: {column: a, by: g, otherwise: warn}", (3, 1, 2)),
    ("mean_between: {column: a, max: 1000}", (6, 0, 2)),
    ("null_fraction: {column: a, max: 1}", (6, 0, 2)),
    ("row_count: {max: 10}", (6, 0, 0)),
    ("in_set: {column: g, values: [k, l]}", (6, 0, 0)),
])  # fmt: skip
@pytest.mark.parametrize("batch", [2, 100])
def test_what_could_not_be_read_is_told_from_null(monkeypatch, read, check, wanted, batch):
    with cut(monkeypatch, batch=batch):
        assert counts(f"{read}expect: [{check}]") == wanted


@pytest.mark.parametrize("texts", [60, 60_000])
def test_many_texts_and_few_texts_give_the_same_counts(texts):
    """Few are worked out once each, many row by row."""
    rows = pl.DataFrame({"a": [f"{n} kg" if n % 3 else f"about {n}" for n in range(texts)]})
    found = counts("clean: [parse_number: {column: a, otherwise: null}]\nexpect: [between: {column: a, min: 0}]", rows)
    assert sum(found) >= texts // 3
    assert found[0] + found[2] == texts


def test_a_missing_cell_is_refused_whatever_the_reason_and_the_reason_is_counted():
    result = made(f"{READ}expect: [not_null: {{column: a, otherwise: warn}}]").run(ROWS)
    assert result.checks.select("rows", "violations", "unknown").row(0) == (6, 3, 2)


def test_what_is_made_of_it_is_unknown_too_and_what_is_filled_is_known_again():
    made_of = f"{READ}transform: [derive: {{b: a + 1, c: 'coalesce(a, 0)'}}]\n"
    assert counts(f"{made_of}expect: [between: {{column: b, max: 1000}}, between: {{column: c, max: 1000}}]") == [
        (3, 0, 2),
        (6, 0, 0),
    ]
    filled = f"{READ}transform: [impute: {{column: a, with: mean}}]\n"
    assert counts(f"{filled}expect: [between: {{column: a, max: 1000}}]") == (6, 0, 0)


def test_it_keeps_up_with_rows_that_leave_and_columns_that_change_their_names():
    body = f"{READ}transform: [filter: \"g = 'l'\", rename: {{a: b}}]\nexpect: [between: {{column: b, max: 1000}}]"
    assert counts(body) == (2, 0, 1)


def test_a_value_that_is_kept_is_judged_as_it_stands():
    kept = "clean: [canonicalize: {column: g, names: {K: [k]}, otherwise: keep}]\n"
    assert counts(f"{kept}expect: [in_set: {{column: g, values: [K]}}]") == (6, 3, 0)


def test_rows_that_were_rejected_for_it_are_not_counted():
    body = READ.replace("null", "quarantine") + "expect: [between: {column: a, max: 1000}]"
    assert counts(body) == (4 - 1, 0, 0)


def test_the_summary_tells_of_it():
    result = made(f"{READ}expect: [between: {{column: a, max: 1000}}]").run(ROWS)
    assert str(result).endswith("passed   between a; 2 unknown")
    assert result.summary["checks"][0]["unknown"] == 2
    assert "2 unknown" in result._repr_html_()


def test_columns_are_chosen_and_renamed():
    unknown = Unknown({"a": pl.Series([True, False])})
    unknown.lay_out({"b": "a", "c": "z"})
    assert unknown.of(["b", "c"]).to_list() == [True, False]
    unknown.filter(pl.Series([False, True]))
    assert unknown.of(["b"]) is None
