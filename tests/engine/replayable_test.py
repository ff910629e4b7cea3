import polars as pl
import pytest
from pipelines import made

from wrangle.engine.earlier import Earlier
from wrangle.engine.replayable import hold_replayable
from wrangle.errors import ReplayError

OLD = "clean: [filter: a > 0, trim: {columns: b}, drop_missing: {columns: b}]"


def test_all_that_stands_against_it_is_named_at_once(tmp_path):
    made(OLD).run(pl.DataFrame({"a": [1], "b": ["x"]}), into=tmp_path / "out")
    new = "clean: [filter: a > 1, trim: {columns: b}, lag: {column: a, order_by: a, into: c}]"
    with pytest.raises(ReplayError) as caught:
        hold_replayable(Earlier.of(tmp_path / "out"), made(new))
    lines = str(caught.value).splitlines()
    assert lines[0] == "run the rule file again over all data:"
    assert [line.split(":")[0] for line in lines[1:]] == ["- lag", "- filter", "- drop_missing"]


def test_steps_that_were_moved_are_named(tmp_path):
    made("clean: [filter: a > 0, filter: a < 9]").run(pl.DataFrame({"a": [1]}), into=tmp_path / "out")
    with pytest.raises(ReplayError, match="filter: decides which rows stay, and is new, changed, moved or gone"):
        hold_replayable(Earlier.of(tmp_path / "out"), made("clean: [filter: a < 9, filter: a > 0]"))


def test_steps_that_reject_instead_of_dropping_may_change(tmp_path):
    made("clean: [filter: {condition: a > 0, otherwise: quarantine}]").run(
        pl.DataFrame({"a": [1]}), into=tmp_path / "o"
    )
    hold_replayable(Earlier.of(tmp_path / "o"), made("clean: [filter: {condition: a > -1, otherwise: quarantine}]"))
