import asyncio
import json
import logging

import pytest
from served import RECORD, REMARKABLE, WRONG, Caller

from wrangle.errors import ArtefactError, CaptureError
from wrangle.serving.application import App
from wrangle.serving.inference import Keeping

STATUSES = {"ok", "flagged", "rejected"}


class Slow:
    """A predictor that takes its time."""

    def __init__(self, predictor, gate):
        self.bundle = predictor.bundle
        self._predictor, self._gate = predictor, gate

    def answers(self, records):
        self._gate.wait(10)
        return self._predictor.answers(records)


class One:
    """Models that are one variant with any predictor."""

    name, version = "main", "v" * 64

    def __init__(self, predictor):
        self.predictor = predictor
        self.ready = True

    async def start(self):
        pass

    async def stop(self):
        pass

    def pick(self, _id, _target=None):
        return self

    def describe(self):
        return {"swaps": 3, "refusal": None}


def test_ping_is_empty_and_says_whether_records_are_answered(caller):
    got = caller("GET", "/ping")
    assert (got.status, got.body) == (200, b"")
    assert caller("HEAD", "/ping").status == 200


def test_before_the_model_is_loaded_callers_are_told_to_come_again(predictor):
    caller = Caller(App(One(predictor)))
    assert caller("GET", "/ping").status == 503
    assert caller("GET", "/v2/health/ready").status == 503
    assert caller("GET", "/v2/health/live").status == 200
    got = caller.post(RECORD)
    assert (got.status, got.code, got.headers["retry-after"]) == (503, "not_ready", "1")
    caller.start()
    assert caller.post(RECORD).status == 200
    caller.close()


def test_while_the_server_stops_callers_are_sent_elsewhere(predictor):
    caller = Caller(App(One(predictor))).start()
    caller.app.draining = True
    got = caller.post(RECORD)
    assert (got.status, got.code, got.headers["connection"]) == (503, "draining", "close")
    assert caller("GET", "/ping").status == 503
    caller.close()


def test_the_life_of_a_server_is_followed(predictor):
    app = App(One(predictor))
    sent = []

    async def life():
        messages = asyncio.Queue()
        await messages.put({"type": "lifespan.startup"})

        async def send(message):
            sent.append(message["type"])

        running = asyncio.create_task(app({"type": "lifespan"}, messages.get, send))
        while not app.ready:  # noqa: ASYNC110  # the app tells it by itself
            await asyncio.sleep(0.01)
        await messages.put({"type": "lifespan.shutdown"})
        await running

    asyncio.run(life())
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_worker_among_others_takes_no_connection_before_it_can_answer(predictor):
    class Broken(One):
        async def start(self):
            await asyncio.sleep(0.05)
            raise ArtefactError("it is broken")

    for models, told in ((One(predictor), "lifespan.startup.complete"), (Broken(predictor), "lifespan.startup.failed")):
        app = App(models)
        app.waits = True
        sent = []

        async def life(app=app, sent=sent):
            messages = asyncio.Queue()
            messages.put_nowait({"type": "lifespan.startup"})

            async def send(message):
                sent.append((message["type"], app.ready))
                messages.put_nowait({"type": "lifespan.shutdown"})

            await app({"type": "lifespan"}, messages.get, send)

        asyncio.run(life())
        assert sent[0] == (told, told.endswith("complete"))


def test_a_model_that_cannot_be_loaded_is_told(predictor):
    class Broken(One):
        async def start(self):
            raise ArtefactError("it is broken")

    told = []
    app = App(Broken(predictor))
    app.failed = told.append
    caller = Caller(app).start()
    assert str(told[0]) == "it is broken"
    assert caller.post(RECORD).status == 503
    caller.close()
    with pytest.raises(ArtefactError):
        Caller(App(Broken(predictor))).start()


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/invocations", 405, "method_not_allowed"),
        ("POST", "/ping", 405, "method_not_allowed"),
        ("DELETE", "/metrics", 405, "method_not_allowed"),
        ("GET", "/v2/models/other", 404, "unknown_model"),
        ("GET", "/v2/models/ice/versions/nope", 404, "unknown_model"),
        ("GET", "/v2/models/ice/a/b", 404, "not_found"),
    ],
)
def test_what_there_is_not_is_told(caller, method, path, status, code):
    got = caller(method, path)
    assert (got.status, got.code) == (status, code)
    assert got.json["error"]["id"]
    if status == 405:
        assert got.headers["allow"]


def test_ids_attributes_and_variants_are_told(caller):
    got = caller.post(
        RECORD, **{"x-amzn-sagemaker-inference-id": "id-1", "x-amzn-sagemaker-custom-attributes": "a=1;b"}
    )
    assert got.headers["x-amzn-sagemaker-inference-id"] == "id-1"
    assert got.headers["x-amzn-sagemaker-custom-attributes"] == "a=1;b"
    assert got.headers["x-amzn-invoked-production-variant"] == "main"
    assert got.headers["x-wrangle-model"].startswith("ice@")
    one, other = (caller.post(RECORD).headers["x-amzn-sagemaker-inference-id"] for _ in range(2))
    assert one != other
    assert len(one) <= 64


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"x-amzn-sagemaker-inference-id": "x" * 65}, "invalid_inference_id"),
        ({"x-amzn-sagemaker-inference-id": "é"}, "invalid_inference_id"),
        ({"x-amzn-sagemaker-custom-attributes": "x" * 1025}, "invalid_custom_attributes"),
        ({"x-amzn-sagemaker-target-variant": "nobody"}, "unknown_variant"),
    ],
)
def test_headers_that_cannot_be_meant_are_refused(caller, headers, code):
    got = caller.post(RECORD, **headers)
    assert (got.status, got.code) == (400, code)


def test_a_token_is_asked_for_where_there_is_one(app_of):
    caller = app_of(token="a-long-enough-token")
    assert caller("GET", "/ping").status == 200
    assert caller("GET", "/").status == 200
    for headers in (
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": "a-long-enough-token"},
        {"authorization": "Basic a-long-enough-token"},
    ):
        got = caller.post(RECORD, **headers)
        assert (got.status, got.code, got.headers["www-authenticate"]) == (401, "unauthorized", "Bearer")
    assert caller("GET", "/metrics").status == 401
    assert caller.post(RECORD, authorization="Bearer a-long-enough-token").status == 200


def test_a_failure_of_ours_is_told_by_its_id_alone(predictor, caplog):
    class Failing:
        bundle = predictor.bundle

        def answers(self, records):
            raise RuntimeError("secret")

    caller = Caller(App(One(Failing()))).start()
    with caplog.at_level(logging.ERROR):
        got = caller.post(RECORD)
    assert (got.status, got.code) == (500, "internal_error")
    assert b"secret" not in got.body
    assert b"Traceback" not in got.body
    assert got.json["error"]["id"] in caplog.text
    assert "secret" in caplog.text
    caller.close()


class Kept:
    """A capture that can fail."""

    def __init__(self):
        self.events, self.works = [], True

    def put_all(self, events):
        self.events += events
        return self.wait()

    async def wait(self):
        if not self.works:
            raise CaptureError("postgresql://user:secret@host is gone")

    def healthy(self):
        return self.works

    def stats(self):
        return {"kept": len(self.events), "store": "x", "failing": False}

    def stop(self):
        pass


class Copies:
    """Shadows that only take copies."""

    def __init__(self):
        self.sent = []

    def send(self, ids, records):
        self.sent.append((list(ids), list(records)))

    def stop(self):
        pass


def test_what_is_kept_is_kept_before_the_answer_and_told_where_it_cannot_be(app_of):
    capture, shadows = Kept(), Copies()
    caller = app_of(keeping=Keeping(capture, shadows))
    headers = {"x-amzn-sagemaker-inference-id": "me"}
    caller.post(RECORD, **headers)
    caller.post([RECORD, 5, WRONG], **headers)
    assert [each.inference_id for each in capture.events] == ["me", "me/0", "me/1", "me/2"]
    assert [each.request for each in capture.events] == [RECORD, RECORD, {}, WRONG]
    assert [each.answer["status"] for each in capture.events] == ["ok", "ok", "rejected", "rejected"]
    assert len(capture.events[0].model_version) == 64
    assert shadows.sent[0] == (["me"], [RECORD])
    assert b"wrangle_capture_kept 4" in caller("GET", "/metrics").body
    capture.works = False
    got = caller.post(RECORD)
    assert (got.status, got.code) == (503, "capture_failed")
    assert b"secret" not in got.body
    assert caller("GET", "/ping").status == 503


def test_a_slow_model_makes_a_queue_with_an_end(predictor, bundle_folder):
    import threading

    from wrangle.sections.serve import Limits

    gate = threading.Event()
    caller = Caller(App(One(Slow(predictor, gate)), lambda _models: (Limits(waiting=3, timeout=20), Keeping()))).start()

    async def ask(seconds):
        await asyncio.sleep(seconds)
        return await caller.ask(
            "POST", "/invocations", json.dumps(RECORD).encode(), {"content-type": "application/json"}
        )

    async def many():
        asked = [asyncio.create_task(ask(0.05 if each else 0)) for each in range(10)]
        await asyncio.sleep(0.2)
        gate.set()
        return await asyncio.gather(*asked)

    found = caller.loop.run_until_complete(many())
    assert sorted(each.status for each in found) == [200] * 4 + [429] * 6
    caller.close()


def test_a_client_that_leaves_is_forgotten(caller):
    headers = {"content-type": "application/json"}
    assert caller("POST", "/invocations", headers=headers, chunks=[b'{"a"']) is None
    assert caller.post(RECORD).status == 200
    assert b"wrangle_requests_open 1" in caller("GET", "/metrics").body


def test_metrics_count_what_was_done(predictor):
    caller = Caller(App(One(predictor))).start()
    caller.post([RECORD, WRONG, REMARKABLE])
    caller("GET", "/nothing")
    text = caller("GET", "/metrics").body.decode()
    for line in (
        'wrangle_requests_total{route="/invocations",status="200"} 1',
        'wrangle_requests_total{route="other",status="404"} 1',
        'wrangle_records_total{variant="main",status="flagged"} 1',
        'wrangle_records_total{variant="main",status="ok"} 1',
        'wrangle_records_total{variant="main",status="rejected"} 1',
        "wrangle_batch_records_sum 3",
        "wrangle_models_swaps 3",
        "wrangle_ready 1",
    ):
        assert line in text.splitlines(), line
    caller.close()


def test_sagemaker_is_told_how_to_send_batches(caller):
    assert caller("GET", "/execution-parameters").json == {
        "MaxConcurrentTransforms": 8,
        "BatchStrategy": "MULTI_RECORD",
        "MaxPayloadInMB": 6,
    }


def test_no_browser_guesses_and_nobody_keeps_an_answer(caller):
    for got in (caller("GET", "/"), caller.post(RECORD), caller("GET", "/nothing")):
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["cache-control"] == "no-store"


def test_a_websocket_is_closed(caller):
    sent = []

    async def send(message):
        sent.append(message["type"])

    caller.loop.run_until_complete(caller.app({"type": "websocket"}, None, send))
    assert sent == ["websocket.close"]
