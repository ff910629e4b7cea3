"""What a pass keeps of texts for the next is the texts, and changes nothing but the time."""

import polars as pl
import pytest
from pipelines import cut, made, same, weather

from wrangle.engine import exchange, kept, passes
from wrangle.engine.kept import Kept, Kinds, lone
from wrangle.engine.plan import Request, resolve
from wrangle.engine.schedule import schedule
from wrangle.schema import schema_of

RULES = """
clean:
  - trim: {columns: [station]}
  - convert_units: {column: temperature, to: degC}
  - deduplicate: {keys: [station, observed_at]}
  - derive: {place: "station || '!'"}
"""


def lanes_of(body, frame):
    return lone(schedule(resolve(Request(made(body), schema_of(frame.lazy())))))


def test_only_columns_that_a_lane_alone_reads_and_rewrites_are_kept():
    assert list(lanes_of(RULES, weather())) == ["station", "temperature"]
    into = RULES.replace("to: degC", "to: degC, into: celsius")
    assert list(lanes_of(into, weather())) == ["station"]
    read = RULES.replace("clean:", 'clean:\n  - derive: {raw: "temperature || observed_at"}')
    assert list(lanes_of(read, weather())) == ["station"]


@pytest.mark.parametrize("limit", [None, 0, 12])
@pytest.mark.parametrize("block", [0, 96 << 20])
def test_a_run_that_keeps_texts_gives_what_one_gives_that_reads_them_again(monkeypatch, limit, block):
    frame = weather(3000)
    monkeypatch.setattr(exchange.Spill, "__init__", _limited(exchange.Spill.__init__, block))
    with cut(monkeypatch, batch=170, threads=2, limit=limit):
        keeping = made(RULES).run(frame)
        monkeypatch.setattr(passes.Reading, "_read", lambda self: passes.read(self._input, self._task.columns, 170))
        reading = made(RULES).run(frame)
    same(keeping, reading, shown=True)
    assert keeping.quarantine.schema["temperature"] == pl.String
    assert "warm" in keeping.quarantine["temperature"].to_list()


def _limited(make, limit):
    def made_smaller(self, *given, **named):
        make(self, *given, **named)
        self.limit = limit

    return made_smaller


def test_texts_are_really_kept(monkeypatch):
    read, real = [], passes.read

    def reading(input_, columns, size):
        read.append(tuple(columns))
        return real(input_, columns, size)

    monkeypatch.setattr(passes, "read", reading)
    made(RULES).run(weather())
    assert read == [("station", "observed_at", "temperature"), ("observed_at", "humidity")]


def test_a_column_that_is_lost_midway_is_kept_no_more():
    kinds, found = Kinds(), Kept()
    one, other = (pl.Series(["x", None]).cast(kinds.of(name)) for name in "ab")
    found.add({"a": one, "b": other}, 2)
    found.add({"b": other}, 2)
    found.add({"a": one, "b": other}, 2)
    assert found.names == ("b",)
    assert [batch["b"].to_list() for batch in found.batches(["b"], kinds, [5, 1])] == [
        ["x", None, "x", None, "x"],
        [None],
    ]


def test_more_texts_than_two_bytes_can_number_are_kept(monkeypatch):
    monkeypatch.setattr(kept, "SHORT", 2)
    kinds, found = Kinds(), Kept()
    for texts in (["x", "y"], ["z", "u", None]):
        found.add({"a": pl.Series(texts).cast(kinds.of("a"))}, len(texts))
    assert [batch["a"].to_list() for batch in found.batches(["a"], kinds, [5])] == [["x", "y", "z", "u", None]]


def test_a_column_forgotten_begins_anew():
    kinds = Kinds()
    before = kinds.of("a")
    kinds.forget("a")
    assert kinds.of("a") != before
    assert kinds.of("a") == kinds.of("a")
