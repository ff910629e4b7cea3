import asyncio
import threading
import time

import pytest
from stores import event

from wrangle.errors import CaptureError
from wrangle.serving.lots import BATCH, IDLE, MOST, PAUSE, Line, Lot


def lots(count, size=1):
    return [Lot([event(number)] * size) for number in range(count)]


def test_lots_come_out_in_the_order_they_went_in_and_are_waiting_until_they_are_done():
    line = Line(gathers=False)
    put = lots(3)
    for lot in put:
        line.put(lot)
    assert line.take() == put
    assert line.waiting == 3
    for lot in put:
        line.done(lot)
    assert line.waiting == 0


def test_a_transaction_is_bounded_and_a_larger_lot_goes_alone():
    line = Line(gathers=False)
    first, second, large = *lots(2, MOST - 1), Lot([event()] * (MOST * 3))
    for lot in (first, second, large):
        line.put(lot)
    assert [line.take(), line.take(), line.take()] == [[first], [second], [large]]


def test_a_gathering_line_waits_for_more_and_another_does_not():
    for gathers, expected in ((True, 2), (False, 1)):
        line = Line(gathers=gathers)
        line.put(lots(1)[0])
        threading.Timer(PAUSE / 4, line.put, lots(1)).start()
        assert len(line.take()) == expected
        time.sleep(PAUSE / 2)


def test_a_full_transaction_is_not_kept_waiting():
    line = Line(gathers=True)
    taken = []
    thread = threading.Thread(target=lambda: taken.append(line.take()))
    thread.start()
    began = time.monotonic()
    for lot in lots(BATCH):
        line.put(lot)
    thread.join()
    assert time.monotonic() - began < IDLE
    assert len(taken[0]) == BATCH


def test_a_closed_line_gives_what_is_left_and_then_nothing():
    line = Line(gathers=True)
    line.put(lots(1)[0])
    line.close()
    assert len(line.take()) == 1
    began = time.monotonic()
    assert line.take() == []
    assert time.monotonic() - began < IDLE / 2


def test_who_waits_is_told_from_another_thread():
    async def wait(error):
        lot = Lot([event()], asyncio.get_running_loop().create_future(), error=error)
        threading.Thread(target=lot.tell).start()
        await lot.future

    asyncio.run(wait(None))
    with pytest.raises(CaptureError, match="full"):
        asyncio.run(wait(CaptureError("full")))


def test_nobody_is_told_twice_nor_after_the_loop_is_closed():
    async def twice():
        lot = Lot([event()], asyncio.get_running_loop().create_future())
        lot.tell()
        lot.tell()
        await asyncio.sleep(0)
        return lot

    asyncio.run(twice()).tell()
