from collections import Counter

from wrangle.engine.tally import EXAMPLES, Tally


def tally(start, rows=4):
    found = Tally(dropped=Counter({1: rows}), broken=Counter({2: 1}), applied=Counter({2: rows}))
    found.count((0, "a"), {"changed": rows, "made": 0})
    found.show((0, "a"), [(f"{number}", "x") for number in range(start, start + rows)])
    found.explain(2, [f"row {start}: bad"])
    return found


def test_tallies_of_parts_add_up_in_the_order_of_the_rows():
    whole = Tally()
    for start in (0, 4, 8):
        whole.add(tally(start))
    assert whole.cells == {(0, "a"): Counter(changed=12, made=0)}
    assert (whole.dropped[1], whole.broken[2], whole.applied[2]) == (12, 3, 12)
    assert [before for before, _ in whole.changes[0, "a"]] == ["0", "1", "2", "3", "4"]
    assert whole.reasons[2] == ["row 0: bad", "row 4: bad", "row 8: bad"]


def test_the_first_five_different_changes_are_kept():
    found = Tally()
    found.show((0, "a"), [("1", "2"), ("1", "2"), (None, "2"), ("3", None)])
    found.show((0, "a"), [("1", "2"), *((str(number), "") for number in range(9))])
    assert len(found.changes[0, "a"]) == EXAMPLES == 5
    assert found.changes[0, "a"][:3] == [("1", "2"), (None, "2"), ("3", None)]


def test_the_first_five_reasons_are_kept_alike_or_not():
    found = Tally()
    found.explain(0, ["row 1"] * 3)
    found.explain(0, (f"row {number}" for number in range(2, 9)))
    assert found.reasons[0] == ["row 1", "row 1", "row 1", "row 2", "row 3"]


def test_what_is_taken_in_stays_as_it_was():
    one, other = tally(0), tally(4)
    one.add(other)
    assert other.cells == tally(4).cells
    assert other.changes == tally(4).changes
    assert other.dropped == tally(4).dropped


def test_columns_and_steps_are_kept_apart():
    found = Tally()
    for cell in ((0, "a"), (0, "b"), (1, "a")):
        found.count(cell, {"changed": cell[0] + 1})
    assert {cell: kinds["changed"] for cell, kinds in found.cells.items()} == {(0, "a"): 1, (0, "b"): 1, (1, "a"): 2}
