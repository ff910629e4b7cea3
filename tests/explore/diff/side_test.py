import polars as pl

import wrangle
from wrangle.explore.diff.side import side

FRAME = pl.DataFrame({"a": list(range(10))})


def test_clean_rows_are_taken_up_to_a_number_and_the_rest_later():
    with side(wrangle.read_text("name: p\nclean: [filter: a <> 4]"), FRAME) as found:
        found.advance()
        assert found.read == 10
        assert found.take(5)["__row"].to_list() == [0, 1, 2, 3]
        assert found.take(10)["__row"].to_list() == [5, 6, 7, 8, 9]
        found.advance()
        assert found.over
        found.finish()
        assert (found.failed, dict(found.dropped)) == ("", {"filter": 1})


def test_a_run_that_fails_says_why_and_keeps_what_its_checks_found():
    rules = wrangle.read_text("name: p\nexpect: [between: {column: a, max: 5, otherwise: fail}]")
    with side(rules, FRAME) as found:
        while not found.over:
            found.advance()
        found.finish()
        assert "between a" in found.failed
        assert [each.violations for each in found.checks] == [4]


def test_rejected_rows_come_with_their_reasons():
    rules = wrangle.read_text("name: p\nexpect: [between: {column: a, max: 8, otherwise: quarantine}]")
    with side(rules, FRAME) as found:
        found.advance()
        [block] = found.quarantine()
        assert block.rows() == [(9, ["between a"], ["a 9 is not at most 8"])]
