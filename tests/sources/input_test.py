import hashlib

import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.sources.input import frame_input
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec


def test_the_digest_of_a_file_is_its_sha256(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n1\n")
    assert open_source(SourceSpec(path=str(path))).digest() == hashlib.sha256(b"a\n1\n").hexdigest()


def test_the_digest_of_several_files_depends_on_their_order(tmp_path):
    paths = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    for number, path in enumerate(paths):
        pl.DataFrame({"a": [number]}).write_csv(path)
    one, other = (open_source(SourceSpec(path=tuple(each))).digest() for each in (paths, paths[::-1]))
    assert one != other


def test_the_digest_of_a_frame_tells_values_order_and_names():
    frame = pl.DataFrame({"a": [1, 2, None], "b": ["x", "", None]})
    digest = frame_input(frame).digest()
    assert digest == frame_input(frame.clone().lazy()).digest()
    assert digest == frame_input(pl.concat([frame[:1], frame[1:]], rechunk=False)).digest()
    others = [frame.reverse(), frame.rename({"a": "c"}), frame.with_columns(b=pl.lit("x")), frame.cast({"a": pl.Int8})]
    assert digest not in {frame_input(other).digest() for other in others}


def test_a_frame_of_no_rows_has_a_digest():
    assert len(frame_input(pl.DataFrame({"a": []})).digest()) == 64


def test_an_error_of_polars_is_told_in_one_line():
    error = frame_input(pl.DataFrame({"a": [1]})).explain(pl.exceptions.ComputeError("it broke\n\nthe plan is"))
    assert isinstance(error, SourceError)
    assert str(error) == "the frame: cannot be read: it broke"


def test_our_own_error_stays_as_it_is():
    error = SourceError("said")
    assert frame_input(pl.DataFrame()).explain(error) is error


def test_bytes_that_turn_bad_after_opening_are_explained(tmp_path):
    path = tmp_path / "late.csv"
    path.write_bytes(b"a,b\n1,2\n1,2\n")
    source = open_source(SourceSpec(path=str(path)))
    path.write_bytes(b"a,b\n1,2\n1,\xe9\n")
    with pytest.raises(pl.exceptions.ComputeError) as caught:
        source.frame.collect()
    assert "late.csv:3: byte 0xE9 is not UTF-8" in str(source.explain(caught.value))
