"""Each digest changes with what it stands for, and with nothing else."""

import hashlib
import json
import sys

import polars as pl
import pytest
from pipelines import WEATHER, made, weather

from wrangle.engine.lineage import learned_digest, lineage, plain, versions

RULES = "clean: [impute: {column: a, with: mean}, clip: {column: a, max: 5}]"


def digests(body=RULES, frame=None):
    found = made(body).run(pl.DataFrame({"a": [1.0, None, 3.0]}) if frame is None else frame).lineage
    return {"rules": found["rules"]["sha256"], "inputs": found["inputs"][0]["sha256"],
            "learned": found["learned"]["sha256"]}  # fmt: skip


def changed(one, other):
    return {name for name in one if one[name] != other[name]}


def test_the_same_rules_and_data_have_the_same_digests():
    assert changed(digests(), digests()) == set()


def test_a_change_of_the_rules_changes_their_digest_alone():
    assert changed(digests(), digests(RULES.replace("max: 5", "max: 6"))) == {"rules"}


def test_a_change_of_the_data_that_teaches_the_same_changes_its_digest_alone():
    assert changed(digests(), digests(frame=pl.DataFrame({"a": [3.0, None, 1.0]}))) == {"inputs"}


def test_a_change_of_the_data_that_teaches_something_else_changes_both():
    assert changed(digests(), digests(frame=pl.DataFrame({"a": [1.0, None, 4.0]}))) == {"inputs", "learned"}


def test_another_way_to_learn_changes_rules_and_learned_values():
    frame = pl.DataFrame({"a": [1.0, None, 3.0, 3.0]})
    assert changed(digests(frame=frame), digests(RULES.replace("mean", "median"), frame)) == {"rules", "learned"}


SAME = {
    "a comment": RULES + "\n# a comment\n",
    "the layout": "clean:\n  - impute: {with: mean, column: a}\n  - clip: {max: 5, column: a}\n",
    "a variable": "vars: {most: 5}\n" + RULES.replace("max: 5", "max: '${most}'"),
}


@pytest.mark.parametrize("same", SAME.values(), ids=SAME)
def test_how_the_rules_are_written_does_not_matter(same):
    assert changed(digests(), digests(same)) == set()


def test_where_the_data_comes_from_is_no_part_of_the_rules():
    assert changed(digests(), digests("source: elsewhere.csv\n" + RULES)) == set()


def test_the_order_of_steps_matters():
    swapped = "clean: [clip: {column: a, max: 5}, impute: {column: a, with: mean}]"
    assert "rules" in changed(digests(), digests(swapped))


def test_a_file_that_the_rules_name_counts_by_its_content_wherever_it_lies(tmp_path):
    def digest(folder, text):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "names.csv").write_text(f"spelling,name\n{text}\n", encoding="utf-8")
        rules = "clean: [canonicalize: {column: a, vocabulary: names.csv}]"
        return made(rules, tmp_path / folder).digest

    first = digest("one", "a,A")
    assert digest("other", "a,A") == first
    assert digest("other", "a,B") != first


def test_files_are_named_and_digested_by_their_bytes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    (found,) = made("clean: [cast: {column: a, to: integer}]").run(path).lineage["inputs"]
    assert found["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found["files"] == [str(path)]


def test_a_frame_is_digested_by_names_types_and_values():
    frames = [pl.DataFrame({"a": [1.0, 2.0]}), pl.DataFrame({"a": [2.0, 1.0]}), pl.DataFrame({"b": [1.0, 2.0]}),
              pl.DataFrame({"a": [1, 2]})]  # fmt: skip
    seen = {made("description: x\n").run(frame).lineage["inputs"][0]["sha256"] for frame in frames}
    assert len(seen) == len(frames)


def test_the_versions_that_made_it_are_told():
    assert versions() == {"wrangle": "0.1.0", "polars": pl.__version__, "python": sys.version.split()[0]}
    assert made(RULES).run(pl.DataFrame({"a": [1.0]})).lineage["versions"] == versions()


def test_lineage_is_plain_json():
    model = made(WEATHER).fit(weather())
    found = lineage(model.pipeline, model.learned, [])
    assert json.loads(json.dumps(found)) == found


def test_learned_values_are_digested_whatever_the_order_of_steps_they_came_in():
    assert learned_digest({1: {"a": 1}, 0: {"b": (2, 3)}}) == learned_digest({0: {"b": [2, 3]}, 1: {"a": 1}})


@pytest.mark.parametrize("other", [
    {0: {"t": pl.DataFrame({"a": [1, 3]})}}, {0: {"t": pl.DataFrame({"b": [1, 2]})}},
    {0: {"t": pl.DataFrame({"a": [1.0, 2.0]})}}, {1: {"t": pl.DataFrame({"a": [1, 2]})}}])  # fmt: skip
def test_tables_are_digested_by_columns_and_rows(other):
    table = {0: {"t": pl.DataFrame({"a": [1, 2]})}}
    assert learned_digest(table) == learned_digest({0: {"t": pl.DataFrame({"a": [1, 2]})}})
    assert learned_digest(table) != learned_digest(other)


def test_plain_values_stay_as_they_are():
    assert plain({1: (True, None, "x", 2.5)}) == {"1": [True, None, "x", 2.5]}
