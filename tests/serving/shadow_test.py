import asyncio
import json
import threading
import time

import pytest
from deployed import RECORD, make_bundle, until

from wrangle.captures.read import read_captures
from wrangle.captures.store import Store
from wrangle.sections.serve import Capture as Settings
from wrangle.serving import shadow as shadow_module
from wrangle.serving.capture import Capture
from wrangle.serving.models import Models
from wrangle.serving.promotion import Promotion, promote
from wrangle.serving.shadow import Shadows


@pytest.fixture
def folder(tmp_path):
    promote(make_bundle(tmp_path / "b1", 1), tmp_path / "deployed")
    promote(make_bundle(tmp_path / "b2", 2), tmp_path / "deployed", Promotion(shadow=True))
    return tmp_path / "deployed"


def shadowing(folder, work, mode="buffered"):
    """Run some work with shadows, and return what was kept and what is told of it."""
    url = f"sqlite:///{folder}/c.sqlite"

    async def serve():
        models = Models.of_deployment(folder)
        await models.start()
        capture = Capture(Settings(mode=mode), Store(url))
        capture.start()
        shadows = Shadows(models, capture)
        await work(models, shadows)
        told = shadows.stats()
        shadows.stop()
        await asyncio.to_thread(capture.stop)
        await models.stop()
        return told

    told = asyncio.run(serve())
    return [row for frame in read_captures(url) for row in frame.iter_rows(named=True)], told


@pytest.mark.parametrize("mode", ["buffered", "durable"])
def test_shadows_answer_copies_for_the_record_only(folder, mode):
    async def work(_models, shadows):
        for number in range(300):
            shadows.send([f"id-{number}"], [RECORD])
        await until(lambda: shadows.stats()["answered"] == 300)

    kept, told = shadowing(folder, work, mode)
    assert sorted(row["inference_id"] for row in kept) == sorted(f"id-{number}" for number in range(300))
    assert {(row["variant"], row["shadow"]) for row in kept} == {("shadow", True)}
    assert {json.loads(row["answer"])["prediction"] for row in kept} == {2.0}
    assert told == {"answered": 300, "dropped": 0, "failed": 0, "waiting": 0}


def test_sending_returns_at_once_and_too_many_copies_are_dropped_and_counted(folder, monkeypatch):
    monkeypatch.setattr(shadow_module, "QUEUE", 50)
    go = threading.Event()

    async def work(models, shadows):
        predictor = models.shadows()[0].predictor
        answers = predictor.answers
        predictor.answers = lambda records: go.wait(10) and answers(records)
        shadows.send(["first"], [RECORD])
        await until(lambda: shadows.stats()["waiting"] == 0)
        began = time.monotonic()
        for number in range(10):
            shadows.send([f"{number}-{place}" for place in range(10)], [RECORD] * 10)
        assert time.monotonic() - began < 0.1
        assert shadows.stats() == {"answered": 0, "dropped": 50, "failed": 0, "waiting": 50}
        go.set()
        await until(lambda: shadows.stats()["answered"] == 51)

    kept, _ = shadowing(folder, work)
    assert len(kept) == 51


def test_a_record_that_the_shadow_cannot_take_costs_no_other(folder):
    async def work(models, shadows):
        predictor = models.shadows()[0].predictor
        answers = predictor.answers

        def fragile(records):
            if any(each.get("humidity") == "13" for each in records):
                raise ZeroDivisionError
            return answers(records)

        predictor.answers = fragile
        shadows.send(["a", "b", "c"], [RECORD, RECORD | {"humidity": "13"}, RECORD])
        await until(lambda: shadows.stats()["answered"] == 3)

    kept, told = shadowing(folder, work)
    status = {row["inference_id"]: json.loads(row["answer"])["status"] for row in kept}
    assert status == {"a": "ok", "b": "failed", "c": "ok"}
    assert told["failed"] == 1


def test_without_shadows_or_without_a_store_nothing_is_asked(tmp_path):
    bundle = make_bundle(tmp_path / "b", 1)

    async def serve():
        models = Models.of_bundle(bundle)
        await models.start()
        shadows = Shadows(models, Capture.off())
        shadows.send(["a"], [RECORD])
        await models.stop()
        return shadows.stats()

    assert asyncio.run(serve()) == {"answered": 0, "dropped": 0, "failed": 0, "waiting": 0}


def test_requests_are_kept_as_they_were_sent(folder):
    async def work(_models, shadows):
        shadows.send(["a"], [{"station": " EWR", "humidity": 50}])
        await until(lambda: shadows.stats()["answered"] == 1)

    kept, _ = shadowing(folder, work)
    assert json.loads(kept[0]["request"]) == {"station": " EWR", "humidity": 50}
