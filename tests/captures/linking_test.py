from stores import event

from wrangle.captures.adding import How, add_truth
from wrangle.captures.linking import link
from wrangle.captures.store import Store
from wrangle.captures.truth import Line
from wrangle.serving.masking import rows_of


def capture(url, *numbers, mask=()):
    with Store(url) as store:
        store.add(rows_of([event(number) for number in numbers], frozenset(mask)))


def tell(url, *numbers):
    lines = [Line(place, "yes", None, {"number": number}) for place, number in enumerate(numbers, 1)]
    return add_truth(url, lines, How("x", links=False))


def test_links_are_found_once(url):
    capture(url, 0, 1, 2)
    tell(url, 1, 2, 7)
    assert link(url) == 2
    assert link(url) == 0


def test_captures_that_come_later_are_linked_although_all_lines_have_one(url):
    capture(url, 0)
    tell(url, 0)
    assert link(url) == 1
    capture(url, 1)
    assert link(url) == 0
    capture(url, 0)
    assert link(url) == 0, "it is of the same inference"
    tell(url, 1)
    assert link(url) == 1


def test_masked_values_are_nobodys_key(url):
    capture(url, 0, mask=["number"])
    tell(url, 0)
    assert link(url) == 0


def test_without_keys_no_capture_is_read(url):
    capture(url, 0)
    assert link(url) == 0
