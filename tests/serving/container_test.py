import sys

import pytest

from wrangle.serving.container import command


def test_the_server_listens_to_all_on_the_port_of_the_contract(tmp_path):
    found = command(["serve"], {"SM_MODEL_DIR": str(tmp_path)})
    assert found[:5] == [sys.executable, "-m", "wrangle.cli", "serve", str(tmp_path)]
    told = dict(zip(found[5::2], found[6::2], strict=True))
    assert told == {"--host": "0.0.0.0", "--port": "8080", "--workers": "1", "--drain": "25"}


def test_port_and_workers_come_from_the_environment(tmp_path):
    given = {"SM_MODEL_DIR": str(tmp_path), "SAGEMAKER_BIND_TO_PORT": "9000", "SAGEMAKER_MODEL_SERVER_WORKERS": "2"}
    found = command(["serve"], given)
    assert found[found.index("--port") + 1] == "9000"
    assert found[found.index("--workers") + 1] == "2"


@pytest.mark.parametrize("arguments", [[], ["train"], ["serve", "more"]])
def test_anything_but_serve_is_refused(arguments, tmp_path):
    with pytest.raises(SystemExit, match="docker run IMAGE serve"):
        command(arguments, {"SM_MODEL_DIR": str(tmp_path)})


def test_a_model_that_is_not_there_is_told():
    with pytest.raises(SystemExit, match="/opt/ml/model: there is no model: SageMaker unpacks"):
        command(["serve"], {})
