import json
import os
import shutil
from contextlib import suppress

import numpy as np
import pytest
from served import make_bundle, raw_rows

from wrangle.bundle.bundle import json_text
from wrangle.bundle.load import load_bundle
from wrangle.bundle.manifest import digests
from wrangle.bundle.predictor import Predictor
from wrangle.bundle.trust import restore, store
from wrangle.errors import ArtefactError


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_bundle(tmp_path_factory.mktemp("made") / "ice")


@pytest.fixture
def bundle(made, tmp_path):
    return shutil.copytree(made, tmp_path / "ice")


def resign(folder, **changes):
    """Write a manifest that fits what was changed, as a forger would."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text()) | changes
    path.write_text(json_text(manifest | {"files": digests(folder)}))


def test_a_bundle_comes_back_as_it_was_written(bundle):
    found = load_bundle(bundle)
    assert (found.name, found.model.target, found.model.classes) == ("ice", "icy", ("no", "yes"))
    assert len(found.golden) == 50
    assert found.rules.read_text().startswith("\nname: ice")
    assert len(found.digest) == 64


def test_it_can_be_loaded_wherever_it_is_moved_to(bundle, tmp_path):
    moved = bundle.rename(tmp_path / "elsewhere with spaces é")
    raw = raw_rows(20, seed=9).to_dicts()
    assert Predictor(load_bundle(str(moved))).answers(raw) == Predictor(load_bundle(moved)).answers(raw)


def files_of(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_flipped_byte_in_any_file_is_refused(bundle):
    for name in files_of(bundle):
        path = bundle / name
        whole = path.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1) if whole else ():
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
            with pytest.raises(ArtefactError) as refused:
                load_bundle(bundle)
            assert name == "manifest.json" or f"{name}: is damaged" in str(refused.value)
        path.write_bytes(whole)
    load_bundle(bundle)


def test_a_file_that_is_missing_is_refused(bundle):
    for name in files_of(bundle):
        path = bundle / name
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(ArtefactError, match=r"is missing|is no bundle"):
            load_bundle(bundle)
        path.write_bytes(whole)


@pytest.mark.parametrize("name", ["more.txt", "pipeline/learned/9.parquet", ".hidden", "model.pkl"])
def test_a_file_that_is_not_listed_is_refused(bundle, name):
    (bundle / name).write_text("")
    with pytest.raises(ArtefactError, match=r"is not listed in manifest\.json"):
        load_bundle(bundle)


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/passwd", "rules/../../secret.txt", "rules\\ice.yaml", "./card.md"]
)
def test_a_name_that_leads_out_is_refused(bundle, name):
    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["files"][name] = "0" * 64
    (bundle / "manifest.json").write_text(json_text(manifest))
    with pytest.raises(ArtefactError, match="names a file outside of the bundle"):
        load_bundle(bundle)


def test_links_are_refused(bundle, tmp_path):
    kept = tmp_path / "golden.jsonl"
    (bundle / "golden.jsonl").rename(kept)
    (bundle / "golden.jsonl").symlink_to(kept)
    with pytest.raises(ArtefactError, match=r"golden\.jsonl: is a link or a device"):
        load_bundle(bundle)


def test_links_to_folders_are_refused(bundle, tmp_path):
    (bundle / "rules").rename(tmp_path / "rules")
    (bundle / "rules").symlink_to(tmp_path / "rules")
    with pytest.raises(ArtefactError, match="is a link or a device"):
        load_bundle(bundle)


def test_a_pipe_is_refused_without_waiting_for_it(bundle):
    os.mkfifo(bundle / "pipe")
    with pytest.raises(ArtefactError, match="pipe: is a link or a device"):
        load_bundle(bundle)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": "wrangle pipeline"}', "[" * 100_000])
def test_what_is_no_manifest_is_said_so(bundle, text):
    (bundle / "manifest.json").write_text(text)
    with pytest.raises(ArtefactError, match="is no bundle"):
        load_bundle(bundle)


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(ArtefactError, match="nowhere: is no bundle"):
        load_bundle(tmp_path / "nowhere")


def test_another_format_is_refused_with_how_to_rebuild(bundle):
    resign(bundle, version=99)
    with pytest.raises(ArtefactError, match=r"of format 99, not 1: train it anew .*`wrangle train .*rules"):
        load_bundle(bundle)


@pytest.mark.parametrize("there", ["1.8.2", "2.9.1", None])
def test_another_version_of_scikit_learn_is_refused_with_how_to_rebuild(bundle, there):
    made = json.loads((bundle / "manifest.json").read_text())["made_by"]
    resign(bundle, made_by=made | {"scikit-learn": there})
    with pytest.raises(ArtefactError, match=rf"made by scikit-learn {there}, and this is .*`wrangle train "):
        load_bundle(bundle)


def test_another_patch_of_scikit_learn_is_fine(bundle):
    made = json.loads((bundle / "manifest.json").read_text())["made_by"]
    minor = ".".join(made["scikit-learn"].split(".")[:2])
    resign(bundle, made_by=made | {"scikit-learn": f"{minor}.99"})
    load_bundle(bundle)


def test_a_forged_tree_is_refused_even_if_all_digests_fit(bundle):
    path = bundle / "model.skops"
    model = restore(path.read_bytes())
    model._predictors[0][0].nodes["left"][0] = 10**6
    path.write_bytes(store(model))
    resign(bundle)
    with pytest.raises(ArtefactError, match=r"a tree has a child that is no node\. It was not used"):
        load_bundle(bundle)


class Foreign:
    """A type that a forger brings."""


def test_a_foreign_type_is_refused_even_if_all_digests_fit(bundle):
    path = bundle / "model.skops"
    model = restore(path.read_bytes())
    model.learning_rate = Foreign()
    path.write_bytes(store(model))
    resign(bundle)
    with pytest.raises(ArtefactError, match=r"model\.skops: holds types that are not trusted: .*Foreign"):
        load_bundle(bundle)


def test_a_changed_golden_answer_is_refused(bundle):
    path = bundle / "golden.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    place = next(number for number, each in enumerate(lines) if each["answer"]["status"] == "ok")
    lines[place]["answer"]["prediction"] = {"no": "yes", "yes": "no"}[lines[place]["answer"]["prediction"]]
    path.write_text("".join(json.dumps(each) + "\n" for each in lines))
    resign(bundle)
    with pytest.raises(
        ArtefactError, match=rf"golden\.jsonl:{place + 1}: the bundle answers otherwise .*at prediction"
    ):
        load_bundle(bundle)
    assert load_bundle(bundle, check_golden=False).name == "ice"


def test_a_changed_leaf_is_found_by_the_golden_records(bundle):
    path = bundle / "model.skops"
    model = restore(path.read_bytes())
    for stage in model._predictors:
        stage[0].nodes["value"] *= 1.001
    path.write_bytes(store(model))
    resign(bundle)
    with pytest.raises(ArtefactError, match="answers otherwise than when it was made, at probabilities"):
        load_bundle(bundle)


@pytest.mark.parametrize("text", ["{\n", '{"record": {}}\n', '"x"\n', "[1]\n"])
def test_what_are_no_golden_records_is_said_so(bundle, text):
    (bundle / "golden.jsonl").write_text(text)
    resign(bundle)
    with pytest.raises(ArtefactError, match=r"golden\.jsonl: (cannot be read|holds no golden records)"):
        load_bundle(bundle)


@pytest.mark.parametrize("key", ["problem", "encoding", "classes", "threshold"])
def test_a_manifest_that_describes_no_model_is_said_so(bundle, key):
    manifest = json.loads((bundle / "manifest.json").read_text())
    del manifest["model"][key]
    resign(bundle, model=manifest["model"])
    with pytest.raises(ArtefactError, match="the manifest does not describe a model"):
        load_bundle(bundle)


def test_a_model_of_other_columns_than_the_manifest_says_is_refused(bundle):
    model = json.loads((bundle / "manifest.json").read_text())["model"]
    model["encoding"]["features"].pop()
    resign(bundle, model=model)
    with pytest.raises(ArtefactError, match="takes 3 columns, and its matrix has 2"):
        load_bundle(bundle)


def test_a_feature_that_the_pipeline_does_not_make_is_named(bundle):
    model = json.loads((bundle / "manifest.json").read_text())["model"]
    model["encoding"]["features"][1]["name"] = "depth"
    resign(bundle, model=model)
    with pytest.raises(ArtefactError, match="the pipeline makes no column 'depth'"):
        load_bundle(bundle)


def test_random_damage_never_gives_anything_but_our_error(bundle):
    """Bytes anywhere are changed and the digests made to fit: the bundle loads, or says what is wrong."""
    draw = np.random.default_rng(0)
    names = [name for name in files_of(bundle) if name != "manifest.json"]
    for _ in range(40):
        path = bundle / names[int(draw.integers(len(names)))]
        whole = path.read_bytes()
        if not whole:
            continue
        place = int(draw.integers(len(whole)))
        path.write_bytes(whole[:place] + bytes([int(draw.integers(256))]) + whole[place + 1 :])
        resign(bundle)
        with suppress(ArtefactError):
            load_bundle(bundle)
        path.write_bytes(whole)
