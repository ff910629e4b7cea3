import asyncio
import threading
import time

from wrangle.errors import RequestError, SchemaError
from wrangle.sections.serve import Limits
from wrangle.serving.gather import Gatherer


class Model:
    """Answers with what was asked; keeps how many were asked at once."""

    def __init__(self, seconds=0.0):
        self.batches = []
        self.seconds = seconds
        self.threads = set()

    def answers(self, records):
        self.threads.add(threading.current_thread().name)
        self.batches.append(len(records))
        time.sleep(self.seconds)
        if any(record.get("bad") for record in records):
            raise SchemaError("bad is bad")
        if any(record.get("worse") for record in records):
            raise RuntimeError
        return [{"status": "ok", "prediction": record["x"]} for record in records]


def run(work, **limits):
    async def whole():
        gatherer = Gatherer(Limits(**limits))
        try:
            return await work(gatherer)
        finally:
            gatherer.close()

    return asyncio.run(whole())


def one_then_more(gatherer, model, count):
    """Asks once, and more while that is being answered."""

    async def ask(number):
        await asyncio.sleep(0.02 if number else 0)
        return await gatherer.answers(model, [{"x": number}])

    return [ask(number) for number in range(count)]


def test_requests_that_arrive_together_are_answered_together():
    model = Model()

    async def work(gatherer):
        await asyncio.gather(*(gatherer.answers(model, [{"x": each}]) for each in range(30)))

    run(work)
    assert model.batches == [30]


def xs(answers):
    return [each["prediction"] for each in answers]


def test_each_request_gets_its_own_answers_in_order():
    model = Model(0.002)

    async def work(gatherer):
        asked = [[{"x": f"{one}.{two}"} for two in range(one % 4 + 1)] for one in range(200)]
        return asked, await asyncio.gather(*(gatherer.answers(model, each) for each in asked))

    asked, answers = run(work)
    assert [xs(each) for each in answers] == [[record["x"] for record in each] for each in asked]
    assert len(model.batches) < 50
    assert threading.main_thread().name not in model.threads


def test_requests_that_come_while_the_model_is_busy_are_answered_together():
    model = Model(0.05)

    async def work(gatherer):
        await asyncio.gather(*one_then_more(gatherer, model, 30))

    run(work)
    assert model.batches == [1, 29]


def test_a_single_request_waits_for_nobody():
    model = Model()

    async def work(gatherer):
        began = time.perf_counter()
        await gatherer.answers(model, [{"x": 1}])
        return time.perf_counter() - began

    assert run(work, wait=1_000.0) < 0.5


def test_a_batch_has_no_more_records_than_is_said():
    model = Model(0.02)

    async def work(gatherer):
        await asyncio.gather(*(gatherer.answers(model, [{"x": 1}] * 3) for _ in range(10)))

    run(work, batch=7)
    assert max(model.batches) <= 7


def test_a_large_request_goes_in_parts_and_small_ones_come_in_between():
    model = Model(0.01)
    order = []

    async def work(gatherer):
        async def ask(name, count):
            found = await gatherer.answers(model, [{"x": each} for each in range(count)])
            order.append(name)
            return found

        large, _ = await asyncio.gather(ask("large", 31), ask("small", 1))
        assert xs(large) == list(range(31))

    run(work, batch=10)
    assert order == ["small", "large"]
    assert model.batches == [10, 1, 10, 10, 1]


def test_a_record_that_fails_is_rejected_alone():
    model = Model(0.01)

    async def work(gatherer):
        asked = [[{"x": 1}], [{"x": 2, "bad": True}], [{"x": 3}, {"x": 4, "bad": True}, {"x": 5}]]
        first = gatherer.answers(model, [{"x": 0}])
        return await asyncio.gather(first, *(gatherer.answers(model, each) for each in asked))

    first, one, two, three = run(work)
    assert xs(first) == [0]
    assert xs(one) == [1]
    assert two == [{"status": "rejected", "prediction": None, "rejected_by": ["record"], "why": ["bad is bad"]}]
    assert [each["status"] for each in three] == ["ok", "rejected", "ok"]


def test_a_failure_that_is_ours_reaches_only_who_caused_it():
    model = Model(0.01)

    async def work(gatherer):
        asked = [[{"x": 0}], [{"x": 1}], [{"worse": True}], [{"x": 3}]]
        return await asyncio.gather(*(gatherer.answers(model, each) for each in asked), return_exceptions=True)

    found = run(work)
    assert isinstance(found[2], RuntimeError)
    assert [xs(found[place]) for place in (0, 1, 3)] == [[0], [1], [3]]


def test_more_than_may_wait_are_told_to_come_again():
    model = Model(0.05)

    async def work(gatherer):
        return await asyncio.gather(*one_then_more(gatherer, model, 20), return_exceptions=True)

    found = run(work, waiting=5)
    refused = [each for each in found if isinstance(each, RequestError)]
    assert len(refused) == 14
    assert {(each.status, each.code, each.headers["retry-after"]) for each in refused} == {
        (429, "too_many_requests", "1")
    }


def test_who_waits_too_long_is_told_and_no_longer_worked_for():
    model = Model(0.2)

    async def work(gatherer):
        found = await asyncio.gather(*one_then_more(gatherer, model, 3), return_exceptions=True)
        await asyncio.sleep(0.3)
        return found, gatherer.waiting

    found, waiting = run(work, timeout=0.1)
    assert {each.status for each in found} == {504}
    assert model.batches == [1]
    assert waiting == 0


def test_models_do_not_share_a_batch():
    one, other = Model(0.01), Model(0.01)

    async def work(gatherer):
        return await asyncio.gather(*(gatherer.answers((one, other)[each % 2], [{"x": each}]) for each in range(20)))

    found = run(work)
    assert [xs(each) for each in found] == [[each] for each in range(20)]
    assert sum(one.batches) == sum(other.batches) == 10
    assert len(one.batches) <= 3


def test_who_waits_a_little_is_joined_by_others():
    model = Model(0.001)

    async def work(gatherer):
        await asyncio.gather(*(gatherer.answers(model, [{"x": each}]) for each in range(5)))

        async def late(seconds):
            await asyncio.sleep(seconds)
            await gatherer.answers(model, [{"x": 0}])

        await asyncio.gather(*(late(each / 1_000) for each in range(4)))

    run(work, wait=50.0)
    assert model.batches == [5, 4]
