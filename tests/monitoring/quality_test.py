from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from monitored import START, Served
from trainings import raw, rules, trained

from wrangle.monitoring.monitor import monitor

SECTION = "target: {target}\nfeatures: [cold, wet]\nestimator: linear\nslices: [sky]\n"


@pytest.fixture(scope="module", params=["value", "kind", "ice"])
def model(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    found = trained(
        SECTION.format(target=request.param), raw(2000), rules={"m.yaml": f"train:\n  target: {request.param}\n"}
    )
    assert rules(SECTION.format(target=request.param)).name
    return request.param, found.save(folder / "bundle")


def test_every_kind_of_target_is_measured_and_a_spoiled_truth_is_an_alarm(model, tmp_path):
    target, bundle = model
    data = raw(900, seed=5).with_columns(pl.col("at").cast(pl.String))
    served = Served(bundle, tmp_path / "c.sqlite")
    ids = served.serve(data.drop("value", "ice", "kind", "count"))
    served.add_truth(ids, data[target].to_list())
    calm = monitor(bundle, captures=served.url)
    assert calm.found["window"]["labelled"] > 800
    assert not [each for each in calm.alarms if each["kind"] == "quality"], str(calm)
    other = Served(bundle, tmp_path / "d.sqlite")
    ids = other.serve(data.drop("value", "ice", "kind", "count"))
    other.add_truth(ids, np.random.default_rng(0).permutation(data[target].to_list()).tolist())
    spoiled = monitor(bundle, captures=other.url)
    assert [each for each in spoiled.alarms if each["kind"] == "quality"], str(spoiled)


def test_quality_is_told_by_slice_and_window(model, tmp_path):
    target, bundle = model
    data = raw(1500, seed=6).with_columns(pl.col("at").cast(pl.String))
    served = Served(bundle, tmp_path / "c.sqlite")
    served.add_truth(served.serve(data.drop("value", "ice", "kind", "count")), data[target].to_list())
    found = monitor(bundle, captures=served.url).found
    assert {each["slice"] for each in found["slices"]} <= {"clear", "rain", "snow"}
    assert found["slices"], found["quality"]
    assert all(each["quality"] for each in found["windows"])


def test_each_answer_counts_to_one_window_though_a_border_cuts_a_request(model, tmp_path):
    target, bundle = model
    data = raw(1700, seed=7).with_columns(pl.col("at").cast(pl.String))
    served = Served(bundle, tmp_path / "c.sqlite")
    records = data.drop("value", "ice", "kind", "count")
    ids = served.serve(records[:900], every=timedelta(0))
    ids += served.serve(records[900:], at=START + timedelta(hours=1), every=timedelta(0))
    served.add_truth(ids, data[target].to_list())
    found = monitor(bundle, captures=served.url).found
    assert [each["records"] for each in found["windows"]] == [1000, 700]
    assert 1500 < found["window"]["labelled"] <= 1700
