"""A run on a cluster gives what a run on one machine gives: rows, quarantine, audit, checks, what was learned."""

import json
from pathlib import Path

import polars as pl
import pytest
from generated import pipelines, rows
from hypothesis import HealthCheck, Phase, given, settings
from pipelines import WEATHER, made, same, weather

from wrangle.cluster.executor import Cluster, cluster
from wrangle.engine.data import open_data
from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.run import readable, run
from wrangle.engine.session import Session
from wrangle.errors import ClusterError, OutputError, RunFailedError, SourceError, StatisticError, WrangleError
from wrangle.rulefile.read import load
from wrangle.sections.engine import Engine

RULES = sorted((Path(__file__).parents[2] / "rules").glob("*.yaml"))


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    """Two workers of Dask."""
    with cluster(Engine(use="dask", workers=2, scratch=str(tmp_path_factory.mktemp("scratch")))) as found:
        yield found


def on(found, part_rows):
    """Return the same cluster with parts of so many rows."""
    return Cluster(found.tasks, found.scratch, part_rows)


def ran(pipeline, data=None, executor=None, into=None):
    with open_data(pipeline, data) as input_:
        session = Session(pipeline, input_) if executor is None else Session(pipeline, input_, executor=executor)
        return run(session, into), session.learned


@pytest.mark.parametrize("rules", RULES, ids=lambda path: path.stem)
def test_shipped_rule_files_give_the_same(workers, rules, tmp_path):
    pipeline = load(rules, {})
    here, learned = ran(pipeline, into=tmp_path / "here")
    there, remote = ran(pipeline, executor=on(workers, 5_000), into=tmp_path / "there")
    same(there, here, shown=False)
    assert repr(remote) == repr(learned)


@settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(body=pipelines(), frame=rows(0, 20))
def test_generated_pipelines_give_the_same(workers, body, frame):
    pipeline = made(body)
    try:
        here, learned = ran(pipeline, frame)
    except (StatisticError, RunFailedError) as error:
        with pytest.raises(type(error)):
            ran(pipeline, frame, on(workers, 7))
        return
    there, remote = ran(pipeline, frame, on(workers, 7))
    same(there, here, shown=False)
    assert repr(remote) == repr(learned)


KEYED = """
columns:
  station: string
  temperature: string
  observed_at: {type: datetime, formats: ["%Y-%m-%d %H:%M"], otherwise: quarantine}
  humidity: {type: float, otherwise: "null"}
clean:
  - deduplicate: {keys: [station, observed_at], keep: last}
  - lag: {column: humidity, by: [station], order_by: observed_at, into: before}
  - impute: {column: temperature, with: mode, by: station}
expect:
  - unique: {columns: [station, observed_at]}
  - unique: {column: station, otherwise: warn}
  - distinct_count: {column: station, min: 1, otherwise: warn}
"""


@pytest.mark.parametrize("body", [WEATHER, KEYED], ids=["weather", "keyed"])
@pytest.mark.parametrize("part_rows", [1, 13, 1_000])
def test_parts_of_any_size_give_the_same(workers, body, part_rows):
    data = weather(60)
    here, learned = ran(made(body), data)
    there, remote = ran(made(body), data, on(workers, part_rows))
    same(there, here, shown=False)
    assert repr(remote) == repr(learned)


@pytest.mark.parametrize(
    "order",
    [
        "{by: [a]}",
        "{by: [a, b], descending: a}",
        "{by: [t]}",
        "{by: [t], descending: all}",
        "{by: [f, a]}",
        "{by: [ok]}",
    ],
)
def test_rows_that_are_sorted_leave_in_the_same_order(workers, order, tmp_path):
    numbers = [5, None, 3, 3, 9, 1, None, 7, 3, 2, 8, 6]
    data = pl.DataFrame({
        "a": numbers, "b": list(range(12)), "t": [None if each is None else f"t{each % 4}" for each in numbers],
        "f": [float("nan") if each == 3 else each for each in numbers], "ok": [each == 3 for each in numbers],
    }, strict=False)  # fmt: skip
    pipeline = made(f"clean: [filter: b <> 4, sort: {order}]")
    here, _ = ran(pipeline, data, into=tmp_path / "here")
    there, _ = ran(pipeline, data, on(workers, 2), into=tmp_path / "there")
    same(there, here)
    numbered = [pl.read_parquet(tmp_path / name / "replay/rows.parquet") for name in ("here", "there")]
    assert numbered[0].equals(numbered[1])


def test_files_are_read_where_they_lie_and_rows_that_cannot_be_read_are_told_alike(workers, tmp_path):
    for number in range(5):
        lines = [f"{row},{row % 3}" + (",more" if row == 4 else "") for row in range(number * 10)]
        (tmp_path / f"{number}.csv").write_text("\n".join(["a,b", *lines]) + "\n")
    pipeline = made(
        f"source: {tmp_path}/*.csv\ncolumns: {{a: integer, b: integer}}\nclean: [deduplicate: {{keys: [a]}}]"
    )
    here, _ = ran(pipeline)
    executor = on(workers, 15)
    there, _ = ran(pipeline, executor=executor)
    same(there, here)
    ((_, layout),) = executor.layouts.values()
    assert not layout.landed
    assert len(layout.parts) > 4


class Shrinking:
    """A cluster that loses a worker whenever it is looked at."""

    def __init__(self, tasks):
        self._tasks, self._slots = tasks, 6

    def __getattr__(self, name):
        return getattr(self._tasks, name)

    @property
    def slots(self):
        self._slots = max(1, self._slots - 1)
        return self._slots


def test_keys_that_were_divided_are_all_decided_about_however_many_workers_are_left(workers):
    data = weather(60)
    here, _ = ran(made(KEYED), data)
    there, _ = ran(made(KEYED), data, Cluster(Shrinking(workers.tasks), workers.scratch, 13))
    same(there, here, shown=False)


@pytest.mark.parametrize("kind", ["csv", "parquet", "ipc", "ndjson"])
def test_workers_elsewhere_read_files_whose_path_is_relative(dask_address, tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    data = pl.DataFrame({"a": ["1", "2", "2", "x"]})
    getattr(data, f"write_{kind}")(f"raw.{kind}")
    pipeline = made(f"source: raw.{kind}\nclean: [cast: {{column: a, to: integer, otherwise: quarantine}}]")
    here, _ = ran(pipeline)
    settings_ = Engine(use="dask", address=dask_address, part_rows=2)
    there = pipeline.run(into="out", engine=settings_)
    same(there, here, shown=False)


def test_an_output_is_run_again_as_one_of_this_machine_is(workers, tmp_path):
    before, mended = (
        made(f"clean: [cast: {{column: a, to: {kind}, otherwise: quarantine}}]") for kind in ("integer", "float")
    )
    data = pl.DataFrame({"a": ["1", "2.5", "x", "4"]})
    ran(before, data, on(workers, 2), tmp_path / "out")
    assert json.loads((tmp_path / "out/run.json").read_text())["rows_quarantined"] == 2
    assert FittedPipeline.load(tmp_path / "out/replay/pipeline").pipeline.digest == before.digest
    with pytest.raises(WrangleError, match="other columns"):
        mended.replay(tmp_path / "out")


def test_a_rule_that_fails_leaves_the_earlier_output(workers, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/run.json").write_text("{}")
    with pytest.raises(RunFailedError, match="between"):
        ran(
            made("expect: [between: {column: a, max: 3, otherwise: fail}]"),
            pl.DataFrame({"a": [1, 9]}),
            workers,
            tmp_path / "out",
        )
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["run.json"]


def test_a_file_that_goes_bad_is_named_with_its_part(workers, tmp_path):
    for number in range(3):
        pl.DataFrame({"a": range(1_000)}).write_parquet(tmp_path / f"{number}.parquet")
    pipeline = made(f"source: {tmp_path}/*.parquet\nclean: [clip: {{column: a, min: 5}}]")
    with open_data(pipeline) as input_:
        whole = (tmp_path / "1.parquet").read_bytes()
        (tmp_path / "1.parquet").write_bytes(whole[:100] + bytes(len(whole) - 200) + whole[-100:])
        with pytest.raises(SourceError, match=r"1\.parquet"):
            run(Session(pipeline, input_, executor=on(workers, 1_000)))


def test_a_file_that_goes_bad_is_set_aside_where_the_source_says_so(workers, tmp_path):
    for number in range(3):
        pl.DataFrame({"a": range(5_000)}).write_parquet(tmp_path / f"{number}.parquet", compression="uncompressed")
    whole = (tmp_path / "1.parquet").read_bytes()
    (tmp_path / "1.parquet").write_bytes(whole[:10] + b"\xff" * 4_000 + whole[4_010:])
    pipeline = made(f"source: {{path: '{tmp_path}/*.parquet', on_bad_file: quarantine}}\nclean: [filter: a > 1]")
    here = pipeline.run()
    with open_data(pipeline) as input_:
        there = readable(lambda each: run(Session(pipeline, each, executor=on(workers, 5_000))), input_)
    same(there, here, shown=False)
    assert there.summary["files_set_aside"] == here.summary["files_set_aside"]


def test_what_a_cluster_cannot_do_is_refused_by_name(workers, tmp_path):
    body = "quarantine: {replay: true}\nclean: [deduplicate: {keys: [a]}]"
    with pytest.raises(ClusterError, match="replay: true"):
        ran(made(body), pl.DataFrame({"a": [1]}), workers, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_without_an_output_a_cluster_elsewhere_needs_a_folder_that_all_see():
    with pytest.raises(ClusterError, match="scratch"), cluster(Engine(use="dask", address="tcp://127.0.0.1:1")):
        pass


@pytest.mark.parametrize("settings_", [{"scratch": "s3://bucket/scratch"}, {}])
def test_output_and_scratch_are_folders_not_addresses(settings_):
    out = "out" if settings_ else "s3://bucket/out"
    with (
        pytest.raises(OutputError, match=r"is an address: write to a folder"),
        cluster(Engine(use="dask", **settings_), out),
    ):
        pass


def test_what_passes_hand_on_goes_when_it_is_not_wanted_any_more(workers):
    before = {each for each in workers.scratch.rglob("*") if each.is_file()}
    ran(made(KEYED), weather(60), on(workers, 13))
    left = {each.name.partition("-")[0] for each in workers.scratch.rglob("*") if each.is_file() and each not in before}
    assert left <= {"000000.parquet", "000001.parquet", "numbers"} | {f"{number:06}.parquet" for number in range(9)}


def test_nothing_is_left_in_the_scratch_folder(tmp_path):
    settings_ = Engine(use="dask", workers=1, scratch=str(tmp_path / "scratch"), part_rows=3)
    made("clean: [deduplicate: {keys: [a]}]").run(pl.DataFrame({"a": [1, 1, 2, 3]}), tmp_path / "out", engine=settings_)
    assert list((tmp_path / "scratch").iterdir()) == []
    assert pl.read_parquet(tmp_path / "out/clean.parquet")["a"].to_list() == [1, 2, 3]
