import polars as pl
import pytest
from pipelines import made

from wrangle.engine import passes, ways
from wrangle.engine.result import RunResult
from wrangle.engine.ways import SEEN, Ways

TEXTS = ["NO", "NO", "norway", "Korea, Rep. of", "Uzbekitsan", "Uzbekitsan", "Atlantis", None]
STEP = "canonicalize: {column: a, vocabulary: countries, fuzzy: 85OTHER}"


def ran(texts, other="", rules=STEP):
    return made(f"clean: [{rules.replace('OTHER', other)}]").run(pl.DataFrame({"a": texts}))


def found(result):
    (told,) = (each for each in result.audit["ways"] if len(each))
    return {each["way"]: (each["values"], each["cells"]) for each in told}


def many(count=30_000):
    """Return texts of which so many are different that each cell is worked out by itself."""
    return pl.Series([f"text {n}" for n in range(count)] + TEXTS * 500)


@pytest.mark.parametrize("other", ["", ", otherwise: 'null'", ", otherwise: quarantine", ", into: b", ", way: how"])
def test_each_way_counts_its_texts_and_cells(other):
    counts = {"exact": (1, 2), "folded": (1, 1), "fingerprint": (1, 1), "fuzzy": (1, 2), "abstained": (1, 1)}
    assert found(ran(TEXTS, other)) == counts


def test_cells_outside_of_a_condition_are_not_counted():
    assert found(ran(TEXTS, ", where: a <> 'NO'")) == {
        "folded": (1, 1), "fingerprint": (1, 1), "fuzzy": (1, 2), "abstained": (1, 1)}  # fmt: skip


def test_texts_are_counted_as_the_step_reads_them():
    assert found(ran(["NO", "NO ", " NO"], rules="trim: {columns: a}, " + STEP)) == {"exact": (1, 3)}


@pytest.mark.parametrize("size", [1000, 250_000])
def test_cells_that_are_worked_out_one_by_one_are_counted_the_same(size, monkeypatch):
    monkeypatch.setattr(passes, "BATCH", size)
    assert found(ran(many())) == {
        "exact": (1, 1000), "folded": (1, 500), "fingerprint": (1, 500), "fuzzy": (1, 1000),
        "abstained": (30_001, 30_500)}  # fmt: skip


def test_of_too_many_texts_the_cells_are_counted_alone(monkeypatch):
    monkeypatch.setattr(ways, "LIMIT", 1000)
    monkeypatch.setattr(passes, "BATCH", 1000)
    assert found(ran(many())) == {
        "exact": (None, 1000), "folded": (None, 500), "fingerprint": (None, 500), "fuzzy": (None, 1000),
        "abstained": (None, 30_500)}  # fmt: skip


def test_examples_tell_how_alike_a_text_was_and_what_has_no_name(tmp_path):
    shown = {each["way"]: each["examples"] for each in ran(TEXTS).audit["ways"][-1]}
    assert shown["fuzzy"] == [{"before": "Uzbekitsan", "after": "Uzbekistan", "score": pytest.approx(90)}]
    assert shown["folded"] == [{"before": "norway", "after": "Norway", "score": None}]
    assert [each["before"] for each in shown["abstained"]] == ["Atlantis"]


def test_they_stand_in_the_summary_and_are_told_in_a_line_and_in_a_notebook(tmp_path):
    frame = pl.DataFrame({"a": TEXTS})
    made(f"clean: [{STEP.replace('OTHER', '')}]").run(frame, into=tmp_path / "out")
    result = RunResult.open(tmp_path / "out")
    assert result.summary["ways"][0]["column"] == "a"
    line = (
        "canonicalize a: 2 cells (1 distinct) exact, 1 (1) folded, 1 (1) fingerprint, 2 (1) fuzzy: 'Uzbekitsan' -> "
        "'Uzbekistan' (90), 1 (1) abstained: 'Atlantis'"
    )
    assert line in str(result)
    assert "1 (1) fingerprint" in result._repr_html_()


def test_steps_that_have_one_way_say_nothing():
    result = made("clean: [trim: {columns: a}]").run(pl.DataFrame({"a": [" x"]}))
    assert result.audit["ways"].to_list() == [[]]
    assert result.summary["ways"] == []


def test_merging_gives_the_same_as_adding():
    parts = [pl.DataFrame([("x", "X", 0, n), ("y", None, 4, 1)], schema=SEEN, orient="row") for n in range(1, 4)]
    whole, merged = Ways(), Ways()
    for part in parts:
        whole.add(part)
        later = Ways()
        later.add(part)
        merged.merge(later)
    assert merged.cells == whole.cells == {0: 6, 4: 3}
    assert merged.table().sort("text").equals(whole.table().sort("text"))
    merged.merge(Ways(parts=None))
    assert merged.parts is None
