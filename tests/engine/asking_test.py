import polars as pl
import pytest

from wrangle.engine import asking as asking_module
from wrangle.engine.asking import Asking, fold, merged
from wrangle.statistics.count import Count
from wrangle.statistics.mean import Mean
from wrangle.statistics.median import Median


def values(batches, **statistics):
    asking = Asking(statistics)
    for batch in batches:
        asking.add(pl.DataFrame({"a": pl.Series(batch, dtype=pl.Float64)}))
    return asking.values()


@pytest.mark.parametrize("enough", [1, 3, 10**6])
def test_answers_do_not_depend_on_how_rows_came(monkeypatch, enough):
    monkeypatch.setattr(asking_module, "ENOUGH", enough)
    asked = {"mean": Mean("a"), "median": Median("a")}
    whole = values([[0.1, 0.2, 0.3, None, 7.0, -5.5]], **asked)
    assert values([[0.1], [0.2, 0.3], [], [None, 7.0], [-5.5]], **asked) == whole
    assert values([[0.1, 0.2, 0.3], [None, 7.0, -5.5]], **asked) == whole


def test_one_statistic_under_two_names_is_computed_once():
    asking = Asking({"one": Count("a"), "other": Count("a")})
    asking.add(pl.DataFrame({"a": [1, None]}))
    assert asking.values()["one"] == asking.values()["other"]
    assert len(asking.states) == 1


def test_rows_wait_until_they_are_enough(monkeypatch):
    monkeypatch.setattr(asking_module, "ENOUGH", 3)
    asking = Asking({"count": Count("a")})
    asking.add(pl.DataFrame({"a": [1, 2]}))
    assert asking.states == {}
    asking.add(pl.DataFrame({"a": [3]}))
    assert len(asking.states[Count("a")]) == 1


def test_states_are_merged_by_like_size():
    count, states = Count("a"), []
    for _ in range(13):
        states = merged(count, states, count.partial(pl.DataFrame({"a": [1]})))
    assert [level for level, _ in states] == [3, 2, 0]
    assert count.value(fold(count, states))["rows"] == 13


def test_no_rows_have_an_answer_too():
    assert values([[]], count=Count("a"), mean=Mean("a")) == {"count": {"rows": 0, "nulls": 0, "nans": 0}, "mean": None}
