import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from served import RECORD, WRONG, make_bundle

from wrangle.bundle.bundle import json_text
from wrangle.bundle.load import load_bundle
from wrangle.bundle.manifest import digests
from wrangle.bundle.predictor import Predictor
from wrangle.errors import ArtefactError
from wrangle.training.registry import Tracked, champion, promote, resolve, track

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A working directory in which two bundles were tracked, the second of which was refused; and a third."""
    folder = tmp_path_factory.mktemp("tracked")
    with at(folder):
        made = [make_bundle(folder / f"b{number}" / "ice", seed=number) for number in range(3)]
        _refuse(made[1])
        (folder / "tracked.json").write_text(json.dumps([vars(track(each)) for each in made]))
    return folder


@contextmanager
def at(folder):
    before, kept = Path.cwd(), os.environ.pop("MLFLOW_TRACKING_URI", None)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        if kept is not None:
            os.environ["MLFLOW_TRACKING_URI"] = kept


@pytest.fixture
def inside(place):
    with at(place):
        yield place


def _refuse(folder):
    """Write into a bundle that it was refused, as `wrangle train` does."""
    measured = {"test": {"roc_auc": {"value": 0.6, "low": 0.5, "high": None}}}
    (folder / "metrics.json").write_text(json_text({"accepted": False, "metrics": measured}))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest |= {"files": digests(folder), "dataset": [{"name": "reports", "files": ["a.csv"], "sha256": "0" * 64}]}
    (folder / "manifest.json").write_text(json_text(manifest))


def tracked(place):
    return [Tracked(**each) for each in json.loads((place / "tracked.json").read_text())]


def test_the_first_version_is_the_champion_and_later_ones_its_challengers(place):
    assert [(each.version, each.alias) for each in tracked(place)] == [
        ("1", "champion"),
        ("2", ""),
        ("3", "challenger"),
    ]
    assert tracked(place)[2].uri == "models:/ice/3"


def test_the_champion_comes_back_as_a_bundle_that_can_be_loaded(inside):
    assert load_bundle(champion("ice")).digest == load_bundle(inside / "b0" / "ice").digest
    assert load_bundle(resolve("models:/ice@challenger")).digest == load_bundle(inside / "b2" / "ice").digest


def test_a_run_holds_parameters_metrics_tags_datasets_and_artefacts(inside):
    from wrangle.training.store import client, quiet

    asked = client()
    with quiet():
        run = asked.get_run(tracked(inside)[1].run_id)
        names = {each.path for each in asked.list_artifacts(run.info.run_id)}
    assert run.data.params["estimator"] == "sklearn.ensemble.HistGradientBoostingClassifier"
    assert run.data.metrics == {"test.roc_auc": 0.6, "test.roc_auc.low": 0.5}
    assert run.data.tags["accepted"] == "false"
    assert run.data.tags["bundle.sha256"] == load_bundle(inside / "b1" / "ice").digest
    assert [(each.dataset.name, each.dataset.digest) for each in run.inputs.dataset_inputs] == [("reports", "0" * 36)]
    assert {"manifest.json", "metrics.json", "schema.json", "rules"} <= names


def test_nothing_is_kept_outside_of_the_working_directory_and_nothing_is_pickled(place):
    kept = {each.name for each in place.iterdir()}
    assert kept == {"b0", "b1", "b2", "tracked.json", "mlflow.db", "mlruns"}
    assert not [each for each in (place / "mlruns").rglob("*") if each.suffix in {".pkl", ".pickle", ".joblib"}]


def test_promoting_changes_the_champion(inside):
    promote("ice", "3")
    assert load_bundle(champion("ice")).digest == load_bundle(inside / "b2" / "ice").digest
    promote("ice", "1")


@pytest.mark.parametrize("name", ["ice", "snow"])
def test_a_version_that_is_not_there_cannot_be_promoted(inside, name):
    with pytest.raises(ArtefactError, match=f"{name} version 99: .*`mlflow ui` shows what there is"):
        promote(name, "99")


def test_a_model_that_nobody_tracked_has_no_champion(inside, tmp_path):
    assert champion("snow") is None
    with at(tmp_path):
        assert champion("ice") is None
        assert not list(tmp_path.iterdir())


def test_a_name_that_is_not_in_the_registry_is_said_so(inside):
    with pytest.raises(ArtefactError, match="models:/snow@champion: cannot be found in sqlite:"):
        resolve("models:/snow@champion")
    with pytest.raises(ArtefactError, match="names no model of the registry: write models:/name@champion"):
        resolve("models:/ice")


def test_a_damaged_bundle_is_not_tracked(inside, tmp_path):
    folder = make_bundle(tmp_path / "ice")
    (folder / "metrics.json").write_text("{}")
    with pytest.raises(ArtefactError, match=r"metrics\.json: is damaged"):
        track(folder)


def test_tracking_prints_nothing(tmp_path):
    bundle = make_bundle(tmp_path / "b" / "ice")
    code = f"from wrangle.training.registry import track; track({str(bundle)!r})"
    environment = {name: value for name, value in os.environ.items() if name != "MLFLOW_TRACKING_URI"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_mlflow_serves_the_same_answers(place):
    """`mlflow models serve` of the registered champion answers as our predictor does, one by one and all at once."""
    predictor = Predictor(load_bundle(place / "b0" / "ice"))
    records = [each["record"] for each in predictor.bundle.golden]
    records += [RECORD, WRONG, {"station": "JFK", "temperature": 3.5, "sky": None}, {"station": "JFK"}]
    with mlflow_server(place, "models:/ice@champion") as ask:
        assert ask({"dataframe_records": records}) == predictor.answers(records)
        assert [ask({"dataframe_records": [each]})[0] for each in records[-6:]] == predictor.answers(records[-6:])


@contextmanager
def mlflow_server(place, uri):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "MLFLOW_TRACKING_URI": f"sqlite:///{place}/mlflow.db",
        "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }
    command = [sys.executable, "-m", "mlflow", "models", "serve", "-m", uri, "--env-manager", "local", "-p", str(port)]
    log = place / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True)
    try:
        wait(f"http://127.0.0.1:{port}/ping", process, log)
        yield lambda body: post(f"http://127.0.0.1:{port}/invocations", body)["predictions"]
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        log.unlink()


def wait(url, process, log, seconds=180):
    for _ in range(seconds * 2):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.5)
        else:
            return
    raise AssertionError(log.read_text())


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read().decode()) from error
