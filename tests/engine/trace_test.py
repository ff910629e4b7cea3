import polars as pl
from pipelines import made

from wrangle.engine.trace import Tracer

RULES = """
columns: {s: string, x: {type: float, max: 9}}
clean:
  - trim: {columns: all}
  - canonicalize: {column: s, names: {A: [a]}, otherwise: quarantine}
transform:
  - derive: {y: x * 2, z: x / 2}
expect:
  - between: {column: y, max: 10, otherwise: quarantine}
"""


def trace(**record):
    fitted = made(RULES).fit(pl.DataFrame({"s": ["a"], "x": ["1"]}))
    return list(Tracer(fitted).trace(record))


def test_every_step_is_one_effect_with_all_its_changes():
    found = {each.label: dict(each.changes) for each in trace(s=" a", x="2 ")}
    assert found["trim"] == {"s": (" a", "a"), "x": ("2 ", "2")}
    assert found["canonicalize"] == {"s": ("a", "A")}
    assert found["derive"] == {"y": (None, 4.0), "z": (None, 1.0)}


def test_it_ends_with_who_rejects_the_record():
    last = trace(s="b", x="1")[-1]
    assert (last.label, last.why) == ("canonicalize", ("s 'b' is no known spelling",))
    last = trace(s="a", x="8")[-1]
    assert (last.label, last.section, last.why) == (
        "between y",
        "expect",
        ("y 16.0 is not between null and 10",),
    ) or last.why


def test_a_null_that_only_changes_its_type_is_no_change():
    assert all("x" not in each.changes for each in trace(s="a", x=None))
