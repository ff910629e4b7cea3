"""Truth is kept line by line: joined, late, duplicate, conflicting or unknown, and none is lost."""

import json
import random
from datetime import timedelta

import polars as pl
import pytest
from stores import NOON, event

from wrangle.captures.adding import How, add_truth
from wrangle.captures.labelled import LABELLED, read_labelled
from wrangle.captures.labels import Labels
from wrangle.captures.states import coverage
from wrangle.captures.store import Store
from wrangle.captures.truth import TRUTH, Line, Refused
from wrangle.serving.masking import rows_of

HOW = How("truth.csv", Labels("classes", ("no", "yes")), within=timedelta(days=1))


def capture(url, *numbers, **changes):
    with Store(url) as store:
        store.add(rows_of([event(number, **changes) for number in numbers], frozenset()))


def line(number, label="yes", place=1, hours=1.0):
    return Line(place, label, f"id-{number}", None, NOON + timedelta(hours=hours))


def keyed(number, label="yes", place=1):
    return Line(place, label, None, {"number": number, "station": "ewr"}, NOON)


def add(url, *lines, **changes):
    how = How(**{**{name: getattr(HOW, name) for name in ("source", "labels", "within")}, **changes})
    return add_truth(url, lines, how)


def labels(url):
    frames = list(read_labelled(url))
    found = pl.concat(frames) if frames else pl.DataFrame(schema=LABELLED)
    return dict(zip(found["inference_id"], map(json.loads, found["label"]), strict=True))


def states(url):
    return coverage(url, HOW.within).counts.describe()


def kept(url):
    with Store(url) as store, store.reading() as connection:
        return len(connection.execute(TRUTH.select()).all())


def test_a_label_is_joined_to_its_capture_by_the_inference_id(url):
    capture(url, 0, 1)
    found = add(url, line(0), line(1, "no"))
    assert found.describe() == {
        "read": 2, "new": 2, "again": 0, "joined": 2, "unknown": 0, "duplicate": 0, "conflict": 0, "late": 0,
        "refused": [],
    }  # fmt: skip
    assert labels(url) == {"id-0": "yes", "id-1": "no"}
    frame = next(read_labelled(url))
    assert frame.schema == LABELLED
    assert frame["label_time"].to_list() == [NOON + timedelta(hours=1)] * 2


def test_adding_twice_changes_nothing(url):
    capture(url, 0, 1)
    lines = [line(0), line(1, "no"), line(7), line(0, "no", 4), line(0, "yes", 5, hours=2)]
    add(url, *lines)
    before = states(url), labels(url), kept(url)
    again = add(url, *lines)
    assert (again.read, again.new, again.again) == (5, 0, 5)
    assert (states(url), labels(url), kept(url)) == before


def test_every_line_is_counted_in_its_state_and_kept(url):
    capture(url, 0, 1, 2)
    found = add(url, line(0), line(0, "no", 2), line(0, "yes", 3, hours=2), line(1, hours=48), line(9))
    assert found.counts.describe() == {"joined": 2, "unknown": 1, "duplicate": 1, "conflict": 1, "late": 1}
    assert states(url) == found.counts.describe()
    assert kept(url) == 5
    assert labels(url) == {"id-0": "yes", "id-1": "yes"}
    told = coverage(url)
    assert (told.captured, told.labelled, told.lines) == (3, 2, 5)


def test_what_is_unknown_is_joined_when_its_capture_comes(url):
    with Store(url) as store:
        store.open()
    found = add(url, line(0), keyed(1, "no"))
    assert found.counts.unknown == 2
    assert labels(url) == {}
    capture(url, 0, 1)
    assert labels(url) == {"id-0": "yes", "id-1": "no"}
    assert states(url)["joined"] == 2


def test_the_first_of_conflicting_labels_holds_unless_another_replaces_it(url):
    capture(url, 0)
    add(url, line(0, "no"))
    assert add(url, line(0, "yes")).counts.conflict == 1
    assert labels(url) == {"id-0": "no"}
    replaced = add(url, line(0, "yes"), replace=True)
    assert (replaced.new, labels(url)) == (0, {"id-0": "yes"})
    assert states(url)["conflict"] == 1
    add(url, line(0, "yes"), replace=True)
    add(url, line(0, "no", hours=5))
    assert labels(url) == {"id-0": "yes"}


def test_of_two_labels_in_a_file_that_replaces_the_last_holds_however_often_it_is_added(url):
    capture(url, 0)
    for _ in range(3):
        add(url, line(0, "no", 1), line(0, "yes", 2), replace=True)
        assert labels(url) == {"id-0": "yes"}


def test_labels_are_joined_by_key_however_numbers_and_white_space_are_written(url):
    capture(url, 0, 1, 2)
    found = add(url, Line(1, "yes", None, {"number": "1 ", "station": "ewr"}), keyed(5))
    assert found.counts.describe() | {"late": 0} == {
        "joined": 1, "unknown": 1, "duplicate": 0, "conflict": 0, "late": 0,
    }  # fmt: skip
    assert labels(url) == {"id-1": "yes"}


def test_all_captures_of_a_key_have_its_label(url):
    capture(url, 0)
    capture(url, 0, inference_id="again")
    add(url, keyed(0))
    capture(url, 0, inference_id="later")
    assert labels(url) == {"id-0": "yes", "again": "yes", "later": "yes"}
    assert states(url)["joined"] == 1


def test_lines_by_key_and_by_id_may_conflict(url):
    capture(url, 0)
    add(url, line(0, "no"))
    assert add(url, keyed(0, "yes")).counts.conflict == 1
    assert labels(url) == {"id-0": "no"}
    add(url, keyed(0, "yes"), replace=True)
    assert labels(url) == {"id-0": "no"}, "it held already for what it is about: nothing was replaced"


def test_what_does_not_fit_is_refused_with_its_line_and_the_rest_is_kept(url):
    capture(url, 0)
    bad = [
        line(0, "maybe", 2), line(0, None, 3), Line(4, "yes"), Line(5, "yes", "x" * 81), Refused(6, "is no JSON"),
        Line(7, "yes", None, {"number": None, "station": "ewr"}), line(0, {"a": 1}, 8),
    ]  # fmt: skip
    found = add(url, line(0), *bad)
    assert (found.read, found.new, labels(url)) == (8, 1, {"id-0": "yes"})
    assert [each.place for each in found.refused] == [2, 3, 4, 5, 6, 7, 8]
    assert str(found.refused[0]) == "line 2: 'maybe' is no class of the model: no, yes"
    assert [each.why for each in found.refused[1:]] == [
        "there is no label", "there is no inference id", "an inference id has 1 to 80 printable letters", "is no JSON",
        "there is no value in the key number", "the label must be one value, not nested",
    ]  # fmt: skip


def test_shadows_are_left_out(url):
    capture(url, 0)
    capture(url, 0, shadow=True)
    add(url, line(0))
    assert sum(frame.height for frame in read_labelled(url)) == 1
    assert sum(frame.height for frame in read_labelled(url, shadow=None)) == 2


def test_without_any_truth_there_is_none(url):
    capture(url, 0)
    assert labels(url) == {}
    assert coverage(url).lines == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_captures_and_truth_come_does_not_matter(tmp_path, seed):
    draw = random.Random(seed)
    lines = [line(draw.randrange(30), place=n) for n in range(1, 40)] + [keyed(n, place=50 + n) for n in range(30)]
    found = []
    for turn in range(3):
        url = f"sqlite:///{tmp_path}/{turn}.sqlite"
        with Store(url) as store:
            store.open()
        work = [("truth", each) for each in lines] + [("capture", n) for n in range(25)]
        draw.shuffle(work)
        for what, each in work:
            add(url, each) if what == "truth" else capture(url, each)
        counts = states(url)
        assert sum(counts.values()) - counts["late"] == kept(url)
        found.append((labels(url), kept(url), counts["unknown"], counts["conflict"]))
    assert found[0] == found[1] == found[2]


def test_thousands_of_lines_go_in_several_transactions(url):
    capture(url, *range(2_500))
    found = add(url, *(line(number, place=number) for number in range(2_600)))
    assert (found.new, found.counts.joined, found.counts.unknown) == (2_600, 2_500, 100)
    assert sum(frame.height for frame in read_labelled(url, rows=700)) == 2_500
