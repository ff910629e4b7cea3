"""A deployment served over HTTP: changes under load, capture of both kinds, shadows, kill -9."""

import http.client
import json
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from deployed import RECORD, make_bundle
from served import fetch, serving

from wrangle.captures.read import read_captures
from wrangle.serving.promotion import Promotion, promote, rollback

BODY = json.dumps(RECORD).encode()


@pytest.fixture
def bundles(tmp_path):
    return [make_bundle(tmp_path / f"b{number}", number) for number in range(3)]


def kept(folder):
    frames = read_captures(f"sqlite:///{folder}/captures.sqlite")
    return [row for frame in frames for row in frame.iter_rows(named=True)]


class Client:
    """One connection that asks again and again, until it is told to stop or the server is gone."""

    def __init__(self, address, name):
        parts = urlsplit(address)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
        self.name, self.answers, self.failed = name, {}, []

    def ask(self, over):
        number = 0
        while not over.is_set():
            id_ = f"{self.name}-{number}"
            headers = {"content-type": "application/json", "x-amzn-sagemaker-inference-id": id_}
            try:
                self.connection.request("POST", "/invocations", BODY, headers)
                reply = self.connection.getresponse()
                body = reply.read()
            except (OSError, http.client.HTTPException):
                break
            if reply.status == 200:
                self.answers[id_] = reply.headers["x-amzn-invoked-production-variant"], json.loads(body)
            else:
                self.failed.append((reply.status, body))
            number += 1
        self.connection.close()


def under_load(address, work, clients=8):
    """Do some work while clients ask; return what was answered, and what failed."""
    over = threading.Event()
    asking = [Client(address, f"c{number}") for number in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        running = [pool.submit(each.ask, over) for each in asking]
        try:
            work()
        finally:
            over.set()
        for each in running:
            each.result()
    answers = {id_: found for each in asking for id_, found in each.answers.items()}
    return answers, [each for client in asking for each in client.failed]


def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def revision(address):
    text = fetch(f"{address}/metrics")[2].decode()
    return float(text.split("\nwrangle_models_revision ")[1].split()[0])


@pytest.mark.slow
def test_twenty_changes_under_load_lose_no_request_and_every_one_is_captured(bundles, tmp_path):
    folder = tmp_path / "deployed"
    promote(bundles[0], folder)

    def change():
        for number in range(20):
            found = rollback(folder) if number % 5 == 4 else promote(bundles[(number + 1) % 3], folder)
            until(lambda found=found: revision(address) == found.revision)

    with serving(folder) as (process, address):
        answers, failed = under_load(address, change)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    assert failed == []
    assert len(answers) > 100
    assert {found["prediction"] for _, found in answers.values()} == {0.0, 1.0, 2.0}
    rows = {row["inference_id"]: row for row in kept(folder)}
    assert rows.keys() == answers.keys()
    for id_, (variant, found) in answers.items():
        assert json.loads(rows[id_]["answer"]) == found
        assert json.loads(rows[id_]["request"]) == RECORD
        assert rows[id_]["variant"] == variant
    versions = {row["model_version"]: json.loads(row["answer"])["prediction"] for row in rows.values()}
    assert len(versions) == 3


def test_a_canary_gets_its_share_a_target_is_honoured_and_a_shadow_is_only_recorded(bundles, tmp_path):
    folder = tmp_path / "deployed"
    promote(bundles[0], folder)
    promote(bundles[1], folder, Promotion("canary", 1.0))
    promote(bundles[2], folder, Promotion(shadow=True))
    with serving(folder) as (process, address):
        counts = {"main": 0, "canary": 0}
        for number in range(60):
            told = {"content_type": "application/json", "x_amzn_sagemaker_inference_id": f"id-{number}"}
            for _ in range(2):
                status, headers, body = fetch(f"{address}/invocations", BODY, **told)
                headers = {name.lower(): value for name, value in headers.items()}
                assert status == 200
                assert json.loads(body)["prediction"] == {"main": 0.0, "canary": 1.0}[invoked(headers)]
                counts[invoked(headers)] += 1
        assert 30 <= counts["canary"] <= 90
        assert all(count % 2 == 0 for count in counts.values())
        told = {"content_type": "application/json", "x_amzn_sagemaker_target_variant": "canary"}
        assert json.loads(fetch(f"{address}/invocations", BODY, **told)[2])["prediction"] == 1.0
        told["x_amzn_sagemaker_target_variant"] = "shadow"
        status, _, body = fetch(f"{address}/invocations", BODY, **told)
        assert (status, json.loads(body)["error"]["code"]) == (400, "unknown_variant")
        until(lambda: sum(row["shadow"] for row in kept(folder)) == 121)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    shadows = [json.loads(row["answer"])["prediction"] for row in kept(folder) if row["shadow"]]
    assert set(shadows) == {2.0}
    assert len(kept(folder)) == 242


def invoked(headers):
    return headers["x-amzn-invoked-production-variant"]


@pytest.mark.slow
def test_durable_what_was_answered_survives_kill_9_of_the_server(tmp_path):
    folder = tmp_path / "deployed"
    promote(make_bundle(tmp_path / "b", 1, "serve: {capture: durable}\n"), folder)
    with serving(folder) as (process, address):

        def kill():
            time.sleep(1.5)
            os.kill(process.pid, signal.SIGKILL)
            time.sleep(0.2)

        answers, failed = under_load(address, kill, clients=16)
    assert failed == []
    assert len(answers) > 50
    assert answers.keys() <= {row["inference_id"] for row in kept(folder)}


@pytest.mark.parametrize(("mode", "status"), [("durable", 503), ("buffered", 200)])
def test_while_the_store_fails_durable_refuses_and_buffered_answers_on(tmp_path, mode, status):
    folder, blocked = tmp_path / "deployed", tmp_path / "blocked"
    blocked.write_text("where the store should have its folder")
    url = f"sqlite:///{blocked}/c.sqlite"
    promote(make_bundle(tmp_path / "b", 1, f'serve: {{capture: {{mode: {mode}, url: "{url}"}}}}\n'), folder)
    with serving(folder, wait=False) as (_, address):
        until(lambda: b"wrangle_capture_failing 1" in fetch(f"{address}/metrics")[2])
        found, headers, body = fetch(f"{address}/invocations", BODY, content_type="application/json")
        assert (found, fetch(f"{address}/ping")[0]) == (status, status)
        if mode == "durable":
            assert json.loads(body)["error"]["code"] == "capture_failed"
            assert "retry-after" in {name.lower() for name in headers}
        blocked.unlink()
        until(lambda: b"wrangle_capture_failing 0" in fetch(f"{address}/metrics")[2])
        assert fetch(f"{address}/ping")[0] == 200
        assert fetch(f"{address}/invocations", BODY, content_type="application/json")[0] == 200
        until(lambda: b"wrangle_capture_waiting 0" in fetch(f"{address}/metrics")[2])
        assert sum(frame.height for frame in read_captures(url)) == (1 if mode == "durable" else 2)


@pytest.mark.slow
def test_workers_share_a_port_a_store_and_every_change(bundles, tmp_path):
    folder = tmp_path / "deployed"
    promote(bundles[0], folder)
    with serving(folder, "--workers", "2") as (process, address):
        time.sleep(2)  # both have begun

        def change():
            time.sleep(0.5)
            promote(bundles[1], folder)
            time.sleep(2)

        answers, failed = under_load(address, change)
        after = [
            json.loads(fetch(f"{address}/invocations", BODY, content_type="application/json")[2]) for _ in range(20)
        ]
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
    assert failed == []
    assert {found["prediction"] for _, found in answers.values()} == {0.0, 1.0}
    assert {found["prediction"] for found in after} == {1.0}
    assert len(kept(folder)) == len(answers) + 20
