import os

import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.sources.files import find
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec

FRAME = pl.DataFrame({"a": [1, 2, 3], "b": ["x", None, "z"]})
WRITERS = {"parquet": pl.DataFrame.write_parquet, "ndjson": pl.DataFrame.write_ndjson, "arrow": pl.DataFrame.write_ipc}


def _open(path, **options):
    return open_source(SourceSpec(path=str(path), **options))


@pytest.mark.parametrize("ending", WRITERS)
def test_typed_files_keep_their_types(tmp_path, ending):
    path = tmp_path / f"data.{ending}"
    WRITERS[ending](FRAME, path)
    source = _open(path)
    assert not source.text
    assert source.files == (path,)
    assert source.origin == str(path)
    assert source.frame.collect().equals(FRAME)
    assert source.rejects.is_empty()


@pytest.mark.parametrize("ending", WRITERS)
def test_a_folder_a_glob_and_a_list_are_read_in_order(tmp_path, ending):
    for number in (2, 0, 1):
        WRITERS[ending](FRAME[number : number + 1], tmp_path / f"part-{number}.{ending}")
    (tmp_path / "notes.md").write_text("not data")
    (tmp_path / ".hidden.parquet").write_text("not data")
    names = tuple(str(tmp_path / f"part-{number}.{ending}") for number in (1, 0))
    assert _open(tmp_path).frame.collect().equals(FRAME)
    assert _open(tmp_path / f"*.{ending}").frame.collect().equals(FRAME)
    assert open_source(SourceSpec(path=names)).frame.collect().equals(FRAME[[1, 0]])


def test_a_file_with_signs_of_a_glob_in_its_name_is_read(tmp_path):
    path = tmp_path / "data[1].csv"
    path.write_text("a\n1\n")
    assert _open(path).frame.collect().rows() == [("1",)]


def test_columns_in_another_order_are_put_in_the_first_ones(tmp_path):
    FRAME.write_parquet(tmp_path / "1.parquet")
    FRAME.select("b", "a").write_parquet(tmp_path / "2.parquet")
    assert _open(tmp_path).frame.collect().equals(pl.concat([FRAME, FRAME]))


def test_a_key_of_a_late_line_is_a_column(tmp_path):
    path = tmp_path / "late.jsonl"
    path.write_text('{"a": 1}\n' * 3000 + '{"a": 1, "late": 2.5}\n')
    assert _open(path).frame.collect()["late"].drop_nulls().to_list() == [2.5]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("wether.csv", r"wether\.csv: there is no such file: did you mean 'weather\.csv'"),
        ("qqqq.csv", r"qqqq\.csv: there is no such file: known are: empty\.csv, weather\.csv$"),
        ("inner/qqqq.csv", r"qqqq\.csv: there is no such file: .*inner holds no data file$"),
        ("nowhere/weather.csv", r"there is no folder .*nowhere: check the path"),
        ("*.parquet", r"\*\.parquet: no file matches this pattern in "),
        ("inner", r"inner: there is no data file in this folder; known endings are \.csv"),
        ("notes.md", r"notes\.md: the ending '\.md' tells no format: say `format:`"),
        ("plain", r"plain: the ending '' tells no format"),
        ("empty.csv", r"empty\.csv: the file is empty"),
        ("empty.parquet", r"empty\.parquet: the file is empty"),
        ("weather.zip", r"the ending '\.zip' tells no format"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(tmp_path, name, said):
    (tmp_path / "weather.csv").write_text("a\n1\n")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "README").touch()
    for other in ("notes.md", "plain", "weather.zip"):
        (tmp_path / other).write_text("text")
    (tmp_path / "empty.csv").touch()
    if name == "empty.parquet":
        (tmp_path / name).touch()
    with pytest.raises(SourceError, match=said):
        _open(tmp_path / name)


def test_a_file_in_an_empty_folder_is_told_so(tmp_path):
    with pytest.raises(SourceError, match=r"there is no such file: .* is empty"):
        find([str(tmp_path / "a.csv")])


@pytest.mark.parametrize("ending", ["parquet", "arrow"])
def test_a_file_cut_short_is_told_so(tmp_path, ending):
    path = tmp_path / f"data.{ending}"
    WRITERS[ending](FRAME, path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SourceError, match=rf"data\.{ending}: is no whole (parquet|ipc) file .*: fetch it again"):
        _open(path)


def test_a_line_that_is_no_json_is_named(tmp_path):
    path = tmp_path / "data.ndjson"
    path.write_text('{"a": 1}\n{"a": \n')
    with pytest.raises(SourceError, match=r"data\.ndjson: line 2 is no JSON object"):
        _open(path)


def test_files_of_other_columns_or_types_are_named(tmp_path):
    FRAME.write_parquet(tmp_path / "1.parquet")
    FRAME.select(pl.col("a").cast(pl.String), "b", c=1).drop("b").write_parquet(tmp_path / "2.parquet")
    said = r"2\.parquet: its columns are not those of .*1\.parquet: it lacks b; has besides c; a is String, not Int64"
    with pytest.raises(SourceError, match=said):
        _open(tmp_path)


def test_files_of_several_formats_are_refused(tmp_path):
    FRAME.write_csv(tmp_path / "1.csv")
    FRAME.write_parquet(tmp_path / "2.parquet")
    with pytest.raises(SourceError, match=r"2\.parquet: is parquet, and .*1\.csv is csv"):
        _open(tmp_path)


def test_a_format_can_be_said(tmp_path):
    FRAME.write_parquet(tmp_path / "data")
    assert _open(tmp_path / "data", format="parquet").frame.collect().equals(FRAME)


@pytest.fixture
def nobody(tmp_path):
    """Run as a user without rights of its own, where the tests run as root."""
    above = [each for each in tmp_path.parents if each.name.startswith(("pytest-", "popen-"))]
    for folder in above:
        folder.chmod(0o755)
    tmp_path.chmod(0o755)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)
    for folder in above:
        folder.chmod(0o700)


def test_a_file_that_may_not_be_read_is_told_so(tmp_path, request):
    path = tmp_path / "secret.csv"
    path.write_text("a\n1\n")
    path.chmod(0)
    request.getfixturevalue("nobody")
    with pytest.raises(SourceError, match=r"secret\.csv: you may not read this file"):
        _open(path)


def test_a_folder_that_may_not_be_read_is_told_so(tmp_path, request):
    folder = tmp_path / "secret"
    folder.mkdir(mode=0)
    request.getfixturevalue("nobody")
    for path in (folder, folder / "a.csv"):
        with pytest.raises(SourceError, match=r"you may not read this file or folder"):
            _open(path)
