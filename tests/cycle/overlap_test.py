import polars as pl

from wrangle.cycle.overlap import asked_again, overlap
from wrangle.sources.input import frame_input

TIMES = ["2013-01-01 05:00", "2013-01-01T05:00:00Z", "2013-01-02 05:00"]


def test_what_is_asked_about_again_is_known_however_it_is_written():
    rows = pl.DataFrame({"flight": ["7", "7.0 ", "7"], "at": TIMES})
    assert asked_again(rows, ("flight", "at")).tolist() == [False, True, False]
    assert asked_again(rows, ("flight",)).tolist() == [False, True, True]


def test_without_a_key_nothing_is_the_same():
    rows = pl.DataFrame({"flight": [7, 7]})
    assert asked_again(rows, ()).tolist() == [False, False]
    twice, pairs = overlap(rows, frame_input(rows), ())
    assert twice.tolist() == [False, False]
    assert pairs.is_empty()


def test_of_no_records_none_is_known():
    assert asked_again(pl.DataFrame({"flight": []}, schema={"flight": pl.String()}), ("flight",)).tolist() == []


def test_rows_of_the_repository_are_found_however_they_are_written():
    source = frame_input(pl.DataFrame({"flight": ["9", " 7", None], "at": [TIMES[2], TIMES[0], TIMES[0]]}))
    rows = pl.DataFrame({"flight": ["7", "8", None], "at": [TIMES[1], TIMES[0], TIMES[0]]})
    twice, pairs = overlap(rows, source, ("flight", "at"))
    assert twice.tolist() == [True, False, False]
    assert pairs.rows() == [(1, 0)]
