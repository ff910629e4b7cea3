"""How an input is divided into parts."""

from concurrent.futures import ThreadPoolExecutor, as_completed

import polars as pl
import pytest
from pipelines import made

from wrangle.cluster.parts import lay_out, rows_of
from wrangle.cluster.tasks import Tasks
from wrangle.engine.data import open_data
from wrangle.errors import ClusterError
from wrangle.sources.input import frame_input


class Threads(Tasks):
    """Threads of this process."""

    name, slots, memory = "threads", 2, 8 << 30
    where = "here"

    def manned(self):
        return True

    def __init__(self):
        self.pool = ThreadPoolExecutor(2)

    def submit(self, function, *args):
        return self.pool.submit(function, *args)

    def share(self, value):
        return value

    def result(self, handle):
        return handle.result()

    def completed(self, handles):
        return as_completed(handles)

    def forget(self, handles):
        pass

    def close(self):
        self.pool.shutdown()


@pytest.fixture
def threads():
    with Threads() as found:
        yield found


def files(folder, *heights):
    for number, height in enumerate(heights):
        rows = pl.DataFrame({"a": [f"{number}-{row}" for row in range(height)]}, schema={"a": pl.String})
        rows.write_parquet(folder / f"{number}.parquet")
    return open_data(made(f"source: {folder}/*.parquet"))


def held(layout, input_):
    """Hold that parts are the rows of the input, each once, under their numbers; return the parts' heights."""
    frames = [part.frame.collect() for part in layout.parts]
    assert pl.concat(frames).equals(input_.frame.collect())
    starts = [0]
    for part, frame in zip(layout.parts, frames, strict=True):
        assert (part.start, part.rows) == (starts[-1], frame.height)
        starts.append(starts[-1] + frame.height)
    assert layout.rows == starts[-1]
    return [part.rows for part in layout.parts]


def test_small_files_go_together_and_large_ones_are_cut(threads, tmp_path):
    with files(tmp_path, 2, 3, 1, 25, 4, 0, 6) as input_:
        layout = lay_out(input_, threads, tmp_path, 10)
        assert held(layout, input_) == [6, 9, 9, 7, 10]
        assert not layout.landed
        assert str(layout.parts[0]).startswith(f"part 0 ({tmp_path}/0.parquet and 2 more, rows 0 to 5)")


def test_a_table_in_memory_is_laid_out_in_the_scratch_folder(threads, tmp_path):
    input_ = frame_input(pl.DataFrame({"a": range(7), "kind": ["x"] * 7}))
    layout = lay_out(input_, threads, tmp_path, 3)
    assert layout.landed
    assert held(layout, input_) == [3, 3, 1]


def test_no_rows_are_one_part(threads, tmp_path):
    input_ = frame_input(pl.DataFrame(schema={"a": pl.Int64}))
    assert held(lay_out(input_, threads, tmp_path, 3), input_) == [0]


def test_a_part_knows_its_rows_that_could_not_be_read_whole(threads, tmp_path):
    (tmp_path / "raw.csv").write_text("a,b\n1,2\n3\n5,6\n7,8,9\n")
    with open_data(made(f"source: {tmp_path}/raw.csv")) as input_:
        layout = lay_out(input_, threads, tmp_path, 2)
    assert [part.rejects["__row"].to_list() for part in layout.parts] == [[1], [3]]


def test_a_file_that_workers_do_not_see_is_told(threads, tmp_path):
    with files(tmp_path, 2, 3) as input_:
        (tmp_path / "1.parquet").unlink()
        with pytest.raises(ClusterError, match=r"1\.parquet.*does not see this file"):
            lay_out(input_, threads, tmp_path)


@pytest.mark.parametrize(("total", "slots", "memory", "row_bytes", "rows"), [
    (0, 2, 8 << 30, 100, 250_000),
    (100_000_000, 4, 64 << 30, 100, 6_250_000),
    (100_000_000, 4, 1 << 30, 1_000, 134_217),
    (1_000, 4, 1 << 20, 1_000, 131),
])  # fmt: skip
def test_rows_of_a_part_follow_size_tasks_and_memory(total, slots, memory, row_bytes, rows):
    assert rows_of(total, slots, memory, row_bytes) == rows
