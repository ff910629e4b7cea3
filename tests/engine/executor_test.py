"""What works on the rows: this machine."""

import polars as pl

from wrangle.engine.executor import Local
from wrangle.engine.session import Session
from wrangle.rulefile.read import read_text
from wrangle.sources.input import frame_input


class Watched(Local):
    """This machine, which tells what it is asked for."""

    def __init__(self):
        self.asked = []

    def reading(self, input_, task, progress, before):
        self.asked.append("reading")
        return super().reading(input_, task, progress, before)

    def decision(self, op, gathered):
        self.asked.append("decision")
        return super().decision(op, gathered)


def test_a_session_asks_its_executor_for_every_pass_and_decision():
    pipeline = read_text("name: p\nclean: [deduplicate: {keys: [a]}, impute: {column: b, with: mean}]")
    executor = Watched()
    session = Session(pipeline, frame_input(pl.DataFrame({"a": [1, 1, 2], "b": [None, 2.0, 4.0]})), executor=executor)
    session.fit(rows=True)
    assert executor.asked == ["reading", "decision", "reading"]


def test_clean_rows_are_written_without_their_numbers_which_are_kept_beside(tmp_path):
    pipeline = read_text("name: p\nclean: [filter: a > 1]")
    session = Session(pipeline, frame_input(pl.DataFrame({"a": [1, 2, 3]})))
    from wrangle.engine.run import Run

    work = Run.of(session)
    schema, numbers = Local().write(work.reading(numbered=True), work.plan, tmp_path / "clean.parquet")
    assert list(schema) == ["a"]
    assert pl.read_parquet(tmp_path / "clean.parquet")["a"].to_list() == [2, 3]
    assert pl.concat(numbers.runs()).rows() == [(1, 2)]
