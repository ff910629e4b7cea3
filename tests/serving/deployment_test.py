import json
import re

import pytest

from wrangle.errors import DeploymentError
from wrangle.sections.serve import Serve
from wrangle.serving.deployment import Deployment, parse_deployment, read_deployment, served, text_of

A, B = "a" * 64, "b" * 64


def told(**changes):
    whole = {
        "format": "wrangle deployment",
        "version": 1,
        "revision": 3,
        "at": "2026-05-01T12:00:00+00:00",
        "action": "promote",
        "before": 2,
        "variants": [{"name": "main", "bundle": "bundles/a", "digest": A, "weight": 0.9}],
        "history": [
            {
                "revision": 2,
                "at": "",
                "action": "",
                "before": 1,
                "variants": [{"name": "m", "bundle": "", "digest": A}],
            },
            {"revision": 1, "at": "", "action": "", "variants": [{"name": "m", "bundle": "", "digest": B}]},
        ],
    }
    return whole | changes


def read(folder, content):
    (folder / "deployment.json").write_text(content if isinstance(content, str) else json.dumps(content))
    return read_deployment(folder)


def test_what_is_written_is_read_again(tmp_path):
    found = read(tmp_path, told(serve={"capture": "durable"}))
    assert read(tmp_path, text_of(found)) == found
    assert list(json.loads(text_of(found)))[:2] == ["format", "version"]


def test_roll_backs_lead_from_state_to_state(tmp_path):
    found = read(tmp_path, told())
    assert [each.revision for each in found.earlier()] == [2, 1]
    assert found.state.revision == 3
    assert not isinstance(found.state, Deployment)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": "other"}, "is no deployment of wrangle"),
        ({"version": 2}, "is of version 2, not 1: update wrangle"),
        ({"variants": []}, r"variants: Tuple should have at least 1 item"),
        ({"variants": [told()["variants"][0] | {"weight": 0}]}, "no variant has a weight above 0"),
        ({"variants": [told()["variants"][0] | {"weight": -1}]}, r"variants\.0\.weight: .*greater than or equal to 0"),
        ({"variants": [told()["variants"][0] | {"digest": "abc"}]}, r"variants\.0\.digest"),
        ({"variants": [told()["variants"][0] | {"name": "a b"}]}, r"variants\.0\.name"),
        ({"variants": [told()["variants"][0] | {"wait": 1}]}, r"variants\.0\.wait: Extra inputs"),
        ({"variants": told()["variants"] * 2}, "two variants are called 'main'"),
        ({"shadows": told()["variants"]}, "two variants are called 'main'"),
        ({"serve": {"capture": {"mode": "always"}}}, r"serve\.capture\.mode"),
        ({"serve": {"captures": "off"}}, r"serve\.captures: Extra inputs"),
    ],
)
def test_what_cannot_be_served_is_told(tmp_path, changes, said):
    with pytest.raises(DeploymentError, match=said) as error:
        read(tmp_path, told(**changes))
    assert str(tmp_path / "deployment.json") in str(error.value)


@pytest.mark.parametrize("content", ["", "{", "[]", '"x"', "[" * 100_000, '{"format": NaN}', "\ufeff{}"])
def test_text_that_is_no_deployment_is_told(tmp_path, content):
    with pytest.raises(DeploymentError, match=r"deployment\.json: is no"):
        read(tmp_path, content)


def test_bytes_that_are_no_text_are_told(tmp_path):
    with pytest.raises(DeploymentError, match="is no JSON"):
        parse_deployment(b"\xff\xfe\x00", tmp_path / "deployment.json")


def test_a_folder_without_one_says_how_to_make_one(tmp_path):
    with pytest.raises(DeploymentError, match=re.escape(f"`wrangle promote BUNDLE {tmp_path}` makes one")):
        read_deployment(tmp_path)


def test_options_of_the_deployment_win_over_those_of_the_rule_file(tmp_path):
    rules = Serve.model_validate({"capture": {"mode": "durable", "sample": 0.5}, "limits": {"records": 5}})
    over = read(tmp_path, told(serve={"capture": {"sample": 0.1, "mask": ["name"]}, "limits": {"body": 10}}))
    found = served(over, rules, tmp_path)
    assert (found.capture.mode, found.capture.sample, found.capture.mask) == ("durable", 0.1, ("name",))
    assert (found.limits.records, found.limits.body) == (5, 10)
    short = read(tmp_path, told(serve={"capture": "off"}))
    assert served(short, rules, tmp_path).capture.mode == "off"
    assert served(read(tmp_path, told()), rules, tmp_path) == rules
