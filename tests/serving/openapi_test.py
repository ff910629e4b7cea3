"""The description is true: nothing that schemathesis makes of it finds the server wanting."""

import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from served import RECORD

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def document(caller):
    got = caller("GET", "/openapi.json")
    assert got.status == 200
    return got.json


CONFIG = """
# JSON schema cannot say that all tensors have one length, and data of the type that is named beside it.
[[operations]]
include-path-regex = "/infer$"
[operations.checks]
positive_data_acceptance.expected-statuses = [200, 400, 422]
"""


def test_schemathesis_finds_nothing(address, tmp_path):
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    command = [
        Path(sys.executable).with_name("schemathesis"),
        "--config-file",
        "schemathesis.toml",
        "run",
        f"{address}/openapi.json",
    ]
    options = ["--max-examples", "60", "--generation-deterministic", "--no-color", "--checks", "all"]
    found = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert found.returncode == 0, found.stdout[-6000:]
    assert "Tested: 11" in found.stdout


def test_it_names_the_models_own_fields_with_an_example(document):
    record = document["components"]["schemas"]["Record"]
    assert list(record["properties"]) == list(RECORD)
    assert record["additionalProperties"] is False
    assert record["properties"]["temperature"]["x-contract"]["max"] == 60
    examples = document["paths"]["/invocations"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    jsonschema.validate(examples["one"]["value"], record)
    assert document["info"]["title"] == "ice, served by wrangle"


def test_its_examples_are_answered(caller, document):
    for path, methods in document["paths"].items():
        for media in (methods.get("post") or {}).get("requestBody", {}).get("content", {}).values():
            for example in media["examples"].values():
                assert caller.post(example["value"], path=path).status == 200, path


def test_answers_are_as_it_says(caller, document):
    answer = document["components"]["schemas"]["Answer"]
    for found in caller.post([RECORD, {}, 5, {"x": 1}]).json["predictions"]:
        jsonschema.validate(found, answer)
    error = document["components"]["schemas"]["Error"]
    jsonschema.validate(caller.post({"x": 1}).json, error)


def test_every_path_is_there(caller, document):
    for path, methods in document["paths"].items():
        for method in methods:
            assert caller(method.upper(), path).status not in {404, 405}, path


def test_a_token_is_told(app_of):
    caller = app_of(token="a-long-enough-token")
    found = caller("GET", "/openapi.json", headers={"authorization": "Bearer a-long-enough-token"}).json
    assert found["components"]["securitySchemes"]
    assert found["paths"]["/invocations"]["post"]["security"] == [{"token": []}]
    assert "401" in found["paths"]["/invocations"]["post"]["responses"]
    assert "security" not in found["paths"]["/ping"]["get"]
