from pathlib import Path

import pytest

from wrangle.errors import RuleFileError
from wrangle.rulefile.read import load


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{next(iter(files))}.yaml"


def test_included_files_come_first_and_own_columns_and_variables_win(tmp_path):
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "common.yaml").write_text(
        """
vars: {limit: 1, other: 2}
columns: {a: {min: "${limit}"}, b: {min: "${other}"}}
expect: [{not_null: {column: a}}]
""",
        encoding="utf-8",
    )
    main = write(
        tmp_path,
        main="""
include: [house/common.yaml]
vars: {limit: 7}
columns: {b: {max: 3}, c: float}
expect: [{not_null: {column: b}}]
""",
    )
    pipeline = load(main)
    assert list(pipeline.contract) == ["a", "b", "c"]
    assert (pipeline.contract["a"].min, pipeline.contract["b"].min, pipeline.contract["b"].max) == (7, None, 3)
    assert [check.column for check in pipeline.checks] == ["a", "b"]


def test_a_file_that_is_included_twice_counts_once(tmp_path):
    check = "expect: [{not_null: {column: a}}]"
    main = write(tmp_path, main="include: [one.yaml, two.yaml]", one="include: two.yaml", two=check)
    assert len(load(main).checks) == 1


def test_faults_of_two_files_stand_in_the_order_of_the_files(tmp_path):
    main = write(tmp_path, main="include: other.yaml\nnane: x", other="nome: y")
    with pytest.raises(RuleFileError) as caught:
        load(main)
    assert [(fault.place.file.name, fault.place.line) for fault in caught.value.faults] == [
        ("main.yaml", 2),
        ("other.yaml", 1),
    ]
