"""Workers of a cluster answer as one machine does."""

import polars as pl
import pytest
from served import make_bundle, raw_rows

from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.bundle.scoring import score
from wrangle.bundle.spread import answer_part, score_on
from wrangle.cluster.executor import Cluster, cluster
from wrangle.cluster.parts import Part
from wrangle.cluster.work import VERSIONS, call, unwrap
from wrangle.errors import ClusterError, OutputError, SchemaError
from wrangle.sections.engine import Engine
from wrangle.sources.opening import open_source


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return make_bundle(tmp_path_factory.mktemp("made") / "ice")


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    with cluster(Engine(use="dask", workers=2, scratch=str(tmp_path_factory.mktemp("scratch")))) as found:
        yield Cluster(found.tasks, found.scratch, 60)


@pytest.fixture
def csv(tmp_path):
    lines = raw_rows(230, seed=4).write_csv().splitlines()
    lines[100] += ",more"
    (tmp_path / "rows.csv").write_text("\n".join(lines) + "\n")
    return tmp_path / "rows.csv"


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_answers_are_the_same_in_the_same_order(workers, bundle, csv, tmp_path, ending):
    loaded, told = load_bundle(bundle), []
    with open_source(loaded.source(csv)) as input_:
        here = score(Predictor(loaded), input_, tmp_path / f"here.{ending}", ["station"])
        there = score_on(workers, bundle, input_, tmp_path / f"there.{ending}", ["station"], told.append)
    assert there == here
    assert sorted(told) == told
    assert told[-1] == 230
    if ending == "parquet":
        one, other = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("here", "there"))
        assert one.equals(other)
        assert one.filter(pl.col("rejected_by").list.contains("source"))["_row"].to_list() == [99]
    else:
        assert (tmp_path / f"there.{ending}").read_bytes() == (tmp_path / f"here.{ending}").read_bytes()


def test_what_is_asked_wrongly_is_told_and_nothing_is_written(workers, bundle, csv, tmp_path):
    with open_source(load_bundle(bundle).source(csv)) as input_:
        with pytest.raises(SchemaError, match="no column 'sea' to keep"):
            score_on(workers, bundle, input_, tmp_path / "out.csv", ["sea"])
        with pytest.raises(OutputError, match="of no format"):
            score_on(workers, bundle, input_, tmp_path / "out.xlsx")
    assert not list(tmp_path.glob("out*"))


def test_workers_that_do_not_see_the_bundle_say_so(tmp_path):
    with pytest.raises(ClusterError, match=r"ice: the worker on .* does not see this file"):
        unwrap(
            call(
                VERSIONS,
                answer_part,
                tmp_path / "ice",
                "",
                Part(0, pl.LazyFrame(), 0, 0, "", pl.DataFrame()),
                (),
                tmp_path,
            )
        )
