import polars as pl
import pytest
from pipelines import made

from wrangle.drift.rules import Hits, Rules

RULES = """
clean:
  - canonicalize: {column: country, names: {US: [usa, u.s.]}, otherwise: quarantine}
  - impute: {column: t, with: mean}
  - derive: {double: t * 2}
expect:
  - between: {column: t, min: -50, max: 60, otherwise: quarantine}
"""


@pytest.fixture(scope="module")
def rules():
    return Rules(made(RULES).fit(pl.DataFrame({"country": ["US", "usa"], "t": [1.0, 3.0]})))


def test_what_each_rule_does_to_each_column_is_counted(rules):
    ran = rules.run(pl.DataFrame({"country": ["usa", "USA", "US", "nowhere"], "t": [1.0, None, 99.0, 2.0]}))
    hits = {rule: dict(counts) for rule, counts in ran.hits.rules.items()}
    assert hits["canonicalize", "country"] | {"nulls_made": 0} == {
        "cells": 4, "changed": 2, "nulls_made": 0, "nulls_filled": 0, "misfits": 1, "rejected": 1,
    }  # fmt: skip
    assert hits["impute", "t"]["nulls_filled"] == 1
    assert hits["between t", "t"]["rejected"] == 1
    assert ran.rejected == {"between t": 1, "canonicalize": 1}
    assert ran.clean["__row"].to_list() == [0, 1]
    assert ran.hits.examples["canonicalize", "country"][:2] == [("usa", "US"), ("USA", "US")]


def test_hits_of_parts_can_be_added(rules):
    whole = pl.DataFrame({"country": ["usa", "US", "x", "u.s."], "t": [1.0, None, 3.0, None]})
    found = rules.run(whole.head(1)).hits
    found.add(rules.run(whole.tail(3)).hits)
    assert found.describe() == rules.run(whole).hits.describe()
    assert found.rows == 4


def test_hits_are_the_same_after_they_were_told(rules):
    found = rules.run(pl.DataFrame({"country": ["usa"], "t": [1.0]})).hits
    assert Hits.of(found.describe(), found.rows).describe() == found.describe()


def test_it_is_known_which_raw_columns_a_clean_one_is_made_of(rules):
    assert rules.sources() == {"country": {"country"}, "t": {"t"}, "double": {"t"}}
