"""Models are changed while requests are answered: none is lost, bad ones are refused, what was picked is finished."""

import asyncio
import json
import logging
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from deployed import RECORD, make_bundle, spoil, until

from wrangle.bundle.load import load_bundle
from wrangle.errors import ArtefactError, DeploymentError, UnknownVariantError
from wrangle.serving import models as models_module
from wrangle.serving.models import Models
from wrangle.serving.promotion import Promotion, promote, rollback


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    return [make_bundle(tmp_path_factory.mktemp("bundles") / "b", number) for number in range(3)]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "deployed"


def answer(models, inference_id="x", target=None):
    return models.pick(inference_id, target).predictor.answers([RECORD])[0]["prediction"]


class Serving:
    """Models that are started, and stopped at the end."""

    def __init__(self, folder, **options):
        self.models = Models.of_deployment(folder, poll=0.02, **options)

    async def __aenter__(self):
        await self.models.start()
        return self.models

    async def __aexit__(self, *_):
        await self.models.stop()


def test_a_bundle_is_served_by_itself(bundles):
    async def serve():
        models = Models.of_bundle(bundles[1])
        assert not models.ready
        with pytest.raises(DeploymentError, match="no model is loaded yet"):
            models.pick("x")
        await models.start()
        assert models.ready
        assert answer(models) == 1.0
        assert models.pick("x").name == "main"
        assert models.shadows() == ()
        told = models.describe()
        assert (told["kind"], told["revision"], told["variants"][0]["model"]) == ("bundle", None, "weather")
        await models.stop()

    asyncio.run(serve())


def test_a_bundle_that_is_none_is_not_served(tmp_path):
    with pytest.raises(ArtefactError):
        asyncio.run(Models.of_bundle(tmp_path).start())
    with pytest.raises(DeploymentError, match="cannot be read"):
        asyncio.run(Models.of_deployment(tmp_path).start())


def test_a_promotion_and_a_rollback_are_taken_over(bundles, folder):
    async def serve():
        promote(bundles[1], folder)
        async with Serving(folder) as models:
            assert answer(models) == 1.0
            promote(bundles[2], folder)
            await until(lambda: answer(models) == 2.0)
            assert models.describe() | {"loaded_at": "", "variants": [], "shadows": []} == {
                "kind": "deployment",
                "revision": 2,
                "variants": [],
                "shadows": [],
                "loaded_at": "",
                "swaps": 1,
                "refused": 0,
                "refusal": None,
                "fallen_back": False,
            }
            rollback(folder)
            await until(lambda: answer(models) == 1.0)

    asyncio.run(serve())


def test_variants_and_shadows_are_taken_over(bundles, folder):
    async def serve():
        promote(bundles[0], folder)
        async with Serving(folder) as models:
            promote(bundles[1], folder, Promotion("canary", 1.0))
            promote(bundles[2], folder, Promotion(shadow=True))
            await until(models.shadows)
            assert {answer(models, f"id-{number}") for number in range(50)} == {0.0, 1.0}
            assert answer(models, target="canary") == 1.0
            with pytest.raises(UnknownVariantError):
                models.pick("x", "shadow")
            (shadow,) = models.shadows()
            assert shadow.predictor.answers([RECORD])[0]["prediction"] == 2.0

    asyncio.run(serve())


def test_a_bundle_that_is_served_already_is_not_loaded_again(bundles, folder):
    loaded = []

    def load(path):
        loaded.append(path)
        return load_bundle(path)

    async def serve():
        promote(bundles[0], folder)
        async with Serving(folder, load=load) as models:
            before = models.pick("x").predictor
            promote(bundles[1], folder, Promotion("canary", 0.5))
            await until(lambda: len(models.describe()["variants"]) == 2)
            assert models.pick("x", "main").predictor is before
            assert len(loaded) == 2

    asyncio.run(serve())


@pytest.mark.slow
def test_many_swaps_under_load_lose_no_request_and_mix_no_answers(bundles, folder):
    """Each answer must be that of the variant that was picked, whatever was promoted meanwhile."""

    async def client(models, pool, over, counts):
        loop = asyncio.get_running_loop()
        number = 0
        while not over.is_set():
            number += 1
            variant = models.pick(f"{id(counts)}-{number}")
            expected = float(variant.bundle.golden[1]["answer"]["prediction"])
            (found,) = await loop.run_in_executor(pool, variant.predictor.answers, [RECORD])
            assert found == {"status": "ok", "prediction": expected}
            counts[expected] = counts.get(expected, 0) + 1

    async def serve():
        promote(bundles[0], folder)
        over, counts = asyncio.Event(), {}
        async with Serving(folder) as models:
            with ThreadPoolExecutor(4) as pool:
                clients = [asyncio.create_task(client(models, pool, over, counts)) for _ in range(8)]
                for swap in range(25):
                    await asyncio.to_thread(promote, bundles[(swap + 1) % 3], folder)
                    await until(lambda swap=swap: models.describe()["revision"] == swap + 2)
                over.set()
                await asyncio.gather(*clients)
            assert models.describe()["swaps"] == 25
        return counts

    counts = asyncio.run(serve())
    assert set(counts) == {0.0, 1.0, 2.0}
    assert sum(counts.values()) > 300


def swapped_by_hand(folder, source, **changes):
    """Write a deployment.json as somebody might who does not use `promote`."""
    path = folder / "deployment.json"
    told = json.loads(path.read_text())
    from wrangle.bundle.bundle import digest_of

    digest = digest_of((source / "manifest.json").read_bytes())
    variant = {"name": "main", "bundle": str(source), "digest": digest, "weight": 1.0} | changes
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(told | {"revision": told["revision"] + 1, "variants": [variant]}))
    beside.rename(path)


@pytest.mark.parametrize("fault", ["golden", "digest", "missing", "damaged", "text"])
def test_a_change_that_is_bad_is_refused_loudly_and_the_old_model_goes_on(bundles, folder, tmp_path, caplog, fault):
    bad = make_bundle(tmp_path / "bad", 7)

    def change():
        if fault == "text":
            (folder / "deployment.json").write_text("{")
        elif fault == "digest":
            swapped_by_hand(folder, bad, digest="0" * 64)
        elif fault == "missing":
            swapped_by_hand(folder, bad, bundle="gone")
        else:
            if fault == "golden":
                spoil(bad)
            else:
                (bad / "model.skops").write_bytes(b"PK")
            swapped_by_hand(folder, bad)

    async def serve():
        promote(bundles[1], folder)
        async with Serving(folder) as models:
            change()
            await until(lambda: models.describe()["refused"])
            told = models.describe()
            assert (told["refused"], told["revision"], told["swaps"]) == (1, 1, 0)
            assert told["refusal"]
            assert answer(models) == 1.0
            await asyncio.sleep(0.2)
            assert models.describe()["refused"] == 1
            if fault != "text":
                promote(bundles[2], folder)
                await until(lambda: answer(models) == 2.0)
                assert models.describe()["refusal"] is None

    asyncio.run(serve())
    assert [each for each in caplog.messages if "the deployment is refused, what is served goes on: " in each]


def test_a_refused_change_is_tried_again_for_its_files_may_still_be_coming(bundles, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(models_module, "RETRY", (0.1, 0.2))

    async def serve():
        promote(bundles[1], folder)
        async with Serving(folder) as models:
            late = tmp_path / "late"
            shutil.copytree(bundles[2], tmp_path / "elsewhere")
            swapped_by_hand(folder, tmp_path / "elsewhere", bundle=str(late))
            await until(lambda: models.describe()["refused"] >= 2)
            (tmp_path / "elsewhere").rename(late)
            await until(lambda: answer(models) == 2.0)

    asyncio.run(serve())


def test_a_deployment_that_goes_missing_is_served_on(bundles, folder, caplog):
    async def serve():
        promote(bundles[1], folder)
        async with Serving(folder) as models:
            (folder / "deployment.json").rename(folder / "gone.json")
            await asyncio.sleep(0.2)
            assert answer(models) == 1.0
            (folder / "gone.json").rename(folder / "deployment.json")
            promote(bundles[2], folder)
            await until(lambda: answer(models) == 2.0)

    asyncio.run(serve())
    assert len([each for each in caplog.messages if "what is served goes on" in each]) == 1


def test_a_server_that_starts_on_a_bad_state_serves_the_one_before_and_says_so(bundles, folder, caplog):
    async def serve():
        promote(bundles[1], folder)
        found = promote(bundles[2], folder)
        shutil.rmtree(folder / found.variants[0].bundle)
        async with Serving(folder) as models:
            told = models.describe()
            assert (answer(models), told["revision"], told["fallen_back"], told["refused"]) == (1.0, 1, True, 1)
            promote(bundles[0], folder)
            await until(lambda: answer(models) == 0.0)
            assert not models.describe()["fallen_back"]

    asyncio.run(serve())
    assert "revision 1 is served instead" in caplog.messages


def test_a_server_without_any_good_state_does_not_start(bundles, folder):
    found = promote(bundles[1], folder)
    shutil.rmtree(folder / found.variants[0].bundle)
    with pytest.raises(ArtefactError):
        asyncio.run(Models.of_deployment(folder).start())


def test_who_picked_a_model_goes_on_with_it_when_its_bundle_is_gone(bundles, folder):
    async def serve():
        promote(bundles[1], folder)
        async with Serving(folder) as models:
            variant = models.pick("x")
            promote(bundles[2], folder)
            await until(lambda: answer(models) == 2.0)
            shutil.rmtree(folder / "bundles")
            assert variant.predictor.answers([RECORD])[0]["prediction"] == 1.0

    asyncio.run(serve())


def test_the_loop_answers_while_a_bundle_is_loaded(bundles, folder):
    def slow(path):
        time.sleep(0.5 if Path(path).parent.name == "bundles" else 0)
        return load_bundle(path)

    async def serve():
        promote(bundles[1], folder)
        async with Serving(folder, load=slow) as models:
            promote(bundles[2], folder)
            longest = 0.0
            while answer(models) == 1.0:
                began = time.monotonic()
                await asyncio.sleep(0.005)
                longest = max(longest, time.monotonic() - began)
            assert longest < 0.4

    asyncio.run(serve())


def test_whatever_goes_wrong_with_a_bundle_the_watching_goes_on(bundles, folder):
    def load(path):
        bundle = load_bundle(path)
        if bundle.golden[1]["answer"]["prediction"] == 0.0:
            raise RecursionError("a fault that nobody thought of")
        return bundle

    async def serve():
        promote(bundles[1], folder)
        async with Serving(folder, load=load) as models:
            promote(bundles[0], folder)
            await until(lambda: models.describe()["refused"])
            assert answer(models) == 1.0
            promote(bundles[2], folder)
            await until(lambda: answer(models) == 2.0)

    asyncio.run(serve())


def test_options_come_from_the_rule_file_and_the_deployment(tmp_path, folder):
    bundle = make_bundle(
        tmp_path / "b", 1, "serve: {capture: {mode: durable, mask: [station]}, limits: {records: 7}}\n"
    )

    async def options(models):
        await models.start()
        await models.stop()
        return models.serve

    alone = asyncio.run(options(Models.of_bundle(bundle)))
    assert (alone.capture.mode, alone.capture.mask, alone.limits.records) == ("durable", ("station",), 7)
    promote(bundle, folder)
    path = folder / "deployment.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"serve": {"capture": "off"}}))
    assert asyncio.run(options(Models.of_deployment(folder))).capture.mode == "off"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"serve": {"capture": {"mask": ["nose"]}}}))
    with pytest.raises(DeploymentError, match="no model takes a column 'nose'"):
        asyncio.run(options(Models.of_deployment(folder)))


def test_stopping_leaves_no_thread_and_no_task(bundles, folder, caplog):
    caplog.set_level(logging.ERROR)

    async def serve():
        promote(bundles[1], folder)
        async with Serving(folder) as models:
            variant = models.pick("x")
        await asyncio.sleep(0.1)
        assert len(asyncio.all_tasks()) == 1
        assert variant.predictor.answers([RECORD])[0]["prediction"] == 1.0

    asyncio.run(serve())
    assert caplog.messages == []
