from pathlib import Path

import pytest

from wrangle.engine.pipeline import describe
from wrangle.errors import RuleFileError
from wrangle.rulefile.read import load, read_text


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{next(iter(files))}.yaml"


def refused(text: str, **arguments) -> str:
    with pytest.raises(RuleFileError) as caught:
        read_text(text, **arguments)
    return str(caught.value)


def test_norway_is_text_and_numbers_are_what_the_option_asks_for():
    text = "expect:\n  - in_set: {column: NO, values: [NO, 5, '5', 1.5, true, yes]}"
    (check,) = read_text(text).checks
    assert check.column == "NO"
    assert check.values == ("NO", 5, "5", 1.5, True, "yes")
    assert [type(each) for each in check.values] == [str, int, str, float, bool, str]


def test_null_is_a_word_where_an_option_has_it_as_a_choice():
    assert read_text("columns: {a: {otherwise: null}}").contract["a"].otherwise == "null"


def test_a_column_may_be_given_by_its_type_alone():
    contract = read_text("columns:\n  a: string\n  b:\n  c: {type: float, unit: degC}").contract
    assert [(name, spec.type, spec.unit) for name, spec in contract.items()] == [
        ("a", "string", None),
        ("b", None, None),
        ("c", "float", "degC"),
    ]


def test_sections_may_be_empty():
    pipeline = read_text("name: x\ndescription:\ncolumns:\nclean:\ntransform:\nexpect:\nexamples:\nsource:")
    assert (pipeline.name, pipeline.steps, pipeline.checks, pipeline.source) == ("x", (), (), None)


def test_the_name_is_the_files_where_none_is_given(tmp_path):
    assert load(write(tmp_path, weather="description: raw")).name == "weather"
    assert read_text("description: raw").name == "unnamed"


def test_aliases_and_merge_keys_stand_for_what_they_name():
    text = """
columns:
  a: &number {type: float, min: 0}
  b: *number
  c: {<<: *number, min: 5}
"""
    contract = read_text(text).contract
    assert contract["b"] == contract["a"]
    assert (contract["c"].type, contract["c"].min) == ("float", 5)


def test_variables_keep_their_own_quotes_where_they_stand_alone():
    text = """
vars: {limit: 5, word: "5"}
columns: {a: {in_set: ["${limit}", "${word}"], description: "at least ${limit}, $${limit}"}}
"""
    spec = read_text(text).contract["a"]
    assert (spec.in_set, spec.description) == ((5, "5"), "at least 5, ${limit}")


def test_variables_from_outside_win():
    text = "vars: {limit: 5}\ncolumns: {a: {min: '${limit}', max: '${other}'}}"
    spec = read_text(text, variables={"limit": "1.5", "other": "9"}).contract["a"]
    assert (spec.min, spec.max) == (1.5, 9)


def test_a_variable_from_outside_that_nobody_asks_for_is_a_fault():
    text = refused("vars: {limit: 5}", variables={"limt": "6"})
    assert text == "there is no variable 'limt' to set\n  help: did you mean 'limit'?"


def test_variables_may_stand_in_keys():
    assert list(read_text("vars: {c: temp}\ncolumns: {'${c}_x': float}").contract) == ["temp_x"]


def test_keys_that_become_the_same_are_a_fault():
    assert "stands twice" in refused("vars: {c: a}\ncolumns: {a: float, '${c}': string}")


def test_the_environment_may_be_read_in_the_source_alone(monkeypatch):
    monkeypatch.setenv("WRANGLE_TEST_BUCKET", "s3://secret")
    pipeline = read_text("source: {path: '${env:WRANGLE_TEST_BUCKET}/x.csv'}")
    assert pipeline.source.path == "s3://secret/x.csv"
    assert "secret" not in str(describe(pipeline))


def test_paths_are_relative_to_the_rule_files_folder(tmp_path):
    main = write(tmp_path, main="source: [a.csv, /data/b.csv, 'https://host/c.csv']".replace("[", "{path: [") + "}")
    assert load(main).source.path == (str(tmp_path / "a.csv"), "/data/b.csv", "https://host/c.csv")


@pytest.mark.parametrize(
    "text",
    ["source: x.csv", "source: {path: x.csv}", "source: {weather: {path: x.csv}}", "source: {path: [x.csv]}"],
)
def test_a_source_may_be_given_in_short_or_with_a_name(text):
    path = read_text(text, folder=Path("/rules")).source.path
    assert path in {"/rules/x.csv", ("/rules/x.csv",)}


def test_examples_have_the_types_of_yaml():
    text = """
examples:
  - {given: {a: NO, b: 5, c: "5", d: null, e: .inf}, then: rejected}
  - {name: kept, given: {a: 1e3}, then: {a: true}}
"""
    rejected, kept = read_text(text).examples
    assert rejected.given == {"a": "NO", "b": 5, "c": "5", "d": None, "e": float("inf")}
    assert rejected.then is None
    assert (kept.name, kept.given, kept.then) == ("kept", {"a": 1000.0}, {"a": True})


def test_a_missing_rule_file_is_a_fault_that_names_its_neighbours(tmp_path):
    write(tmp_path, weather="name: x")
    with pytest.raises(RuleFileError, match=r"there is no rule file .*\n  help: did you mean 'weather.yaml'"):
        load(tmp_path / "wether.yaml")


def test_a_folder_is_no_rule_file(tmp_path):
    with pytest.raises(RuleFileError, match="is a folder"):
        load(tmp_path)


def test_a_byte_order_mark_is_passed_over_and_other_encodings_are_named(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_bytes(b"\xef\xbb\xbfname: weather")
    assert load(file).name == "weather"
    file.write_bytes("name: x\ndescription: Zürich".encode("latin-1"))
    with pytest.raises(RuleFileError, match="is not UTF-8 text: line 2 holds the byte 0xfc"):
        load(file)


def test_the_same_text_gives_the_same_digest():
    text = "columns: {a: {min: 5}}\nexpect: [{not_null: {column: a}}]"
    assert read_text(text).digest == read_text(f"# a comment\n{text}").digest
