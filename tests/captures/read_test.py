from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest
from stores import NOON, VERSION, event

from wrangle.captures.read import SCHEMA, microseconds, read_captures, values_of
from wrangle.captures.store import Store
from wrangle.errors import CaptureError
from wrangle.serving.masking import rows_of


@pytest.fixture
def kept(url):
    with Store(url) as store:
        many = [
            event(number, shadow=number % 5 == 0, variant="canary" if number % 2 else "main") for number in range(25)
        ]
        store.add(rows_of(many[::-1], frozenset()))
    return url


def numbers(frames):
    return [each["number"] for frame in frames for each in values_of(frame["request"])]


def test_captures_come_as_frames_in_the_order_of_time(kept):
    frames = list(read_captures(kept, rows=10))
    assert [each.height for each in frames] == [10, 10, 5]
    assert all(each.schema == SCHEMA for each in frames)
    whole = pl.concat(frames)
    assert whole["time"].to_list() == [NOON + timedelta(seconds=number) for number in range(25)]
    assert whole.row(1, named=True) | {"id": ""} == {
        "id": "",
        "inference_id": "id-1",
        "time": NOON + timedelta(seconds=1),
        "variant": "canary",
        "model_version": VERSION,
        "shadow": False,
        "request": '{"station":" ewr","temperature":"39.02 F","humidity":null,"number":1}',
        "answer": '{"status":"ok","prediction":"yes","probabilities":{"yes":0.75,"no":0.25}}',
    }


def test_a_window_takes_its_first_moment_and_not_its_last(kept):
    assert numbers(read_captures(kept, NOON + timedelta(seconds=3), NOON + timedelta(seconds=6))) == [3, 4, 5]
    paris = timezone(timedelta(hours=2))
    assert numbers(read_captures(kept, datetime(2026, 5, 1, 14, 0, 23, tzinfo=paris))) == [23, 24]
    assert numbers(read_captures(kept, until=NOON)) == []


def test_variants_and_shadows_are_told_apart(kept):
    assert numbers(read_captures(kept, variant="canary", shadow=True)) == [5, 15]
    assert len(numbers(read_captures(kept, shadow=False))) == 20


def test_moments_shared_by_many_rows_lose_none_at_the_border_of_frames(url):
    with Store(url) as store:
        store.add(rows_of([event(0) for _ in range(25)], frozenset()))
    frames = list(read_captures(url, rows=10))
    assert [each.height for each in frames] == [10, 10, 5]
    assert pl.concat(frames)["id"].n_unique() == 25


def test_an_empty_store_gives_nothing(url):
    with Store(url) as store:
        store.open()
    assert list(read_captures(url)) == []


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(CaptureError, match=r"2026-05-01T00:00:00 has no time zone: write \+00:00"):
        microseconds(datetime(2026, 5, 1))
    assert microseconds(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1
