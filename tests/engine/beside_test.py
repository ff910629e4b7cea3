import polars as pl
import pytest

from wrangle.engine.beside import Beside
from wrangle.engine.exchange import Spill
from wrangle.engine.ops import FrameOp, Origin
from wrangle.errors import ReplayError

OP = FrameOp(0, Origin("steps", 0, "deduplicate"))
SEEN = pl.DataFrame({"k": ["x", "y"], "__row": [1, 5], "__gone": [False, True]}, schema_overrides={"__row": pl.UInt32})


def _joined(keys):
    spill = Spill()
    spill.add(keys)
    beside = Beside([SEEN])
    beside.join(OP, spill)
    return beside, spill


def test_rows_beside_are_seen_too():
    _, spill = _joined(SEEN.drop("__gone").head(1))
    assert pl.concat(spill.blocks())["__row"].to_list() == [1, 1, 5]


@pytest.mark.parametrize(
    ("goes", "why"), [([5], None), ([], "row 5, which was dropped"), ([1, 5], "row 1, which was kept")]
)
def test_another_fate_of_rows_beside_is_refused(goes, why):
    beside, _ = _joined(SEEN.drop("__gone"))
    if why is None:
        beside.hold(OP, goes)
        return
    with pytest.raises(ReplayError, match=why):
        beside.hold(OP, goes)


def test_keys_of_other_types_are_refused():
    with pytest.raises(ReplayError, match="deduplicate looks at other columns"):
        _joined(pl.DataFrame({"k": [1], "__row": [2]}))
