"""`wrangle serve` as a process of its own: its life, its signals, its sockets."""

import json
import os
import re
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from served import RECORD, WRONG, fetch, make_bundle, serving

from wrangle.errors import OutputError, SourceError
from wrangle.serving import protocol
from wrangle.serving.server import Settings, serve

BODY = json.dumps(RECORD).encode()


def invoke(address, body=BODY):
    return fetch(f"{address}/invocations", body, content_type="application/json")


def connected(address):
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname, parts.port), timeout=20)


def test_it_answers_over_http_as_in_python(address, predictor):
    status, headers, body = invoke(address, json.dumps([RECORD, WRONG]).encode())
    assert status == 200
    assert json.loads(body)["predictions"] == predictor.answers([RECORD, WRONG])
    assert "uvicorn" not in json.dumps(headers)


def test_it_listens_to_this_machine_alone_unless_told(address):
    assert urlsplit(address).hostname == "127.0.0.1"


def test_many_clients_at_once_each_get_their_own_answer(address, predictor):
    rows = [{**RECORD, "temperature": f"{each / 7:.3f}"} for each in range(-150, 150)]
    with ThreadPoolExecutor(32) as pool:
        found = list(pool.map(lambda row: json.loads(invoke(address, json.dumps(row).encode())[2]), rows))
    assert found == predictor.answers(rows)
    _, _, text = fetch(f"{address}/metrics")
    counts = dict(line.split() for line in text.decode().splitlines() if line.startswith("wrangle_batch_requests_"))
    assert int(counts["wrangle_batch_requests_count"]) <= int(counts["wrangle_batch_requests_sum"])


def test_requests_may_follow_each_other_on_one_connection(address):
    with connected(address) as client:
        head = (
            b"POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            % len(BODY)
        )
        client.sendall((head + BODY) * 20)
        received = b""
        while received.count(b'"status"') < 20:
            received += client.recv(65536)
        assert received.count(b"HTTP/1.1 200") == 20


@pytest.mark.parametrize(
    "junk",
    [
        b"\x16\x03\x01\x02\x00",
        b"GET\r\n\r\n",
        b"POST /invocations HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"\0" * 5_000,
    ],
)
def test_junk_ends_its_own_connection_only(address, junk):
    with connected(address) as client:
        client.sendall(junk)
        client.shutdown(socket.SHUT_WR)
        client.recv(65536)
    assert invoke(address)[0] == 200


def test_a_client_that_goes_away_is_not_missed(address):
    head = b"POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    whole = head.replace(b"1000", b"%d" % len(BODY))[:-1] + BODY
    for sent in [head] * 20 + [whole] * 20:
        client = connected(address)
        client.sendall(sent)
        client.close()
    assert invoke(address)[0] == 200
    time.sleep(0.2)
    assert b"wrangle_requests_open 1\n" in fetch(f"{address}/metrics")[2]


@pytest.mark.slow
def test_a_stop_finishes_what_was_taken(bundle_folder):
    rows = json.dumps([RECORD] * 9_000).encode()
    with serving(bundle_folder) as (process, address), ThreadPoolExecutor(3) as pool:
        answers = _three_under_way(pool, address, rows)
        os.kill(process.pid, signal.SIGTERM)
        for each in answers:
            status, _, body = each.result()
            assert status == 200
            assert len(json.loads(body)["predictions"]) == 9_000
        assert process.wait(20) in {0, -signal.SIGTERM}
        with pytest.raises(OSError):
            connected(address)


def _three_under_way(pool, address, rows):
    """Return three requests that the server has taken and not answered, however busy the machine is.

    Not four: were they read before any batch began, 4 x 256 records would be more than may wait (1,000).
    """
    for _ in range(20):
        answers = [pool.submit(invoke, address, rows) for _ in range(3)]
        while not any(each.done() for each in answers):
            if b"wrangle_requests_open 4" in fetch(f"{address}/metrics")[2]:
                return answers
        assert {each.result()[0] for each in answers} == {200}
    raise AssertionError("three requests were never under way at once")


@pytest.mark.slow
def test_several_workers_share_one_port_and_one_that_dies_is_replaced(bundle_folder):
    with serving(bundle_folder, "--workers", "2") as (process, address):
        children = _children(process.pid)
        assert len(children) >= 2
        started, end = set(), time.monotonic() + 60
        while len(started) < 2:
            started.add(_started(address))
            assert time.monotonic() < end
        os.kill(_worker(children), signal.SIGKILL)
        end = time.monotonic() + 60
        while len({_started(address) for _ in range(20)} - started) < 1:
            assert invoke(address)[0] == 200
            assert time.monotonic() < end
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in {0, -signal.SIGTERM}


@pytest.mark.slow
def test_workers_do_not_outlive_who_started_them(bundle_folder):
    with serving(bundle_folder, "--workers", "2") as (process, address):
        process.kill()
        process.wait(10)
        end = time.monotonic() + 20
        while _started(address) is not None:
            assert time.monotonic() < end
            time.sleep(0.1)


def _children(pid):
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _worker(pids):
    """Returns a worker's process: the one that holds most memory is none of multiprocessing's helpers."""
    return max(pids, key=lambda pid: int(Path(f"/proc/{pid}/statm").read_text().split()[1]))


def _started(address):
    """Returns when the worker that answers began; None where nobody answers."""
    try:
        text = fetch(f"{address}/metrics")[2].decode()
    except OSError:
        return None
    return re.search(r"^process_start_time_seconds (.*)$", text, re.MULTILINE)[1]


def test_a_port_that_is_taken_is_told(address, bundle_folder):
    with pytest.raises(OutputError, match="cannot be listened on"):
        serve(Settings(str(bundle_folder), port=urlsplit(address).port))


def test_a_folder_that_is_not_there_is_told_before_anything_listens():
    with pytest.raises(SourceError, match="there is no such folder"):
        serve(Settings("nowhere", port=0))


def test_what_cannot_be_served_ends_with_a_sentence(tmp_path):
    make_bundle(tmp_path / "ice")
    (tmp_path / "ice" / "model.skops").write_bytes(b"x")
    with serving(tmp_path / "ice", wait=False) as (process, _):
        _, said = process.communicate(timeout=60)
        assert process.returncode == 1
        assert said.startswith("error: ")
        assert "is damaged" in said
        assert "Traceback" not in said


def test_it_says_where_it_serves_before_the_model_is_loaded(bundle_folder):
    with serving(bundle_folder, wait=False) as (_, address):
        status, headers, body = invoke(address)
        assert (status, json.loads(body)["error"]["code"]) in {(503, "not_ready"), (200, None)} or headers[
            "retry-after"
        ] == "1"


@pytest.fixture
def hasty(bundle_folder, monkeypatch):
    """A server in a thread of this process, with less patience."""
    import uvicorn

    from wrangle.serving.make import make
    from wrangle.serving.server import _bound, _config

    monkeypatch.setattr(protocol, "HEAD", 0.3)
    monkeypatch.setattr(protocol, "WRITE", 0.3)
    settings = Settings(str(bundle_folder), port=0, drain=1)
    listening = _bound(settings)
    server = uvicorn.Server(_config(settings, make(settings)))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    while fetch(f"{address}/ping")[0] != 200:
        time.sleep(0.05)
    yield address
    server.should_exit = True
    thread.join(20)


def closed(client):
    try:
        return client.recv(1) == b""
    except ConnectionError:
        return True


def ended(client):
    """Reads to the end of a connection; tells that it has one."""
    try:
        while client.recv(1 << 20):
            pass
    except ConnectionError:
        pass
    return True


def test_a_head_that_does_not_come_is_not_waited_for(hasty):
    for sent in (b"", b"POST /invocations HTT", b"GET /ping HTTP/1.1\r\nHost"):
        with connected(hasty) as client:
            client.sendall(sent)
            began = time.monotonic()
            assert closed(client)
            assert time.monotonic() - began < 5


def test_an_idle_connection_between_requests_may_stay(hasty):
    with connected(hasty) as client:
        for _ in range(2):
            client.sendall(b"GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"200 OK" in client.recv(65536)
            time.sleep(0.6)


def test_an_answer_that_is_not_read_is_not_kept_for_ever(hasty):
    rows = json.dumps([RECORD] * 9_000).encode()
    head = (
        b"POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        % len(rows)
    )
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(20)
        client.connect((urlsplit(hasty).hostname, urlsplit(hasty).port))
        client.sendall((head + rows) * 4)
        end = time.monotonic() + 30
        while (
            b"wrangle_requests_open 1\n" not in fetch(f"{hasty}/metrics")[2]
            or b'route="/invocations",status="200"' not in fetch(f"{hasty}/metrics")[2]
        ):
            assert time.monotonic() < end
            time.sleep(0.1)
        time.sleep(1)
        assert ended(client)
