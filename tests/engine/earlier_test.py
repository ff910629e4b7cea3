import polars as pl
import pytest
from pipelines import made

from wrangle.engine.earlier import Earlier
from wrangle.errors import ArtefactError, ReplayError

BODY = "quarantine: {replay: true}\nclean: [deduplicate: {keys: a}]\nexpect: [between: {column: a, max: 5}]"


@pytest.fixture
def out(tmp_path):
    made(BODY).run(pl.DataFrame({"a": [1, 9, 2, 1]}), into=tmp_path / "out")
    return tmp_path / "out"


def test_an_earlier_run_is_read_with_all_that_it_kept(out):
    earlier = Earlier.of(out)
    assert earlier.clean.collect().rows() == [(1, 0), (2, 2)]
    rows, numbers = earlier.again()
    assert (rows.rows(), numbers.to_list()) == ([(9,)], [1])
    assert [keys["__row"].to_list() for keys in earlier.seen()] == [[0, 2, 3]]
    assert earlier.unread().height == 0


def test_clean_rows_that_were_changed_since_are_no_output_of_the_run(out):
    pl.DataFrame({"a": [1]}).write_parquet(out / "clean.parquet")
    with pytest.raises(ReplayError, match="run again"):
        Earlier.of(out)


def test_a_pipeline_that_cannot_be_read_is_named(out):
    (out / "replay/pipeline/pipeline.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ArtefactError, match="kept no pipeline that can be read"):
        Earlier.of(out)
