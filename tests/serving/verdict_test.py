import json
import os
from contextlib import closing

import pytest
from served import Caller

from wrangle.serving.application import App
from wrangle.serving.models import Models
from wrangle.serving.verdict import FILE, Verdict

FOUND = {
    "made_at": "2026-05-01T00:00:00+00:00",
    "window": {"records": 1000, "labelled": 400},
    "alarms": [{"kind": "drift"}],
    "columns": {"raw": {'a"b': {"psi": 0.25}, "text": {"psi": None}}, "clean": {"a": {"psi": 1}}, "prediction": {}},
    "quality": {"roc_auc": {"value": 0.9}, "brier": {"value": None}},
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_text(json.dumps(FOUND))
    return path


def told(verdict):
    return [line for line in verdict.lines() if not line.startswith("#")]


def test_alarms_drift_quality_and_their_time_are_gauges(file, tmp_path):
    assert told(Verdict(tmp_path)) == [
        "wrangle_monitor_alarms 1",
        "wrangle_monitor_time_seconds 1777593600",
        "wrangle_monitor_records 1000",
        "wrangle_monitor_labelled 400",
        'wrangle_monitor_drift{column="a\\"b",part="raw"} 0.25',
        'wrangle_monitor_drift{column="a",part="clean"} 1',
        'wrangle_monitor_quality{metric="roc_auc"} 0.9',
    ]


def test_the_file_is_read_again_when_it_has_changed(file, tmp_path):
    verdict = Verdict(tmp_path)
    verdict.lines()
    file.write_text(json.dumps(FOUND | {"alarms": []}))
    os.utime(file, (1, 1))
    assert told(verdict)[0] == "wrangle_monitor_alarms 0"


@pytest.mark.parametrize("content", [None, "", "[]", '{"alarms": 3}', '{"alarms": []}'])
def test_without_a_file_that_can_be_read_nothing_is_told(content, tmp_path):
    if content is not None:
        (tmp_path / FILE).parent.mkdir()
        (tmp_path / FILE).write_text(content)
    assert list(Verdict(tmp_path).lines()) == []


def test_they_stand_among_the_metrics_of_the_server(file, tmp_path, bundle_folder):
    with closing(Caller(App(Models.of_bundle(bundle_folder), verdict=Verdict(tmp_path)))) as caller:
        assert b"wrangle_monitor_alarms 1\n" in caller.start()("GET", "/metrics").body
