from datetime import timedelta

import pytest
from stores import NOON, VERSION, event

from wrangle.captures.adding import How, add_truth
from wrangle.captures.states import coverage, labelled_since, truth_stamp
from wrangle.captures.store import Store
from wrangle.captures.truth import Line
from wrangle.serving.masking import rows_of


@pytest.fixture
def kept(url):
    with Store(url) as store:
        store.add(rows_of([event(number) for number in range(10)], frozenset()))
    return url


def tell(url, number, hours=1.0, label="yes", **changes):
    moment = NOON + timedelta(hours=hours)
    return add_truth(url, [Line(1, label, f"id-{number}", None, moment)], How("x", **changes))


@pytest.mark.parametrize(("hours", "late"), [(0.5, 0), (1.0, 0), (1.01, 1)])
def test_a_label_is_late_after_what_is_said(kept, hours, late):
    tell(kept, 0, hours)
    assert coverage(kept, timedelta(hours=1)).counts.late == late
    assert coverage(kept).counts.late == 0


def test_labels_are_counted_from_a_moment_on(kept):
    for number in (2, 5, 8, 80):
        tell(kept, number)
    assert labelled_since(kept, NOON, {VERSION}) == 3
    assert labelled_since(kept, NOON + timedelta(seconds=5), {VERSION}) == 2
    assert labelled_since(kept, NOON, {"cd" * 32}) == 0
    told = coverage(kept)
    assert (told.captured, told.labelled) == (10, 3)
    assert (told.last - told.first) == 6_000_000


def test_the_stamp_changes_with_the_truth_and_with_nothing_else(kept):
    seen = [truth_stamp(kept)]
    tell(kept, 0)
    seen.append(truth_stamp(kept))
    with Store(kept) as store:
        store.add(rows_of([event(50)], frozenset()))
    tell(kept, 0)
    assert truth_stamp(kept) == seen[-1]
    tell(kept, 0, label="no")
    seen.append(truth_stamp(kept))
    tell(kept, 0, label="no", replace=True)
    seen.append(truth_stamp(kept))
    tell(kept, 70)
    seen.append(truth_stamp(kept))
    with Store(kept) as store:
        store.add(rows_of([event(70)], frozenset()))
    seen.append(truth_stamp(kept))
    assert len(set(seen)) == len(seen)


def test_a_store_without_truth_has_none(kept):
    assert labelled_since(kept, NOON, {VERSION}) == 0
    assert truth_stamp(kept) == ()
