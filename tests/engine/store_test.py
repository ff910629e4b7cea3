"""What is saved is loaded to the same bits; what is damaged, foreign or of another version is refused."""

import json
import pickle

import polars as pl
import pytest
from pipelines import WEATHER, contents, made, same, weather

from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.lineage import learned_digest
from wrangle.errors import ArtefactError, OutputError


@pytest.fixture(scope="module")
def model():
    return made(WEATHER).fit(weather())


@pytest.fixture
def folder(model, tmp_path):
    return model.save(tmp_path / "model")


def edit(folder, change):
    path = folder / "pipeline.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    change(whole)
    path.write_text(json.dumps(whole), encoding="utf-8")


def test_a_loaded_pipeline_runs_to_the_same_bits(model, folder):
    same(FittedPipeline.load(folder).run(weather(seed=2)), model.run(weather(seed=2)))


def test_a_loaded_pipeline_answers_records_with_the_same_bits(model, folder):
    record = {"station": "EWR", "observed_at": "01/02/2013 06:00", "temperature": "71.3 F", "humidity": None}
    loaded = FittedPipeline.load(folder)
    assert loaded.record(record) == model.record(record)
    assert list(loaded.record(record)) == list(model.record(record))


def test_a_loaded_pipeline_is_the_one_that_was_saved(model, folder):
    loaded = FittedPipeline.load(folder)
    assert loaded.pipeline == model.pipeline
    assert loaded.schema == model.schema
    assert loaded.pipeline.digest == model.pipeline.digest
    assert learned_digest(loaded.learned) == learned_digest(model.learned)


def test_saving_twice_gives_the_same_files(model, folder, tmp_path):
    assert contents(model.save(tmp_path / "again") / "learned") == contents(folder / "learned")
    assert (tmp_path / "again/pipeline.json").read_bytes() == (folder / "pipeline.json").read_bytes()


def test_what_people_read_is_json(folder):
    whole = json.loads((folder / "pipeline.json").read_text(encoding="utf-8"))
    assert whole["format"] == "wrangle pipeline"
    assert whole["version"] == 1
    assert [next(iter(step)) for step in whole["pipeline"]["steps"]][:3] == ["trim", "null_values", "convert_units"]
    assert "\n  " in (folder / "pipeline.json").read_text(encoding="utf-8")
    assert set(whole["files"]) == {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}


def test_nothing_in_the_folder_is_a_pickle(folder):
    for path in folder.rglob("*"):
        assert path.suffix in {".json", ".parquet", ""}, path
        if path.is_file():
            with pytest.raises(Exception, match=r"."):
                pickle.loads(path.read_bytes())


@pytest.mark.parametrize(("value", "name"), [(float("inf"), "inf"), (float("-inf"), "-inf"), (float("nan"), "nan")])
def test_numbers_that_json_has_no_word_for_come_back(tmp_path, value, name):
    model = made("clean: [impute: {column: a, with: constant, value: 0}]").fit(pl.DataFrame({"a": [1.0]}))
    model = FittedPipeline(model.pipeline, {0: {"whole": {"a": value}, "groups": {}}}, model.schema)
    folder = model.save(tmp_path / "model")
    assert name in (folder / "pipeline.json").read_text(encoding="utf-8")
    assert repr(FittedPipeline.load(folder).learned[0]["whole"]["a"]) == repr(value)


def test_tables_come_back_whole(tmp_path):
    frame = pl.DataFrame({"a": [1.5, None, 7.0], "g": ["x/../y", "ü", None]})
    model = made("clean: [impute: {column: a, with: mean, by: g}]").fit(
        frame.with_columns(pl.col("a").fill_null(3)))  # fmt: skip
    loaded = FittedPipeline.load(model.save(tmp_path / "model"))
    assert loaded.learned[0]["groups"]["a"].equals(model.learned[0]["groups"]["a"])


def test_a_fitted_pipeline_of_no_steps_is_saved_too(tmp_path):
    model = made("description: nothing\n").fit(pl.DataFrame({"a": [1]}))
    assert FittedPipeline.load(model.save(tmp_path / "model")).record({"a": 2}) == {"a": 2}


def test_units_are_kept(tmp_path):
    rules = "columns: {t: {type: float, unit: degC}}\nclean: [convert_units: {column: t, from: degC, to: degF}]"
    model = made(rules).fit(pl.DataFrame({"t": [0.0]}))
    loaded = FittedPipeline.load(model.save(tmp_path / "model"))
    assert loaded.pipeline.contract["t"].unit == "degC"
    assert loaded.record({"t": 100.0})["t"] == pytest.approx(212)


def test_a_folder_that_is_none_of_ours_is_refused(tmp_path):
    with pytest.raises(ArtefactError, match="is no whole saved pipeline"):
        FittedPipeline.load(tmp_path)
    (tmp_path / "pipeline.json").write_text('{"format": "letters"}', encoding="utf-8")
    with pytest.raises(ArtefactError, match="is no saved pipeline: pass the folder that `save` wrote"):
        FittedPipeline.load(tmp_path)


@pytest.mark.parametrize("text", ["", "no json", "[]", "null", "5", '{"format": "wrangle pipeline"}'])
def test_json_that_is_not_ours_is_refused(folder, text):
    (folder / "pipeline.json").write_text(text, encoding="utf-8")
    with pytest.raises(ArtefactError):
        FittedPipeline.load(folder)


def test_another_version_of_the_format_is_refused_with_who_made_it(folder):
    edit(folder, lambda whole: whole.update(version=2))
    with pytest.raises(ArtefactError, match=r"format 2 of wrangle 0\.\d+\.\d+, not 1: save it anew"):
        FittedPipeline.load(folder)


@pytest.mark.parametrize("name", ["schema.parquet", "learned"])
def test_a_damaged_file_is_named(folder, name):
    path = folder / name
    path = next(path.glob("*.parquet")) if path.is_dir() else path
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(ArtefactError, match=f"{path.name}: is damaged"):
        FittedPipeline.load(folder)


def test_a_missing_file_is_told(folder):
    next((folder / "learned").glob("*.parquet")).unlink()
    with pytest.raises(ArtefactError, match="No such file"):
        FittedPipeline.load(folder)


@pytest.mark.parametrize("name", ["../secret.parquet", "/etc/hostname", "learned/../../secret.parquet"])
def test_a_file_outside_the_folder_is_never_read(folder, name):
    (folder.parent / "secret.parquet").write_bytes((folder / "schema.parquet").read_bytes())
    edit(folder, lambda whole: whole["files"].update({name: "0" * 64}))
    with pytest.raises(ArtefactError, match="is damaged"):
        FittedPipeline.load(folder)


@pytest.mark.parametrize("name", ["../other/learned/secret.parquet", "/tmp/secret.parquet", "learned/unlisted.parquet"])
def test_a_table_that_the_digests_do_not_cover_is_refused(folder, name):
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame({"g": ["x"], "value": [1.0]}).write_parquet(target)
    try:
        edit(folder, lambda whole: whole["learned"]["4"]["groups"].update(humidity={"$frame": name}))
        with pytest.raises(ArtefactError, match="is not among the files"):
            FittedPipeline.load(folder)
    finally:
        target.unlink()


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole["pipeline"]["steps"].append({"os.system": {"command": "true"}}),
        lambda whole: whole["pipeline"]["steps"].append({"clip": {"column": "a", "minimum": 1}}),
        lambda whole: whole["pipeline"]["steps"].append({"clip": {}, "trim": {}}),
        lambda whole: whole["pipeline"].pop("steps"),
        lambda whole: whole.pop("learned"),
        lambda whole: whole.update(learned=[]),
    ],
    ids=["unknown step", "unknown option", "two steps in one", "no steps", "nothing learned", "learned as a list"],
)
def test_a_pipeline_that_was_tampered_with_is_refused(folder, change):
    edit(folder, change)
    with pytest.raises(ArtefactError, match="is no whole saved pipeline"):
        FittedPipeline.load(folder)


def test_a_saved_pipeline_replaces_an_earlier_one_and_nothing_else(model, folder, tmp_path):
    before = (folder / "pipeline.json").read_bytes()
    assert model.save(folder) == folder
    assert (folder / "pipeline.json").read_bytes() == before
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/a.txt").touch()
    with pytest.raises(OutputError, match="is not an output of wrangle"):
        model.save(tmp_path / "letters")
