"""Work per distinct text gives what the work per row gives, whenever it is given up."""

import threading

import polars as pl
import pytest
from pipelines import CHAIN, audited, cut, lane_of, made, same

from wrangle.engine import lanes, passes
from wrangle.engine.kept import Kinds
from wrangle.engine.lanes import LaneCounts, LaneTable, counted, highest, outgrown, pays
from wrangle.engine.schedule import members

KINDS = Kinds()
TEXTS = ["32 F", " 1 C", "NA", "warm", None, "500 C"]


@pytest.fixture
def lane():
    return lane_of(CHAIN, pl.DataFrame({"t": TEXTS}))


def test_a_chain_on_one_text_is_one_lane(lane):
    assert lane.source == "t"
    assert [op.origin.label for op in members(lane)] == ["trim", "null_values", "convert_units"]


def test_texts_are_worked_on_once_however_often_they_come(lane):
    table = LaneTable(lane, KINDS.new("t"), audit=True)
    first = table.find(pl.Series("t", TEXTS * 100))
    assert len(table.texts) == 1 + 5
    again = table.find(pl.Series("t", TEXTS))
    assert len(table.texts) == 1 + 5
    (one,), (other,) = first.columns, again.columns
    assert one.head(6).equals(other)
    assert one.round(9).head(6).to_list() == [0.0, 1.0, None, None, None, 500.0]


def test_rows_that_break_an_operation_are_found_by_their_text(lane):
    table = LaneTable(lane, KINDS.new("t"), audit=True)
    found = table.find(pl.Series("t", ["1 C", "warm", "warm", None]))
    ((op, mask),) = found.violations
    assert op.origin.label == "convert_units"
    assert mask.to_list() == [False, True, True, False]
    why = table.why(op, found.codes.filter(mask)).to_list()
    assert why == ["t 'warm' is no quantity that can be given in degC"] * 2


def test_a_text_that_breaks_comes_late_and_is_found(lane):
    table = LaneTable(lane, KINDS.new("t"), audit=True)
    assert table.find(pl.Series("t", ["1 C"])).violations == []
    assert len(table.find(pl.Series("t", ["2 C", "warm"])).violations) == 1
    assert table.find(pl.Series("t", ["2 C", "1 C"])).violations == []


def test_expected_texts_are_done_at_once_and_count_as_none_that_came(lane):
    kinds = Kinds()
    LaneTable(lane, kinds.of("t"), audit=False).find(pl.Series("t", ["1 C", "2 C"]))
    table = LaneTable(lane, kinds.of("t"), audit=False, expected=2)
    table.find(pl.Series("t", ["1 C", "2 C"]))
    assert table.came() == 0
    table.find(pl.Series("t", ["3 C"]))
    assert table.came() == 1


def test_what_a_lane_did_is_told_by_how_often_each_text_stood(lane):
    table = LaneTable(lane, KINDS.new("t"), audit=True)
    found = table.find(pl.Series("t", [" 1 C", " 1 C", "NA", "warm"]))
    tally = table.tally(counted(found.codes))
    trim, null, convert = (op.position for op in lane.ops)
    assert tally.cells[trim, "t"]["changed"] == 2
    assert tally.cells[null, "t"]["made"] == 1
    assert (tally.cells[convert, "t"]["misfit"], tally.cells[convert, "t"]["changed"]) == (1, 2)
    assert tally.changes[trim, "t"] == [(" 1 C", "1 C")]


def test_many_threads_may_share_a_table(lane):
    table = LaneTable(lane, KINDS.new("t"), audit=True)
    batches = [
        pl.Series("t", [f"{number % 700} C" for number in range(start, start + 500)]) for start in range(0, 5000, 50)
    ]
    found = {}

    def work(mine):
        for number in mine:
            found[number] = table.find(batches[number]).columns[0]

    threads = [threading.Thread(target=work, args=(range(start, len(batches), 8),)) for start in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for number, batch in enumerate(batches):
        wanted = [float(text.split()[0]) for text in batch]
        assert found[number].to_list() == pytest.approx(wanted)
    assert len(table.texts) == 701


def test_a_sample_tells_whether_texts_stand_often_enough():
    assert pays(pl.Series(["a"] * 10))
    assert pays(pl.Series([str(number % 1000) for number in range(20_000)]))
    assert not pays(pl.Series([str(number) for number in range(20_000)]))


def test_few_texts_pay_whatever_their_share():
    assert pays(pl.Series([str(number) for number in range(200)]))
    assert not pays(pl.Series([str(number) for number in range(900)]))


@pytest.mark.parametrize(("distinct", "rows", "expected"), [
    (20_000, 20_000, False), (20_001, 100_000, True), (20_001, 200_000, False), (1_000_001, 10**9, True)])  # fmt: skip
def test_a_lane_is_outgrown_by_too_large_a_share_or_too_many(distinct, rows, expected):
    assert outgrown(distinct, rows) is expected


def test_counts_of_batches_add_up_and_tell_when_a_lane_is_outgrown(monkeypatch):
    counts = LaneCounts()
    assert not counts.add(3, pl.Series([1, 2]))
    assert not counts.add(3, pl.Series([0, 1, 4]))
    assert counts.times[3].to_list() == [1, 3, 4]
    assert counts.rows[3] == 8
    monkeypatch.setattr(lanes, "LIMIT", 3)
    assert counts.add(3, pl.Series([0, 0, 0, 1]))


def test_codes_of_no_row_count_as_none():
    empty = pl.Series([], dtype=pl.UInt32)
    assert highest(empty) == 0
    assert counted(empty).to_list() == []


def many(rows=3000):
    """Return few texts first, then many; some of them null, or no quantity."""
    odd = ("NA", "warm", None)
    texts = [f" {each % (20 if each < 500 else 997)} C" if each % 13 else odd[each % 3] for each in range(rows)]
    return pl.DataFrame({"t": texts, "n": range(rows)})


@pytest.mark.parametrize("limit", [0, 30, 400])
@pytest.mark.parametrize("threads", [1, 4])
def test_a_lane_given_up_midway_gives_the_same_rows_and_the_same_audit(monkeypatch, limit, threads):
    pipeline, frame = made(CHAIN), many()
    with cut(monkeypatch, batch=250):
        whole = pipeline.run(frame)
        with cut(monkeypatch, batch=250, threads=threads, limit=limit):
            given_up = pipeline.run(frame)
    same(given_up, whole, shown=False)
    assert audited(given_up, "convert_units", "t")["misfits"] > 0


@pytest.mark.parametrize("limit", [30, 400])
def test_lanes_are_given_up_at_the_same_row_whatever_the_threads(monkeypatch, limit):
    pipeline, frame, found = made(CHAIN), many(), []
    for threads in (1, 2, 8):
        with cut(monkeypatch, batch=250, threads=threads, limit=limit):
            found.append(pipeline.run(frame))
    same(found[0], found[1], shown=True)
    same(found[0], found[2], shown=True)


def test_a_lane_is_really_given_up(monkeypatch):
    real, off = passes.Reading._watch, []

    def watching(self, done):
        real(self, done)
        off.append(bool(self._off))

    monkeypatch.setattr(passes.Reading, "_watch", watching)
    with cut(monkeypatch, batch=250, threads=1, limit=30):
        made(CHAIN).run(many())
    assert off == sorted(off)
    assert (off[0], off[-1]) == (False, True)


def test_work_by_text_and_by_row_give_the_same(monkeypatch):
    pipeline, frame = made(CHAIN), many()
    by_text = pipeline.run(frame)
    monkeypatch.setattr("wrangle.engine.batch.pays", lambda texts: False)
    same(pipeline.run(frame), by_text, shown=False)


def test_texts_of_an_earlier_pass_give_what_fresh_ones_give(monkeypatch):
    pipeline = made(CHAIN.replace("expect:", "  - impute: {column: t, with: median}\nexpect:"))
    frame = many()
    fitted = pipeline.fit(frame)
    assert pipeline.run(frame).clean.equals(fitted.run(frame).clean)
