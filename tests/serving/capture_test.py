"""What is kept of requests: under load, when the store fails, when the writer dies, when the process is killed."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from stores import emptied, event, kept_ids

from wrangle.captures.store import Store
from wrangle.errors import CaptureError
from wrangle.sections.serve import Capture as Settings
from wrangle.serving import writer
from wrangle.serving.capture import Capture


@pytest.fixture
def url(store_url):
    return store_url


@pytest.fixture
def capturing(url):
    """Make captures that are stopped at the end."""
    made = []

    def make(mode="buffered", store=None, **settings):
        store = store or Store(url, flush_each=mode == "durable")
        made.append(Capture(Settings(mode=mode, **settings), store))
        made[-1].start()
        return made[-1]

    yield make
    for each in made:
        each.stop(1.0)


async def put_all(capture, count, first=0):
    waits = [capture.put(event(number)) for number in range(first, first + count)]
    return await asyncio.gather(*(each for each in waits if each), return_exceptions=True)


def settled(capture):
    assert asyncio.run(capture.drained(20))
    return capture.stats()


@pytest.mark.parametrize("mode", ["buffered", "durable"])
def test_all_events_are_kept_in_order(capturing, url, mode):
    capture = capturing(mode)
    asyncio.run(put_all(capture, 1200))
    told = settled(capture)
    assert kept_ids(url) == [f"id-{number}" for number in range(1200)]
    assert (told["kept"], told["waiting"], told["dropped"], told["failing"]) == (1200, 0, 0, False)
    assert told["batches"] < 100


def test_a_durable_event_is_in_the_store_when_the_wait_is_over(capturing, url):
    capture = capturing("durable")

    async def one(number):
        await capture.put(event(number))
        assert f"id-{number}" in kept_ids(url)

    for number in range(5):
        asyncio.run(one(number))


def test_the_events_of_one_request_are_waited_for_once_and_kept_together(capturing, url):
    capture = capturing("durable")

    async def request():
        await capture.put_all([event(number) for number in range(700)])

    asyncio.run(request())
    assert len(kept_ids(url)) == 700


def test_stopping_writes_what_waits(capturing, url):
    capture = capturing()
    asyncio.run(put_all(capture, 300))
    capture.stop()
    assert len(kept_ids(url)) == 300
    assert capture.healthy()


def test_a_sample_is_chosen_by_inference_id(capturing, url):
    capture = capturing(sample=0.3)
    asyncio.run(put_all(capture, 1000))
    asyncio.run(put_all(capture, 1000))
    told = settled(capture)
    ids = kept_ids(url)
    assert 200 < len(set(ids)) < 400
    assert all(ids.count(each) == 2 for each in set(ids))
    assert told["sampled_out"] + told["kept"] == 2000


def test_what_is_sampled_out_is_not_waited_for(capturing):
    assert capturing("durable", sample=0.0).put(event()) is None


def test_off_takes_events_and_keeps_nothing(tmp_path):
    for settings in (Settings(mode="off"), Settings()):
        capture = Capture.of(settings, tmp_path)
        capture.start()
        assert capture.put(event()) is None
        assert capture.healthy()
        assert capture.stats() == {"mode": "off"}
        capture.stop()
    assert list(tmp_path.iterdir()) == []


def test_the_store_is_in_the_folder_unless_told_otherwise(tmp_path):
    capture = Capture.of(Settings(mode="buffered", mask=("station",)), tmp_path)
    capture.start()
    capture.put(event())
    capture.stop()
    assert kept_ids(f"sqlite:///{tmp_path}/captures.sqlite") == ["id-0"]
    assert b" ewr" not in (tmp_path / "captures.sqlite").read_bytes()


class Broken(Store):
    """A store that works only while `works`, and counts."""

    works = False
    dies = 0

    def add(self, rows):
        if self.dies:
            self.dies -= 1
            raise SystemExit  # what ends a thread, whatever it catches of errors
        if not self.works:
            raise CaptureError("the disk is full")
        super().add(rows)

    def probe(self):
        if not self.works:
            raise CaptureError("the disk is full")
        super().probe()


def test_buffered_a_failing_store_costs_no_answer_and_is_loud(capturing, url, caplog):
    caplog.set_level(logging.WARNING)
    store = Broken(url)
    capture = capturing(store=store, queue=100)
    began = time.monotonic()
    asyncio.run(put_all(capture, 250))
    assert time.monotonic() - began < 0.5
    time.sleep(0.3)
    told = capture.stats()
    assert (told["waiting"], told["dropped"], told["failing"], told["kept"]) == (100, 150, True, 0)
    assert told["last_error"] == "the disk is full"
    assert told["failures"] >= 1
    assert capture.healthy()
    assert [each for each in caplog.messages if "captures cannot be kept: the disk is full" in each]
    assert len([each for each in caplog.messages if "are dropped" in each]) == 1
    store.works = True
    assert settled(capture)["kept"] == 100
    assert kept_ids(url) == [f"id-{number}" for number in range(100)]
    assert [each for each in caplog.messages if "captures are kept again" in each]


def test_durable_a_failing_store_is_an_error_at_once_until_it_works_again(capturing, url):
    store = Broken(url)
    store.works = True
    capture = capturing("durable", store=store)
    asyncio.run(put_all(capture, 1))
    store.works = False
    (error,) = asyncio.run(put_all(capture, 1, 1))
    assert isinstance(error, CaptureError)
    assert not capture.healthy()
    with pytest.raises(CaptureError, match="cannot be kept now: the disk is full"):
        asyncio.run(put_all(capture, 1, 2))
    store.works = True
    until(capture.healthy)
    assert asyncio.run(put_all(capture, 1, 3)) == [None]
    assert kept_ids(url) == ["id-0", "id-3"]
    assert capture.stats()["unkept"] == 1


def test_durable_too_many_waiting_are_refused_and_a_slow_store_is_not_waited_for_longer_than_said(capturing, url):
    capture = capturing("durable", store=Store(url, delay=1.0), queue=3, timeout=0.3)

    async def many():
        await asyncio.sleep(0.2)
        waits = [capture.put(event(number)) for number in range(3)]
        with pytest.raises(CaptureError, match="3 are waiting to be kept"):
            capture.put(event(3))
        return await asyncio.gather(*waits, return_exceptions=True)

    for error in asyncio.run(many()):
        assert "was not kept within 0.3 s" in str(error)


DIES = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


def until(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@DIES
@pytest.mark.parametrize("mode", ["buffered", "durable"])
def test_a_dead_writer_fails_the_health_check_and_is_started_again_without_loss(capturing, url, mode):
    store = Broken(url)
    store.works = True
    store.dies = 1
    capture = capturing(mode, store=store)

    async def serve():
        waits = capture.put_all([event(number) for number in range(10)])
        end = time.monotonic() + 5
        while capture.healthy():
            assert time.monotonic() < end
            await asyncio.sleep(0.01)
        assert capture.healthy()
        if waits:
            await waits

    asyncio.run(serve())
    told = settled(capture)
    assert (told["restarts"], told["kept"], told["alive"]) == (1, 10, True)
    assert len(kept_ids(url)) == 10


@DIES
def test_a_dead_writer_is_also_started_again_by_the_next_event(capturing, url):
    store = Broken(url)
    store.works = True
    store.dies = 1
    capture = capturing(store=store)
    asyncio.run(put_all(capture, 1))
    until(lambda: not capture.stats()["alive"])
    asyncio.run(put_all(capture, 1, 1))
    assert settled(capture)["restarts"] == 1
    assert kept_ids(url) == ["id-0", "id-1"]


def test_a_writer_that_hangs_fails_the_health_check(capturing, url, monkeypatch):
    monkeypatch.setattr(writer, "STUCK", 0.2)
    capture = capturing(store=Store(url, delay=1.0))
    asyncio.run(put_all(capture, 1))
    until(lambda: not capture.healthy())
    settled(capture)
    until(capture.healthy)
    assert capture.stats()["restarts"] == 0


def test_what_the_store_cannot_take_costs_no_other_event(capturing, url):
    capture = capturing()
    capture.put_all([event(0), event(1, inference_id=None), event(2)])
    capture.put_all([event(3, request={"a": object()}), event(4)])
    capture.put(event(5))
    told = settled(capture)
    assert kept_ids(url) == ["id-0", "id-2", "id-4", "id-5"]
    assert (told["kept"], told["refused"], told["failing"]) == (4, 2, False)


def test_durable_who_sent_what_the_store_cannot_take_is_told(capturing, url):
    capture = capturing("durable")

    async def requests():
        many = [capture.put(event(0)), capture.put(event(1, variant=None)), capture.put(event(2, time=None))]
        return await asyncio.gather(*many, return_exceptions=True)

    first, second, third = asyncio.run(requests())
    assert first is None
    assert isinstance(second, CaptureError)
    assert isinstance(third, CaptureError)
    assert kept_ids(url) == ["id-0"]


def test_a_stop_while_the_store_fails_ends_in_time_and_tells_what_is_lost(capturing, url, caplog):
    capture = capturing(store=Broken(url))
    asyncio.run(put_all(capture, 7))
    began = time.monotonic()
    capture.stop(0.5)
    assert time.monotonic() - began < 3
    assert capture.stats()["dropped"] == 7
    assert "7 captures were not kept: the disk is full" in caplog.messages


def test_a_full_sqlite_is_survived_and_used_again_when_there_is_room(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/c.sqlite")
    room = [12]
    store.open()
    limit = lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count = {room[0]}")  # noqa: E731
    sa.event.listen(store.engine, "begin", limit)
    capture = Capture(Settings(mode="buffered"), store)
    capture.start()
    asyncio.run(put_all(capture, 2000))
    time.sleep(0.5)
    assert "database or disk is full" in capture.stats()["last_error"]
    assert capture.healthy()
    room[0] = 100_000
    assert settled(capture)["dropped"] == 0
    capture.stop()
    assert len(kept_ids(f"sqlite:///{tmp_path}/c.sqlite")) == 2000


def test_a_store_that_comes_later_gets_what_waited(tmp_path):
    path = tmp_path / "later"
    path.write_text("a file where the folder of the store should be")
    capture = Capture.of(Settings(mode="buffered", url="sqlite:///later/c.sqlite"), tmp_path)
    capture.start()
    asyncio.run(put_all(capture, 20))
    time.sleep(0.3)
    assert capture.stats()["failing"]
    assert capture.healthy()
    path.unlink()
    assert settled(capture)["kept"] == 20
    capture.stop()
    assert len(kept_ids(f"sqlite:///{path}/c.sqlite")) == 20


@pytest.mark.slow
def test_postgresql_that_goes_and_comes_back_costs_nothing(database):
    url = emptied(database)
    capture = Capture(Settings(mode="buffered"), Store(url))
    capture.start()
    over = threading.Event()
    sent = 0

    def disturb():
        for _ in range(5):
            admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
            with admin.connect() as connection:
                query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                connection.exec_driver_sql(f"{query} AND application_name = 'wrangle'").all()
            admin.dispose()
            time.sleep(0.2)
        over.set()

    thread = threading.Thread(target=disturb)
    thread.start()
    while not over.is_set():
        asyncio.run(put_all(capture, 20, sent))
        sent += 20
        time.sleep(0.01)
    thread.join()
    told = settled(capture)
    capture.stop()
    assert told["kept"] == sent
    assert sorted(kept_ids(url)) == sorted(f"id-{number}" for number in range(sent))
    assert told["failures"] >= 1


def killed_under_load(url, mode, delay):
    """Return the ids that were acknowledged until `kill -9`, and those that the store holds."""
    script = Path(__file__).parent / "keeping.py"
    command = [sys.executable, str(script), url, mode, str(delay), "16"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    told = []
    for line in process.stdout:
        told.append((time.monotonic(), line.decode().strip()))
        if told[-1][0] - told[0][0] > 1.5:
            os.kill(process.pid, signal.SIGKILL)
            break
    told += [(time.monotonic(), line.decode().strip()) for line in process.stdout if line.endswith(b"\n")]
    process.stdout.close()
    process.stderr.close()
    process.wait()
    return told, set(kept_ids(url))


@pytest.mark.slow
def test_durable_nothing_that_was_acknowledged_is_lost_at_kill_9(url):
    acknowledged, kept = killed_under_load(url, "durable", delay=0.2)
    assert len(acknowledged) > 50
    assert [each for _, each in acknowledged if each not in kept] == []


@pytest.mark.slow
def test_buffered_kill_9_loses_some_and_never_more_than_the_queue(url):
    acknowledged, kept = killed_under_load(url, "buffered", delay=0.2)
    lost = [each for _, each in acknowledged if each not in kept]
    assert 0 < len(lost) <= 2000


@pytest.mark.slow
def test_buffered_what_is_lost_at_kill_9_is_younger_than_a_pause_and_a_commit(url):
    acknowledged, kept = killed_under_load(url, "buffered", delay=0.0)
    end = acknowledged[-1][0]
    ages = [end - moment for moment, each in acknowledged if each not in kept]
    assert max(ages, default=0) < 1.0
