"""What a worker answers: values, errors of ours, errors of others, log records; and what it is sent."""

import logging
import warnings
from contextlib import suppress
from functools import cache

import polars as pl
import pytest
from pipelines import made

from wrangle.cluster import work
from wrangle.cluster.work import VERSIONS, call, packed, unpacked, unwrap
from wrangle.engine.session import Session
from wrangle.errors import ClusterError, RunFailedError
from wrangle.sources.input import frame_input


def refuse(what):
    raise RunFailedError(what)


def divide(one, other):
    return one / other


def speak(text):
    logging.getLogger("wrangle.engine").warning("%s", text)
    warnings.warn(f"{text}, warned", stacklevel=1)
    return text


def test_a_value_comes_back():
    assert unwrap(call(VERSIONS, divide, 1, 4)) == 0.25


def test_an_error_of_ours_comes_back_as_itself_with_its_place():
    with pytest.raises(RunFailedError, match=r"^part 3: too cold$"):
        unwrap(call(VERSIONS, refuse, "too cold"), "part 3")


def test_another_error_comes_back_with_where_it_was_raised():
    with pytest.raises(ClusterError, match=r"(?s)^part 3: ZeroDivisionError: division by zero.*in divide"):
        unwrap(call(VERSIONS, divide, 1, 0), "part 3")


def test_a_missing_file_is_told_as_one_that_the_worker_does_not_see(tmp_path):
    with pytest.raises(ClusterError, match=r"nowhere\.txt.*does not see this file"):
        unwrap(call(VERSIONS, (tmp_path / "nowhere.txt").read_text))


def test_logs_and_warnings_reach_the_machine_that_asked_with_their_place(caplog):
    assert unwrap(call(VERSIONS, speak, "the wind turns"), "part 3") == "the wind turns"
    assert [record.getMessage() for record in caplog.records if record.name == "wrangle.cluster"] == [
        "part 3: the wind turns", "part 3: the wind turns, warned"]  # fmt: skip


@pytest.mark.parametrize("name", ["wrangle", "polars", "python"])
def test_a_worker_of_other_versions_refuses(name):
    answer = call(VERSIONS | {name: "0.0"}, divide, 1, 4)
    with pytest.raises(ClusterError, match=rf"has {name} {VERSIONS[name]}, not 0\.0: install the same versions"):
        unwrap(answer)


def test_operations_are_sent_and_do_the_same_there():
    rules = "clean: [canonicalize: {column: a, names: {US: [usa]}, fuzzy: 90}, trim: {columns: all}]"
    frame = pl.DataFrame({"a": [" usa ", "U.S.A", "x"]})
    for op in Session(made(rules), frame_input(frame)).plan().ops:
        for expression in getattr(op, "expressions", ()) or ():
            sent = unpacked(packed(expression, []))
            assert frame.select(sent).equals(frame.select(expression))


def test_what_cannot_be_sent_is_named():
    op = Session(made("clean: [filter: a > 1]"), frame_input(pl.DataFrame({"a": [1]}))).plan().ops[0]
    object.__setattr__(op, "keep", pl.col("a").map_batches(cache(lambda rows: rows > 1)))
    with pytest.raises(ClusterError, match=r"^filter: cannot be sent to the workers .*engine: local"):
        packed([op], [op])


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    with suppress(ZeroDivisionError), work.whole(tmp_path / "a") as unfinished:
        unfinished.write_text("half")
        divide(1, 0)
    assert list(tmp_path.iterdir()) == []
    for text in ("one", "two"):
        with work.whole(tmp_path / "a") as unfinished:
            unfinished.write_text(text)
    assert (tmp_path / "a").read_text() == "two"
