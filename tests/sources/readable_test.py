"""Files that cannot be read: the run fails and names them, or goes on without them and says so."""

import json

import polars as pl
import pytest
from pipelines import made

from wrangle.engine.data import open_data
from wrangle.engine.run import readable, run
from wrangle.engine.session import Session
from wrangle.errors import SourceError

GOOD = pl.DataFrame({"a": list(range(2_000)), "b": [f"text {each}" for each in range(2_000)]})


def written(folder, kinds):
    for number, kind in enumerate(kinds):
        path = folder / f"{number}.parquet"
        (GOOD.rename({"b": "c"}) if kind == "other" else GOOD).write_parquet(path, compression="uncompressed")
        if kind == "footer":
            path.write_bytes(path.read_bytes()[:-9])
        elif kind == "empty":
            path.write_bytes(b"")


def source(folder, policy="quarantine"):
    return made(f"source: {{path: '{folder}/*.parquet', on_bad_file: {policy}}}\nclean: [filter: a > 1]")


@pytest.mark.parametrize(
    ("bad", "said"), [("footer", "no whole parquet file"), ("empty", "empty"), ("other", "lacks b")]
)
@pytest.mark.parametrize("first", [True, False])
def test_a_file_that_cannot_be_opened_is_named_or_set_aside(tmp_path, bad, said, first):
    if bad == "other" and first:
        pytest.skip("the first file says what the columns are")
    written(tmp_path, [bad, "good", "good"] if first else ["good", bad, "good"])
    name = f"{tmp_path}/{0 if first else 1}.parquet"
    with pytest.raises(SourceError, match=f"{name}.*{said}"):
        source(tmp_path, "fail").run()
    result = source(tmp_path).run(into=tmp_path / "out")
    assert result.summary["rows_read"] == 4_000
    (aside,) = json.loads((tmp_path / "out/run.json").read_text())["files_set_aside"]
    assert aside["file"] == name
    assert said in aside["why"]
    assert f"{name} is set aside: {aside['why']}" in result.summary["notes"]
    (inputs,) = result.lineage["inputs"]
    assert len(inputs["files"]) == 2


def test_a_file_that_turns_out_damaged_in_mid_run_is_set_aside_and_nothing_of_it_is_kept(tmp_path):
    written(tmp_path, ["good", "good", "good"])
    path = tmp_path / "1.parquet"
    damage(path)
    with pytest.raises(SourceError):
        source(tmp_path, "fail").run()
    result = source(tmp_path).run()
    assert result.summary["rows_read"] == 4_000
    assert result.clean.height == 2 * 1_998
    assert [each["file"] for each in result.summary["files_set_aside"]] == [str(path)]


def damage(path):
    """Damage the rows of a file, not its footer."""
    whole = path.read_bytes()
    path.write_bytes(whole[:10] + b"\xff" * 4_000 + whole[4_010:])


def test_files_that_go_bad_one_after_the_other_are_all_set_aside(tmp_path):
    written(tmp_path, ["good", "good", "good", "good"])
    pipeline, begun = source(tmp_path), []

    def make(input_):
        damage(tmp_path / f"{len(begun)}.parquet") if len(begun) < 3 else None
        begun.append(input_)
        return Session(pipeline, input_)

    with open_data(pipeline) as input_:
        result = readable(lambda each: run(make(each), tmp_path / "out"), input_)
    assert len(begun) == 4
    assert [each["file"] for each in result.summary["files_set_aside"]] == [f"{tmp_path}/{n}.parquet" for n in range(3)]
    assert result.summary["rows_read"] == 2_000


def test_where_the_last_file_goes_bad_too_all_are_told(tmp_path):
    written(tmp_path, ["good", "good"])
    for number in range(2):
        damage(tmp_path / f"{number}.parquet")
    with pytest.raises(SourceError, match=r"(?s)no file can be read:.*0\.parquet: .*1\.parquet: "):
        source(tmp_path).run()


BODIES = {
    "stacked": "{stack: [MANY, '%s/b/0.parquet'], stack_column: from}",
    "left": "{path: '%s/a/*.parquet', on_bad_file: quarantine, join: [{path: '%s/b/0.parquet', on: a, columns: []}]}",
    "right, whose keys are looked through": "{path: '%s/b/0.parquet', join: [MANY]}",
    "right of the first of two": (
        "{path: '%s/b/0.parquet', join: [MANY_TO_MANY, {path: '%s/b/0.parquet', on: a, columns: []}]}"
    ),
}
MANY = "{path: '%s/a/*.parquet', on_bad_file: quarantine}"
JOINED = MANY.replace("}", ", on: a, columns: []}")


@pytest.mark.parametrize("name", BODIES)
def test_sources_put_together_go_on_without_a_file_that_turns_out_damaged(tmp_path, name):
    body = "source: " + BODIES[name].replace("MANY_TO_MANY", JOINED.replace("}", ", validate: 'm:m'}"))
    body = body.replace("MANY", MANY if name == "stacked" else JOINED).replace("%s", str(tmp_path))
    for folder in "ab":
        (tmp_path / folder).mkdir()
        written(tmp_path / folder, ["good", "good"] if folder == "a" else ["good"])
    damage(tmp_path / "a/0.parquet")
    result = made(body).run(into=tmp_path / "out")
    assert [each["file"] for each in result.summary["files_set_aside"]] == [f"{tmp_path}/a/0.parquet"]
    assert json.loads((tmp_path / "out/run.json").read_text())["files_set_aside"] == result.summary["files_set_aside"]
    assert result.summary["rows_read"] == (4_000 if "stack" in body else 2_000)
    read = [file for each in result.lineage["inputs"] for file in each["files"]]
    assert f"{tmp_path}/a/0.parquet" not in read
    assert f"{tmp_path}/a/1.parquet" in read
    with pytest.raises(SourceError):
        made(body.replace("quarantine", "fail")).run()


def test_rows_of_a_csv_file_of_other_columns_stay_out(tmp_path):
    for name, text in {"a": "x,y\n1,2\n", "b": "x,z\n1,2\n", "c": "x,y\n3,4\n"}.items():
        (tmp_path / f"{name}.csv").write_text(text)
    with open_data(made(f"source: {{path: '{tmp_path}/*.csv', on_bad_file: quarantine}}")) as input_:
        assert input_.frame.collect().rows() == [("1", "2"), ("3", "4")]
        assert [each.file for each in input_.set_aside] == [f"{tmp_path}/b.csv"]
        assert any("b.csv is set aside" in each for each in input_.remarks)


def test_where_no_file_is_left_all_are_told(tmp_path):
    written(tmp_path, ["footer", "empty"])
    with pytest.raises(SourceError, match=r"(?s)no file can be read:.*0\.parquet.*1\.parquet: the file is empty"):
        source(tmp_path).run()


def test_damage_that_is_none_of_a_file_stays_an_error(tmp_path):
    written(tmp_path, ["good"])
    with open_data(source(tmp_path)) as input_:
        assert input_.mended() is None
