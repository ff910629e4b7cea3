import json
from dataclasses import replace
from importlib.metadata import version

import numpy as np
import polars as pl
import pytest
from served import RULES, make_bundle, raw_rows

from wrangle.bundle.bundle import json_text
from wrangle.bundle.load import load_bundle
from wrangle.bundle.manifest import made_by
from wrangle.bundle.predictor import Predictor
from wrangle.bundle.write import BundleParts, write_bundle
from wrangle.errors import ArtefactError, OutputError
from wrangle.rulefile.read import read_text
from wrangle.secret import remember


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    loaded = load_bundle(make_bundle(tmp_path_factory.mktemp("made") / "ice"))
    return BundleParts(
        pipeline=loaded.pipeline,
        model=loaded.model,
        rules={"ice.yaml": RULES, "shared/stations.yaml": "clean: []\n"},
        estimator="sklearn.ensemble.HistGradientBoostingClassifier",
        options={"max_iter": 20},
        seed=3,
        counts={"training": 320, "test": 80},
        dataset=[{"name": "weather", "files": ["weather.csv"], "sha256": "0" * 64}],
        parent="ice@1",
        metrics={"accepted": True},
        report="<html></html>",
        card="# Ice\n",
        golden=raw_rows(60, seed=3),
        more={"notes": ["early stopping at 20"]},
    )


def test_all_that_design_8_names_is_in_the_folder(parts, tmp_path):
    folder = write_bundle(tmp_path / "ice", parts)
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} >= {
        "manifest.json", "model.skops", "schema.json", "metrics.json", "golden.jsonl", "report.html", "card.md",
        "requirements.txt", "rules/ice.yaml", "rules/shared/stations.yaml", "pipeline/pipeline.json",
    }  # fmt: skip


def test_the_manifest_tells_where_everything_came_from(parts, tmp_path):
    found = json.loads((write_bundle(tmp_path / "ice", parts) / "manifest.json").read_text())
    assert {name: found[name] for name in ("format", "version", "name", "seed", "parent", "problem", "target")} == {
        "format": "wrangle bundle", "version": 1, "name": "ice", "seed": 3, "parent": "ice@1", "problem": "binary",
        "target": "icy",
    }  # fmt: skip
    assert found["features"] == ["temperature", "warmth", "sky"]
    assert found["rules"] == {"file": "ice.yaml", "sha256": parts.pipeline.pipeline.digest}
    assert found["dataset"] == list(parts.dataset)
    assert found["notes"] == ["early stopping at 20"]
    assert found["made_by"]["scikit-learn"] == version("scikit-learn")


def test_the_requirements_pin_all_that_computes_the_answers(parts, tmp_path):
    lines = (write_bundle(tmp_path / "ice", parts) / "requirements.txt").read_text().splitlines()
    assert {line.partition("==")[0] for line in lines} == {"numpy", "polars", "scikit-learn", "skops", "wrangle"}
    assert f"polars=={pl.__version__}" in lines


def test_what_is_not_given_is_not_written(parts, tmp_path):
    folder = write_bundle(tmp_path / "ice", replace(parts, report="", card="", golden=None))
    assert not (folder / "report.html").exists()
    assert not (folder / "card.md").exists()
    assert load_bundle(folder).golden == ()


def test_an_earlier_bundle_is_replaced_whole(parts, tmp_path):
    folder = write_bundle(tmp_path / "ice", parts)
    (folder / "left over.txt").write_text("")
    assert load_bundle(write_bundle(folder, replace(parts, seed=4))).manifest["seed"] == 4
    assert [path.name for path in tmp_path.iterdir()] == ["ice"]


def test_a_folder_that_holds_something_else_is_not_touched(parts, tmp_path):
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(OutputError, match=r"is not an output of wrangle \(it holds run\.json\)"):
        write_bundle(tmp_path, parts)
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_an_error_on_the_way_leaves_the_earlier_bundle(parts, tmp_path):
    folder = write_bundle(tmp_path / "ice", parts)
    before = (folder / "manifest.json").read_bytes()
    with pytest.raises(ValueError, match="Out of range float values"):
        write_bundle(folder, replace(parts, metrics={"roc_auc": float("nan")}))
    assert (folder / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["ice"]


class Opened:
    """An own class that holds what cannot be stored."""

    def __init__(self, place):
        self.held = open(place, "rb")  # noqa: PTH123, SIM115


def test_an_estimator_that_cannot_be_stored_leaves_nothing(parts, tmp_path):
    own = Opened(__file__)
    with own.held, pytest.raises(ArtefactError, match="Opened cannot be stored"):
        write_bundle(tmp_path / "ice", replace(parts, model=replace(parts.model, estimator=own)))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["../ice.yaml", "/tmp/ice.yaml"])
def test_a_rule_file_may_not_lead_out_of_the_bundle(parts, tmp_path, name):
    with pytest.raises(ArtefactError, match="must be relative to its folder"):
        write_bundle(tmp_path / "ice", replace(parts, rules={name: RULES}))
    assert not list(tmp_path.iterdir())


def test_what_came_from_the_environment_stands_in_no_file(parts, tmp_path):
    remember("sesame-open-bundle", "${env:DOOR}")
    dataset = [{"name": "https://me:sesame-open-bundle@host/a.csv", "files": [], "sha256": "0" * 64}]
    folder = write_bundle(tmp_path / "ice", replace(parts, dataset=dataset, card="sesame-open-bundle"))
    whole = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"sesame-open-bundle" not in whole
    assert b"${env:DOOR}" in whole


def test_everything_but_model_and_tables_is_text_that_people_read(parts, tmp_path):
    folder = write_bundle(tmp_path / "ice", parts)
    for path in folder.rglob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8")) is not None
        assert path.read_text(encoding="utf-8").count("\n") > 1


def test_equal_parts_give_equal_files(parts, tmp_path):
    """All but the time that the manifest tells."""
    one, other = (write_bundle(tmp_path / name, parts) for name in ("one", "other"))
    manifests = [json.loads((folder / "manifest.json").read_text()) for folder in (one, other)]
    assert manifests[0] | {"created_at": ""} == manifests[1] | {"created_at": ""}


def test_the_options_of_the_source_are_kept_for_other_files(parts, tmp_path):
    pipeline = read_text(RULES + "source: {path: a.txt, delimiter: ';', encoding: latin-1}\n")
    fitted = replace(parts.pipeline, pipeline=pipeline)
    bundle = load_bundle(write_bundle(tmp_path / "ice", replace(parts, pipeline=fitted)))
    found = bundle.source("b.txt")
    assert (found.path, found.delimiter, found.encoding) == ("b.txt", ";", "iso8859-1")


def test_versions_of_the_libraries_that_are_used_are_told():
    lightgbm = pytest.importorskip("lightgbm")
    assert "lightgbm" in made_by([lightgbm.LGBMClassifier()])
    assert "lightgbm" not in made_by(None)


def test_json_has_no_word_for_nan():
    with pytest.raises(ValueError, match="Out of range float values"):
        json_text({"a": float("inf")})


class Always:
    """A user's own estimator."""

    def __init__(self, said):
        self.said = said

    def predict(self, matrix):
        return np.full(len(matrix), self.said)


def test_an_own_class_is_served_where_the_caller_brings_it(parts, tmp_path):
    model = replace(parts.model, estimator=Always(1))
    folder = write_bundle(tmp_path / "ice", replace(parts, model=model, estimator="write_test.Always"))
    with pytest.raises(ArtefactError, match=r"not trusted: .*write_test\.Always.*trust=\[Always\]"):
        load_bundle(folder)
    loaded = load_bundle(folder, trust=[Always])
    assert {each["prediction"] for each in Predictor(loaded).answers(raw_rows(20).to_dicts())} == {"yes", None}
