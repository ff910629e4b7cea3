"""What an application of Ray Serve is made of, without a cluster."""

import asyncio
from pathlib import Path

import pytest
import yaml
from clusters import ray_serve
from pydantic import ValidationError
from served import RECORD, Caller, make_bundle

from wrangle.errors import SourceError
from wrangle.serving.ray import ONGOING, Arguments, Replica, Under, deployment

EXAMPLE = Path(__file__).parents[2] / "docs" / "guide" / "cluster_serve.yaml"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return make_bundle(tmp_path_factory.mktemp("ray") / "bundle")


def test_the_example_is_a_deployment_of_ray_serve():
    (told,) = ray_serve().schema.ServeDeploySchema.model_validate(yaml.safe_load(EXAMPLE.read_text())).applications
    made = deployment()
    assert told.import_path == "wrangle.serving.ray:app"
    assert Arguments.model_validate(told.args).limits == {"records": 1000}
    assert made.name == told.deployments[0].name
    assert told.deployments[0].max_ongoing_requests == made.max_ongoing_requests == ONGOING


def test_a_mistyped_argument_is_refused():
    with pytest.raises(ValidationError, match="bundel"):
        Arguments.model_validate({"bundle": "a", "bundel": "b"})


def test_a_replica_without_a_bundle_says_so(tmp_path):
    with pytest.raises(SourceError, match="there is no such folder"):
        Replica(Arguments(bundle=str(tmp_path / "none")))


def test_a_replica_is_healthy_once_its_model_is_there(bundle):
    replica = Replica(Arguments(bundle=str(bundle)))
    with pytest.raises(RuntimeError, match="the model does not answer"):
        replica.check_health()
    caller = Caller(replica.made).start()
    try:
        replica.check_health()
        assert caller.post(RECORD).status == 200
    finally:
        caller.close()


@pytest.mark.parametrize(("prefix", "path"), [("", "/ping"), ("/ice", "/ice/ping"), ("/ice", "/ice")])
def test_an_application_sees_paths_without_its_prefix(prefix, path):
    seen = []

    async def inner(scope, receive, send):
        seen.append(scope["path"])

    asyncio.run(Under(inner)({"type": "http", "path": path, "root_path": prefix}, None, None))
    assert seen == [path.removeprefix(prefix) or "/"]
