from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made, same

from wrangle.engine import exchange
from wrangle.engine.exchange import Spill, decide
from wrangle.engine.ops import ROW


def keyed(keys, start=0):
    return pl.DataFrame({"k": pl.Series(keys, dtype=pl.String)}).with_columns(
        pl.int_range(start, start + len(keys), dtype=pl.UInt32, eager=True).alias(ROW)
    )


def repeated(rows):
    return rows["k"].is_duplicated()


def test_little_stays_in_memory_in_order():
    spill = Spill()
    for number in range(3):
        spill.add(keyed([str(number)], number))
    (block,) = spill.blocks()
    assert block["k"].to_list() == ["0", "1", "2"]
    assert spill.files == []


def test_much_goes_to_files_in_order_and_they_go_when_it_is_closed():
    spill = Spill(limit=50)
    for number in range(20):
        spill.add(keyed([f"{number:02}"] * 3, number * 3))
    folder = Path(spill.files[0]).parent
    assert len(spill.files) > 1
    assert pl.concat(spill.blocks())[ROW].to_list() == list(range(60))
    assert spill.scan().collect()[ROW].to_list() == list(range(60))
    assert not spill.held or spill.files
    spill.close()
    assert not folder.exists()
    assert spill.held == []


def test_nothing_taken_in_is_nothing_to_scan():
    spill = Spill()
    assert spill.scan() is None
    assert list(spill.blocks()) == []
    assert decide(spill, ["k"], repeated).tolist() == []
    spill.close()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(batches=st.lists(st.lists(st.sampled_from(["a", "b", "c", "", None]), max_size=8), max_size=6),
       part=st.sampled_from([1, 40, 10**9]), limit=st.sampled_from([0, 60, 10**9]))  # fmt: skip
def test_equal_keys_meet_however_they_are_cut(batches, part, limit):
    spill, start = Spill(limit=limit), 0
    for batch in batches:
        spill.add(keyed(batch, start))
        start += len(batch)
    whole = keyed([key for batch in batches for key in batch])
    wanted = whole[ROW].filter(repeated(whole)).to_list() if start else []
    found = decide(spill, ["k"], repeated, part=part)
    assert found.tolist() == wanted
    assert found.dtype == np.uint32
    spill.close()


def test_a_question_without_answer_lets_the_row_stay():
    spill = Spill()
    spill.add(keyed(["a", None]))
    assert decide(spill, ["k"], lambda rows: rows["k"] == "a").tolist() == [0]


@pytest.mark.parametrize("keep", ["first", "last", "most_complete", "none"])
def test_a_run_that_spills_gives_what_one_in_memory_gives(monkeypatch, keep):
    frame = pl.DataFrame({"k": [f"{number * 7919 % 400}" for number in range(1000)], "n": range(1000)})
    pipeline = made(f"clean: [deduplicate: {{keys: [k], keep: {keep}}}]\nexpect: [unique: {{column: n}}]")
    whole = pipeline.run(frame)
    monkeypatch.setattr(exchange, "PART", 2_000)
    monkeypatch.setattr(Spill, "__init__", _with_limit(Spill.__init__))
    monkeypatch.setattr(decide, "__defaults__", (2_000,))
    same(pipeline.run(frame), whole)


def _with_limit(init):
    def initialise(self, **fields):
        init(self, **({"limit": 500} | fields))

    return initialise
