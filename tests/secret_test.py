import json

import pytest

import wrangle
from wrangle.secret import hidden, remember

RULES = 'name: s\nsource: "${env:WRANGLE_TEST_FOLDER}/*.csv"\nclean:\n  - trim: {columns: all}\n'
SECRET = "correct-horse-battery"


@pytest.fixture
def rules(tmp_path, monkeypatch):
    (tmp_path / "s.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / SECRET).mkdir()
    monkeypatch.setenv("WRANGLE_TEST_FOLDER", SECRET)
    return tmp_path / "s.yaml"


def test_an_error_does_not_show_what_came_from_the_environment(rules):
    with pytest.raises(wrangle.WrangleError) as caught:
        wrangle.load(rules).run()
    assert SECRET not in str(caught.value)
    assert "${env:WRANGLE_TEST_FOLDER}" in str(caught.value)


def test_no_file_of_the_output_holds_what_came_from_the_environment(rules, tmp_path):
    for name in ("a", "b"):
        (tmp_path / SECRET / f"{name}-{SECRET}.csv").write_text("x,y\n1,2\n3\n", encoding="utf-8")
    result = wrangle.load(rules).run(into=tmp_path / "out")
    assert result.quarantine["_row"].to_list() == [1, 3]
    for file in (each for each in (tmp_path / "out").rglob("*") if each.is_file()):
        assert SECRET.encode() not in file.read_bytes(), file.name
    assert "${env:WRANGLE_TEST_FOLDER}" in json.dumps(result.summary["lineage"]["inputs"])
    assert SECRET not in str(result)


def test_a_longer_value_is_hidden_before_one_that_stands_in_it():
    remember("tr0ub4dor", "${env:SHORT}")
    remember("tr0ub4dor&3", "${env:LONG}")
    assert hidden("tr0ub4dor&3 tr0ub4dor") == "${env:LONG} ${env:SHORT}"


def test_a_value_of_a_few_letters_is_not_hidden():
    remember("of", "${env:TINY}")
    assert hidden("a value of a few letters") == "a value of a few letters"
