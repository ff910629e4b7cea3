import polars as pl
import pytest
from pipelines import made

from wrangle.errors import RuleFileError, RunFailedError, TooManyRejectedError

RULES = """
quarantine: {max_fraction: 0.2}
clean:
  - cast: {column: a, to: float, otherwise: quarantine}
expect:
  - between: {column: a, max: 9}
"""


def rows(bad, high=0, total=10):
    return pl.DataFrame({"a": ["x"] * bad + ["99"] * high + ["1"] * (total - bad - high)})


def test_up_to_the_fraction_a_run_stands(tmp_path):
    result = made(RULES).run(rows(1, 1), into=tmp_path / "out")
    assert result.summary["rows_quarantined"] == 2
    assert not (tmp_path / "out.failed").exists()


def test_beyond_it_the_run_fails_and_only_the_quarantine_is_written(tmp_path):
    made(RULES).run(rows(0), into=tmp_path / "out")
    before = (tmp_path / "out" / "clean.parquet").read_bytes()
    with pytest.raises(TooManyRejectedError) as caught:
        made(RULES).run(rows(1, 2), into=tmp_path / "out")
    first, *others = str(caught.value).splitlines()
    assert first == "3 of 10 rows were rejected (30.0%), and `quarantine: max_fraction` allows 20.0%:"
    assert others[0] == "- between a: 2: row 1: a 99.0 is not at most 9; row 2: a 99.0 is not at most 9"
    assert others[1] == "- cast: 1: row 0: a 'x' is not a number"
    assert others[2] == f"nothing but the quarantine was written, to {tmp_path / 'out.failed'}"
    assert (tmp_path / "out" / "clean.parquet").read_bytes() == before
    assert pl.read_parquet(tmp_path / "out.failed" / "quarantine.parquet")["a"].to_list() == ["x", "99", "99"]
    assert sorted(each.name for each in (tmp_path / "out.failed").iterdir()) == [
        "audit.parquet", "quarantine.parquet", "run.json",
    ]  # fmt: skip


def test_in_memory_it_fails_as_well():
    with pytest.raises(RunFailedError, match=r"3 of 10 rows were rejected"):
        made(RULES).run(rows(3))


def test_no_rows_are_no_fault():
    assert made(RULES.replace("0.2", "0")).run(rows(0, total=0)).clean.height == 0


@pytest.mark.parametrize("value", ["-0.1", "1.5", "much"])
def test_a_fraction_lies_between_0_and_1(value):
    with pytest.raises(RuleFileError, match="max_fraction"):
        made(RULES.replace("0.2", value))
