import polars as pl
import pytest

from wrangle.errors import RuleFileError, SourceError
from wrangle.rulefile.read import load, read_text
from wrangle.sources.input import frame_input
from wrangle.sources.joined import joined
from wrangle.sources.opening import open_source
from wrangle.sources.source import JoinedPart

FLIGHTS = {"plane": ["N2", "N1", None, "N9", "N1"], "minute": [1, 2, 3, 4, 5]}
PLANES = {"tailnum": ["N1", "N2", None], "seats": [55, 149, 0], "engines": [2, 2, 1]}


def join(left=FLIGHTS, right=PLANES, **options):
    part = JoinedPart(path="planes", **{"on": {"plane": "tailnum"}} | options)
    return joined(frame_input(pl.DataFrame(left)), frame_input(pl.DataFrame(right)), part)


def test_columns_come_where_keys_are_equal_and_rows_stay_in_order():
    found = join()
    assert found.frame.collect()["seats"].to_list() == [149, 55, None, None, 55]
    assert found.frame.collect_schema().names() == ["plane", "minute", "seats", "engines"]
    assert found.rows == 5


def test_an_inner_join_leaves_out_rows_without_a_partner():
    assert join(how="inner").frame.collect()["minute"].to_list() == [1, 2, 5]


def test_only_the_columns_that_are_named_come():
    assert join(columns=["seats"]).frame.collect_schema().names() == ["plane", "minute", "seats"]
    with pytest.raises(SourceError, match="no column 'seat': did you mean 'seats'"):
        join(columns=["seat"])


def test_keys_that_stand_twice_are_refused_with_examples():
    twice = {"tailnum": ["N1", "N1", "N2"], "seats": [55, 56, 1]}
    with pytest.raises(SourceError, match=r"`join: validate: m:1`: tailnum 'N1' \(2 times\)"):
        join(right=twice)
    with pytest.raises(SourceError, match=r"`join: validate: 1:1`: plane 'N1' \(2 times\)"):
        join(validate="1:1")
    found = join(right=twice, validate="m:m")
    assert found.frame.collect()["seats"].to_list() == [1, 55, 56, None, None, 55, 56]
    assert found.rows is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"on": "plane"}, "has no column 'plane' to join by"),
        ({"on": {"minute": "tailnum"}}, "the key 'minute' is Int64 in the frame, and String"),
        ({"on": {}}, "names no key"),
    ],
)
def test_keys_that_cannot_be_joined_by_are_told(options, said):
    with pytest.raises(SourceError, match=said):
        join(**options)


def test_a_name_may_not_stand_twice():
    with pytest.raises(SourceError, match="its columns 'seats' stand in the rows already"):
        join(left=FLIGHTS | {"seats": [1] * 5})


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "flights.csv").write_text("tailnum,minute\nN2,1\nN9,2\nN1\nN1,3\n")
    (tmp_path / "planes.csv").write_text("tailnum;seats\nN1;55\nN2;149\n")
    (tmp_path / "rules.yaml").write_text(
        "source:\n  path: flights.csv\n  join: [{path: planes.csv, delimiter: ';', on: tailnum, how: inner}]\n"
        "columns: {tailnum: string, minute: integer, seats: integer}\n"
    )
    return tmp_path


def test_a_rule_file_runs_over_joined_rows_and_its_lineage_names_both(folder):
    result = load(folder / "rules.yaml").run()
    assert result.clean.rows() == [("N2", 1, 149), ("N1", 3, 55)]
    assert result.quarantine["tailnum"].to_list() == ["N1"]
    inputs = result.summary["lineage"]["inputs"]
    assert [each["name"] for each in inputs] == [str(folder / "flights.csv"), str(folder / "planes.csv")]


def test_rows_that_cannot_be_read_whole_keep_their_reason_whatever_their_number(folder):
    with open_source(load(folder / "rules.yaml").source) as input_:
        assert input_.frame.collect().height == 3
        assert [row for row, _ in input_.rejects.iter_rows()] == [1]


def test_other_data_are_joined_as_well(folder):
    (folder / "more.csv").write_text("tailnum,minute\nN1,9\n")
    assert load(folder / "rules.yaml").run(folder / "more.csv").clean.rows() == [("N1", 9, 55)]


def test_a_join_without_keys_is_a_fault_at_its_place():
    with pytest.raises(RuleFileError, match=r"1:\d+: source: .*needs the option 'on'"):
        read_text("source: {path: a.csv, join: [{path: b.csv}]}")
