"""Pipelines of several steps and rows for them, drawn at random."""

import polars as pl
from hypothesis import strategies as st

OTHERWISE = st.sampled_from(["null", "quarantine"])
PLACES = ["EWR", " EWR ", "jfk", "JFK", "LGA", "Nowhere", "", "NA", None]
AMOUNTS = ["32 F", "1.5 C", "-7 C", "273.15 K", "warm", "1e400 C", "", None]
DEPTHS = ["1", "2.50", "-3", "1e-3", "0.1", "0.3", "deep", "inf", "NaN", "1e308", "", None]
TIMES = ["2013-01-01 06:00", "02/01/2013 18:00", "2013-02-30 00:00", "soon", None]

CONTRACT = """
columns:
  place: {type: string}
  depth: {type: float, otherwise: "null"}
  amount: string
  seen: {type: datetime, formats: ["%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"], otherwise: quarantine}
clean:
"""


@st.composite
def pipelines(draw):
    """Draw a pipeline of three to nine steps over `place`, `depth`, `amount` and `seen`, and some checks."""
    otherwise = draw(OTHERWISE)
    steps = [
        "trim: {columns: all}",
        "null_values: {values: ['', NA]}",
        "null_values: {columns: [place], values: [jfk]}",
        f"canonicalize: {{column: place, names: {{Newark: [EWR], Kennedy: [JFK]}}, otherwise: {otherwise}}}",
        "canonicalize: {column: place, names: {Newark: [EWR]}, into: airport}",
        f"convert_units: {{column: amount, to: degC, into: degrees, otherwise: {otherwise}}}",
        f"impute: {{column: depth, with: {draw(st.sampled_from(['mean', 'median', 'mode']))}}}",
        "impute: {column: depth, with: median, by: place}",
        "clip: {column: depth, min: -1, max: 100}",
        "clip: {column: depth, max: 2, where: \"place = 'JFK'\"}",
        'filter: "depth > -2 OR depth IS NULL"',
        'filter: {condition: "place IS NOT NULL", otherwise: quarantine}',
        f"deduplicate: {{keys: [place, seen], keep: {draw(st.sampled_from(['first', 'last', 'most_complete']))}}}",
        "derive: {half: depth / 3 + 0.1, deeper: depth > 1}",
        "cyclical: {column: seen, part: hour}",
        "one_hot: {column: place}",
        "rename: {depth: depth}",
    ]
    chosen = draw(st.lists(st.sampled_from(steps), min_size=3, max_size=9, unique=True))
    checks = draw(st.lists(st.sampled_from([
        "between: {column: depth, min: 0}", "not_null: {column: place}", "in_set: {column: place, values: [EWR, JFK]}",
        "unique: {columns: [place, depth], otherwise: quarantine}", "unique: {column: seen, otherwise: warn}",
        'condition: {condition: "depth < 50", otherwise: warn}', "row_count: {min: 3, otherwise: warn}"]),
        max_size=3, unique=True))  # fmt: skip
    lines = [f"  - {step}" for step in chosen]
    expect = ["expect:", *(f"  - {check}" for check in checks)] if checks else []
    return CONTRACT + "\n".join([*lines, *expect])


def rows(least, most):
    row = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in
        {"place": PLACES, "depth": DEPTHS, "amount": AMOUNTS, "seen": TIMES}.items()})  # fmt: skip
    schema = dict.fromkeys(("place", "depth", "amount", "seen"), pl.String)
    return st.lists(row, min_size=least, max_size=most).map(lambda found: pl.DataFrame(found, schema=schema))
