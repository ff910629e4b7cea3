import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from deployed import make_bundle

from wrangle.errors import DeploymentError
from wrangle.serving import writing
from wrangle.serving.deployment import read_deployment
from wrangle.serving.promotion import promote

PROMOTE = """
import sys
from pathlib import Path
from wrangle.serving.promotion import Promotion, promote
bundle, folder, name, times = sys.argv[1:]
for number in range(int(times)):
    promote(Path(bundle), Path(folder), Promotion(name, 1.0))
    print(number, flush=True)
"""


def process(*arguments):
    command = [sys.executable, "-c", PROMOTE, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_writers_at_the_same_time_lose_no_change(tmp_path):
    bundle = make_bundle(tmp_path / "b")
    many = [process(bundle, tmp_path / "d", f"v{number}", 5) for number in range(3)]
    for each in many:
        _, said = each.communicate(timeout=120)
        assert each.returncode == 0, said.decode()
    found = read_deployment(tmp_path / "d")
    assert found.revision == 15
    assert {each.name for each in found.variants} == {"v0", "v1", "v2"}


def test_a_second_writer_gives_up_after_a_while(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "WAIT", 0.2)
    bundle = make_bundle(tmp_path / "b")
    first = promote(bundle, tmp_path / "d")
    with writing.writing(tmp_path / "d"), pytest.raises(DeploymentError, match="another promote or rollback is under"):
        promote(bundle, tmp_path / "d")
    assert read_deployment(tmp_path / "d") == first


@pytest.mark.slow
def test_kill_9_leaves_the_deployment_as_it_was_or_will_be(tmp_path):
    bundle, folder = make_bundle(tmp_path / "b"), tmp_path / "d"
    promote(bundle, folder)
    for number in range(6):
        running = process(bundle, folder, f"v{number}", 1000)
        assert running.stdout.readline() == b"0\n"
        time.sleep(0.003 * number)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        found = read_deployment(folder)
        assert {each.name for each in found.variants} >= {"main", f"v{number}"}
        for each in found.variants:
            writing.hold_bundle(folder / each.bundle, each.digest)
    assert promote(bundle, folder).variants[0].name == "main"


def test_readers_never_see_half_a_file(tmp_path):
    bundle, folder = make_bundle(tmp_path / "b"), tmp_path / "d"
    promote(bundle, folder)
    running = process(bundle, folder, "v", 60)
    seen = set()
    while running.poll() is None:
        seen.add(json.loads((folder / "deployment.json").read_bytes())["revision"])
    running.communicate()
    assert len(seen) > 3


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "thesis.txt").write_text("years of work")
    with pytest.raises(DeploymentError, match=re.escape("is no deployment (it holds thesis.txt)")):
        promote(make_bundle(tmp_path / "b"), tmp_path / "d")
    assert [each.name for each in (tmp_path / "d").iterdir()] == ["thesis.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path):
    (tmp_path / "d").mkdir(mode=0o500)
    with pytest.raises(DeploymentError, match="cannot be written: Permission denied"):
        promote(make_bundle(tmp_path / "b"), tmp_path / "d")


def test_a_file_where_the_deployment_should_be_is_told(tmp_path):
    (tmp_path / "d").write_text("")
    with pytest.raises(DeploymentError, match="d: cannot be written: File exists"):
        promote(make_bundle(tmp_path / "b"), tmp_path / "d")


def test_nothing_is_left_of_a_write_that_failed(tmp_path):
    target = tmp_path / "deployment.json"
    target.mkdir()
    with pytest.raises(DeploymentError, match="it is as it was"):
        writing.replace_file(target, b"x")
    assert [each.name for each in Path(tmp_path).iterdir()] == ["deployment.json"]
