"""A lane is worked out for distinct texts: nothing is kept of the many that break nothing."""

import polars as pl
from pipelines import CHAIN, lane_of

from wrangle.engine.worked import Breakers, worked

TEXTS = pl.Series("t", ["1 C", "warm", "500 C", "cold"])
LANE = lane_of(CHAIN, TEXTS.to_frame())


def test_texts_that_break_an_operation_have_their_reason_and_the_others_none():
    done = worked(LANE, TEXTS, audit=False)
    (broken,) = done.broken.values()
    assert broken.op.origin.label == "convert_units"
    assert broken.codes.to_list() == [1, 3]
    assert broken.why.to_list() == [f"t {text!r} is no quantity that can be given in degC" for text in ("warm", "cold")]


def test_without_an_audit_no_cell_is_compared():
    assert worked(LANE, TEXTS, audit=False).flags.width == 0
    assert worked(LANE, TEXTS, audit=True).flags.width == 3 * 4


def test_breakers_of_later_texts_are_numbered_after_the_earlier():
    (broken,) = worked(LANE, TEXTS, audit=False).broken.values()
    both = broken.and_then(Breakers.none(broken.op, 3)).and_then(broken)
    assert both.codes.to_list() == [1, 3, 8, 10]
    assert both.flags.arg_true().to_list() == [1, 3, 8, 10]
    assert both.why.to_list() == [*broken.why, *broken.why]
