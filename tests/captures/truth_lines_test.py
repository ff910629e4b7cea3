from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from wrangle.captures.truth import Line, Refused
from wrangle.captures.truth_lines import Columns, line_of, object_line
from wrangle.errors import SourceError

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("names", "said", "held"),
    [
        (["inference_id", "label"], {}, ("inference_id", "label", None, ())),
        (["eventId", "late", "truth_time"], {"labels": ("label", "late")}, ("eventId", "late", "truth_time", ())),
        (["a", "b", "label"], {"key": ("a", "b")}, (None, "label", None, ("a", "b"))),
        (["id", "label"], {"key": ("a", "b")}, ("id", "label", None, ())),
        (["id", "a", "label"], {"key": ("a",)}, (None, "label", None, ("a",))),
        (["id", "a", "label"], {"key": ("a",), "id": "id"}, ("id", "label", None, ())),
    ],
)
def test_columns_are_found_by_what_is_said_and_by_usual_names(names, said, held):
    found = Columns(**said).within(names, "t.csv")
    assert (found.id, found.label, found.time, found.key) == held


def test_a_column_of_the_key_that_is_not_there_is_named():
    with pytest.raises(SourceError, match=r"t.csv: has no column 'flight': did you mean 'fligth'\?"):
        Columns(key=("flight",)).within(["fligth", "label"], "t.csv")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (NOON, NOON),
        (NOON.replace(tzinfo=None), NOON),
        ("2026-05-01T14:00:00+02:00", NOON),
        ("2026-05-01 12:00", NOON),
        (date(2026, 5, 1), datetime(2026, 5, 1, tzinfo=UTC)),
        (None, None),
    ],
)
def test_times_are_read_those_without_a_zone_as_utc(value, moment):
    held = Columns(id="i", label="l", time="t")
    assert line_of({"i": 7, "l": Decimal("1.5"), "t": value}, 3, held) == Line(3, 1.5, "7", None, moment)


def test_what_is_no_time_and_no_object_is_refused():
    assert isinstance(object_line({"inference_id": "a", "label": 1, "label_time": "x"}, 1, Columns()), Refused)
    assert object_line(5, 2, Columns()) == Refused(2, "is no JSON object")
