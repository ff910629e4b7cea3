import polars as pl
import pytest
from pipelines import made

from wrangle.engine.rejected import Rejected
from wrangle.errors import ArtefactError

RULES = """
clean: [cast: {column: a, to: float, otherwise: quarantine}]
expect: [between: {column: a, max: 9}, not_null: {column: b}]
"""
ROWS = pl.DataFrame({"a": ["x", "1", "x", "99", "10"], "b": ["", "b", "b", None, "b"]})


@pytest.fixture
def found(tmp_path):
    made(RULES).run(ROWS, into=tmp_path / "out")
    return Rejected.of(tmp_path / "out")


def test_rows_are_counted_by_all_who_rejected_them(found):
    assert found.read == 5
    assert found.by().rows() == [("between a", 2), ("cast", 2), ("not_null b", 1)]


def test_who_rejects_the_same_rows_is_told(found):
    assert found.together() == [{"by": ["between a", "not_null b"], "rows": 1}]


def test_reasons_are_counted_most_frequent_first(found):
    assert found.why().row(0) == ("a 'x' is not a number", 2)
    assert found.why()["rows"].sum() == 5


def test_one_name_shows_its_rows_alone(found):
    assert found.only("not_null b").shown(10).rows() == [(3, "99", None, "a 99.0 is not at most 9; b null is missing")]
    assert found.only(None) is found


def test_a_name_that_rejected_nothing_is_refused(found):
    with pytest.raises(ArtefactError, match="did you mean 'between a'"):
        found.only("between b")


def test_a_run_without_rejected_rows_has_none(tmp_path):
    made(RULES).run(ROWS[1:2], into=tmp_path / "out")
    found = Rejected.of(tmp_path / "out")
    assert (found.rows.height, found.by().height, found.why().height) == (0, 0, 0)


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(ArtefactError, match="name the folder that `wrangle run --out` wrote"):
        Rejected.of(tmp_path)
