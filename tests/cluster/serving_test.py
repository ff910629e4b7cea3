"""Replicas of Ray Serve answer as `wrangle serve` does, and a model is swapped without a request being lost."""

import json
import threading

import pytest
from clusters import free_port, ray_serve
from served import RECORD, WRONG, fetch, make_bundle, serving

from wrangle.serving.ray import Arguments, deployment

pytestmark = pytest.mark.xdist_group("ray")


@pytest.fixture(scope="module")
def address(running_ray):
    serve = ray_serve()
    import ray

    port = free_port()
    ray.init(running_ray.address, log_to_driver=False, logging_level="ERROR")
    serve.start(http_options={"host": "127.0.0.1", "port": port})
    yield f"http://127.0.0.1:{port}/ice"
    serve.shutdown()
    ray.shutdown()


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundles")
    return [make_bundle(folder / name, seed, threshold) for name, seed, threshold in (("a", 0, 0.5), ("b", 1, 0.01))]


def deploy(bundle):
    """Have two replicas answer by a bundle."""
    two = deployment().options(num_replicas=2, ray_actor_options={"num_cpus": 0.4}, graceful_shutdown_wait_loop_s=0.1)
    ray_serve().run(two.bind(Arguments(bundle=str(bundle))), route_prefix="/ice")


def asked(address, body):
    status, headers, answer = fetch(f"{address}/invocations", body, content_type="application/json")
    return status, headers["content-type"], answer


def refused(address, body):
    """Return how a request is refused, without the id that each answer has."""
    status, _, answer = asked(address, body)
    return status, {name: each for name, each in json.loads(answer)["error"].items() if "id" not in name}


def model(address):
    """Return the status of an answer, and which model it is of."""
    status, headers, _ = fetch(f"{address}/invocations", json.dumps(RECORD).encode(), content_type="application/json")
    return status, headers.get("x-wrangle-model")


def bodies(bundle):
    """Return the golden records of a bundle, one by one and together, and some that are rejected."""
    golden = [json.loads(line)["record"] for line in (bundle / "golden.jsonl").read_text().splitlines()]
    return [json.dumps(each).encode() for each in (*golden[:40], golden, [RECORD, WRONG], {})]


def same(address, bundle, asked_for):
    """Hold the answers of replicas against those of a server of its own, byte by byte."""
    with serving(bundle) as (_, alone):
        for body in asked_for:
            assert asked(address, body) == asked(alone, body)
        assert refused(address, b"[") == refused(alone, b"[")
        assert fetch(f"{address}/v2")[2] == fetch(f"{alone}/v2")[2]


def test_replicas_answer_as_one_server_and_are_swapped_while_they_answer(address, bundles):
    first, second = bundles
    deploy(first)
    same(address, first, bodies(first))
    assert fetch(f"{address}/ping")[0] == 200
    seen, over = [], threading.Event()

    def ask():
        while not over.is_set():
            seen.append(model(address))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        deploy(second)
    finally:
        over.set()
        asking.join()
    assert {status for status, _ in seen} == {200}
    assert model(address) != seen[0]
    assert model(address)[0] == 200
