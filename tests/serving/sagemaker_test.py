"""What is written for SageMaker: read as its container would be built, and run as it would be run."""

import json
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest
from deployed import RECORD, make_bundle, spoil
from served import fetch

from wrangle.bundle.bundle import digest_of
from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.errors import ArtefactError, OutputError
from wrangle.serving.sagemaker import package


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return make_bundle(tmp_path_factory.mktemp("sm") / "b", 3, "serve: {capture: off}\n")


@pytest.fixture(scope="module")
def packaged(bundle, tmp_path_factory):
    return package(bundle, tmp_path_factory.mktemp("sm") / "out")


def instructions(folder):
    """Instruction -> its arguments, for each line of the Dockerfile."""
    text = (folder / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    return [tuple(line.split(" ", 1)) for line in text.splitlines() if line and not line.startswith("#")]


def test_the_archive_has_the_bundle_at_its_root(bundle, packaged, tmp_path):
    with tarfile.open(packaged / "model.tar.gz") as archive:
        assert {each.name for each in archive.getmembers()} >= {
            "manifest.json",
            "model.skops",
            "pipeline/pipeline.json",
        }
        archive.extractall(tmp_path / "model", filter="data")
    assert load_bundle(tmp_path / "model").digest == load_bundle(bundle).digest


def test_the_same_bundle_gives_the_same_archive(bundle, packaged, tmp_path):
    shutil.copytree(bundle, tmp_path / "copy")
    again = package(tmp_path / "copy", tmp_path / "out")
    assert digest_of((again / "model.tar.gz").read_bytes()) == digest_of((packaged / "model.tar.gz").read_bytes())


def test_every_requirement_is_pinned_and_those_of_the_bundle_are_among_them(bundle, packaged):
    lines = (packaged / "requirements.txt").read_text().splitlines()
    assert all(re.fullmatch(r"[a-z0-9-]+==\S+", line) for line in lines)
    own = (bundle / "requirements.txt").read_text().splitlines()
    assert {line for line in own if not line.startswith("wrangle==")} <= set(lines)


def test_the_image_is_built_from_what_is_there_and_starts_as_the_contract_says(packaged):
    found = instructions(packaged)
    assert found[0] == ("FROM", f"python:{sys.version_info.major}.{sys.version_info.minor}-slim")
    copied = dict(found)["COPY"].split()[:-1]
    assert all((packaged / name).is_file() for name in copied)
    assert ("EXPOSE", "8080") in found
    assert json.loads(dict(found)["ENTRYPOINT"])[0] == "python"  # exec form: SIGTERM reaches it
    assert json.loads(dict(found)["CMD"]) == ["serve"]


@pytest.mark.slow
def test_the_entry_point_run_as_in_the_container_keeps_the_contract(bundle, packaged, tmp_path):
    """As `docker run IMAGE serve`: the wheel of the package, its environment, the unpacked archive, another folder."""
    told = instructions(packaged)
    program, model = tmp_path / "program", tmp_path / "opt" / "ml" / "model"
    (wheel,) = packaged.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", program, wheel]
    subprocess.run(pip, check=True, capture_output=True)
    with tarfile.open(packaged / "model.tar.gz") as archive:
        archive.extractall(model, filter="data")
    before = sorted(model.rglob("*"))
    given = dict(re.findall(r"(\w+)=(\S+)", " ".join(value for name, value in told if name == "ENV")))
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PYTHONPATH": str(program)} | given
    environment |= {"SM_MODEL_DIR": str(model), "SAGEMAKER_BIND_TO_PORT": "0"}
    command = [*json.loads(dict(told)["ENTRYPOINT"]), "serve"]
    process = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stderr.readline()
        port = re.search(r"http://0\.0\.0\.0:(\d+)", line)
        assert port, line + process.stderr.read()
        address = f"http://127.0.0.1:{port[1]}"
        end = time.monotonic() + 60
        while (ping := fetch(f"{address}/ping"))[0] != 200:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert ping[2] == b""
        body = json.dumps({"instances": [RECORD, RECORD]}).encode()
        status, _, answer = fetch(f"{address}/invocations", body, content_type="application/json")
        expected = Predictor(load_bundle(bundle)).answers([RECORD, RECORD])
        assert (status, json.loads(answer)["predictions"]) == (200, expected)
        status, _, answer = fetch(f"{address}/invocations", b"EWR,50\n", content_type="text/csv", accept="text/csv")
        assert status == 200
        assert b"3.0" in answer
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) in {0, -signal.SIGTERM}
    finally:
        process.kill()
        process.communicate()
    assert sorted(model.rglob("*")) == before


def test_a_bundle_that_answers_otherwise_is_not_packaged(tmp_path):
    with pytest.raises(ArtefactError, match="answers otherwise"):
        package(spoil(make_bundle(tmp_path / "b")), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_requirement_that_is_not_pinned_is_refused(tmp_path):
    bundle = make_bundle(tmp_path / "b")
    path = bundle / "requirements.txt"
    path.write_text(path.read_text().replace("==", ">=", 1))
    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["files"]["requirements.txt"] = digest_of(path.read_bytes())
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ArtefactError, match=r"b:1: '\w+>=.*' is not pinned"):
        package(bundle, tmp_path / "out")


def test_a_folder_with_something_else_is_left_alone(bundle, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError):
        package(bundle, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


def test_it_may_be_packaged_again_in_place(bundle, tmp_path):
    package(bundle, tmp_path / "out")
    assert package(bundle, tmp_path / "out") == tmp_path / "out"
