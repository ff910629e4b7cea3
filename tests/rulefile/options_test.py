from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, ClassVar

import pytest
from pydantic import BaseModel, ConfigDict, Field

from wrangle.errors import RuleFileError
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.compose import compose
from wrangle.rulefile.options import read_options
from wrangle.steps.options import Column, Columns, DataFile, InFolder, NewColumn, Plain, Scalar, Selector


class Sample(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    with_: str | None = Field(default=None, alias="with")
    column: Column | None = None
    columns: Columns = Selector()
    into: NewColumn | None = None
    count: int | None = None
    ratio: float | None = None
    flag: bool = False
    several: Sequence[Scalar] = ()
    names: Mapping[str, Sequence[str]] = {}
    either: float | tuple[float, ...] | None = None
    file: DataFile | None = None
    table: Annotated[str, InFolder()] | None = None


class Short(Sample):
    shorthand: ClassVar[str | None] = "with_"


class Gathers(Sample):
    gathers: ClassVar[str | None] = "names"


def read(text: str, cls: type[BaseModel] = Sample, folder: Path = Path()) -> BaseModel:
    faults = Faults()
    faults.know(None, folder, text)
    ((key, node),) = compose(text, None, faults).entries
    reading = read_options(cls, key, node, faults)
    faults.settle()
    return reading.model


def refused(text: str, **more) -> list[str]:
    with pytest.raises(RuleFileError) as caught:
        read(text, **more)
    return [f"{fault.place.column}: {fault.what}" for fault in caught.value.faults]


def test_the_declared_type_reads_the_text():
    sample = read("x: {with: 5, count: 5, ratio: 5, flag: true, several: [5, '5', NO], names: {5: [NO, 1.0]}}")
    assert (sample.with_, sample.count, sample.ratio, sample.flag) == ("5", 5, 5.0, True)
    assert sample.several == [5, "5", "NO"]
    assert sample.names == {"5": ["NO", "1.0"]}
    assert type(sample.with_) is str
    assert not any(isinstance(each, Plain) for each in sample.several)


def test_columns_take_all_their_forms():
    assert read("x: {columns: a}").columns == Selector(names=("a",))
    assert read("x: {columns: [a, b_*]}").columns == Selector(names=("a", "b_*"))
    assert read("x: {columns: {type: float}}").columns == Selector(type="float")


def test_a_bare_value_is_the_shorthands():
    assert read("x: 5", Short).with_ == "5"
    assert read("x: {with: 5}", Short).with_ == "5"
    assert refused("x: 5") == ["4: x takes options by name, not a bare value"]


def test_keys_that_are_no_option_are_gathered():
    assert read("x: {a: [b], count: 2}", Gathers).names == {"a": ["b"]}
    assert read("x: {names: {a: [b]}, c: [d]}", Gathers).names == {"a": ["b"], "c": ["d"]}
    assert read("x: {names: {a: [b]}}", Gathers).names == {"a": ["b"]}
    assert read("x: {count: 2}", Gathers).names == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x: {wiht: 5}", "5: x has no option 'wiht'"),
        ("x: {with_: 5}", "5: x has no option 'with_'"),
        ("x: {count: 1.5}", "12: x: 'count' must be a whole number, not '1.5'"),
        ("x: {count: [1]}", "12: x: 'count' must be a whole number, not a list"),
        ("x: {flag: perhaps}", "11: x: 'flag' must be true or false, not 'perhaps'"),
        ("x: {flag: }", "10: x: 'flag' must be true or false, not nothing"),
        ("x: {column: [a]}", "13: x: 'column' must be the name of a column, not a list"),
        ("x: {into: [a]}", "11: x: 'into' must be the name of a new column, not a list"),
        ("x: {columns: {tpye: float}}", "15: x: 'columns' has no option 'tpye'"),
        ("x: {columns: [a, [b]]}", "18: x: 'columns' must be a text, not a list"),
        ("x: {names: {a: b}}", "16: x: 'names' must be a mapping of texts to lists of texts; here stands 'b'"),
        ("x: {names: {a: [b, [c]]}}", "20: x: 'names' must be a text, not a list"),
        ("x: {names: [a]}", "12: x: 'names' must be a mapping of texts to lists of texts, not a list"),
        ("x: {either: a}", "13: x: 'either' must be a number or a list of numbers, not 'a'"),
        ("x: {either: [1, a]}", "17: x: 'either' must be a number, not 'a'"),
    ],
)
def test_a_wrong_option_is_told_at_its_place(text, expected):
    assert refused(text) == [expected]


def test_files_are_looked_for_in_the_rule_files_folder(tmp_path):
    (tmp_path / "table.csv").write_text("a\n")
    assert read("x: {file: table.csv}", folder=tmp_path).file == (tmp_path / "table.csv").resolve()
    assert read("x: {table: table.csv}", folder=tmp_path).table == str((tmp_path / "table.csv").resolve())
    assert read("x: {table: countries}", folder=tmp_path).table == "countries"
    assert refused("x: {table: countries.csv}", folder=tmp_path) == ["12: there is no file 'countries.csv'"]
    assert refused("x: {file: tabel.csv}", folder=tmp_path) == ["11: there is no file 'tabel.csv'"]
