import polars as pl
import pytest

from wrangle.explore.suggest.suggestion import suggest

STATES = ["CO", "TX", "OR", "CA"] * 30
CITIES = ["Boulder", "Dallas", "Bend", "Chico"] * 30


def changed(frame):
    """Return what the sure rules make of a table."""
    import wrangle

    return wrangle.read_text(suggest(frame, name="x").text).run(frame).clean.select(frame.columns)


def replaced(values, at, value):
    return [value if place in at else each for place, each in enumerate(values)]


def test_values_that_slipped_to_the_end_of_another_column_go_home():
    lost = {0, 17, 42, 99}
    frame = pl.DataFrame(
        {
            "city": [f"{c} {s}" if n in lost else c for n, (c, s) in enumerate(zip(CITIES, STATES, strict=True))],
            "state": replaced(STATES, lost, None),
        }
    )
    clean = changed(frame)
    assert clean["city"].to_list() == CITIES
    assert clean["state"].to_list() == STATES


def test_what_all_rows_of_a_key_hold_tells_a_value_that_is_damaged():
    keys = [str(10_000 + number % 12) for number in range(240)]
    names = ["alpha beta", "gamma", "delta", "epsilon", "zeta", "etaeta"] * 40
    frame = pl.DataFrame({"key": keys, "name": replaced(names, {7}, "gaxxa")})
    assert changed(frame)["name"].to_list() == names


def test_a_code_that_another_column_explains_stays():
    state = ["al"] * 190 + ["ak"] * 10
    measure = [f"m{number % 5}" for number in range(200)]
    frame = pl.DataFrame({"state": state, "measure": measure, "both": pl.Series(state) + "_" + pl.Series(measure)})
    assert changed(frame).equals(frame)


def test_numbers_that_are_mostly_the_same_are_left_as_they_are():
    rain = ["0.00" if number % 9 else f"0.{number % 50:02}" for number in range(400)]
    frame = pl.DataFrame({"pressure": [str(900 + number % 57) for number in range(400)], "rain": rain})
    lost = frame.with_columns(rain=pl.when(pl.int_range(pl.len()) % 41 != 7).then("rain"))
    assert not [each for each in suggest(lost).findings if each.section == "clean"]


def test_reports_of_many_sources_are_put_to_a_vote():
    rows = [(source, f"F{thing}", f"{thing % 12}:{thing:02}") for source in "ABCDEFGH" for thing in range(20)]
    frame = pl.DataFrame(rows, schema=["source", "flight", "at"], orient="row")
    odd = frame.with_columns(at=pl.when(pl.int_range(pl.len()) % 37 == 5).then(pl.lit("9:99")).otherwise("at"))
    assert changed(odd)["at"].to_list() == frame["at"].to_list()


def test_a_column_made_of_two_others_is_made_again():
    first = [f"{name}{number}" for number in range(60) for name in ("ELM", "OAK")]
    last = ["ST", "AVE", "RD"] * 40
    whole = [f"{one} {other}" for one, other in zip(first, last, strict=True)]
    frame = pl.DataFrame({"first": first, "last": last, "whole": replaced(whole, {3, 50}, "OTHER PL")})
    assert changed(frame)["whole"].to_list() == whole


@pytest.mark.parametrize(
    ("clean", "place", "dirty"),
    [
        (["NORTH", "SOUTH", "UPPER EAST"] * 20, 4, "SOUTmH"),
        (["355", "410", "377", "398"] * 20, 3, "398***"),
        (["São Paulo", "Belém", "Natal"] * 20, 0, "SÃ£o Paulo"),
        (["0.05", "0.058", "0.07"] * 20, 1, "0.057999999999999996"),
        (["35233", "35631", "36360", "35007"] * 20, 2, "3x36x"),
        (["37 patients", "12 patients", "88 patients"] * 20, 1, "12 patiexts"),
        (["France", "Norway", "Denmark", "Sweden"] * 20, 3, "SWEDEN"),
    ],
)
def test_damaged_cells_are_mended(clean, place, dirty):
    frame = pl.DataFrame({"a": replaced(clean, {place, place + 24, place + 36}, dirty)})
    assert [str(each) for each in changed(frame)["a"]] == clean


def test_percent_is_a_slip_among_numbers_as_great_as_those_without():
    clean = ["0.05", "0.06", "0.07", "0.08"] * 20
    slipped = changed(pl.DataFrame({"a": [f"{each}%" if n % 9 == 0 else each for n, each in enumerate(clean)]}))
    assert slipped["a"].cast(pl.String).to_list() == clean
    mixed = changed(pl.DataFrame({"a": [f"{5 + n % 4}%" if n % 9 == 0 else each for n, each in enumerate(clean)]}))
    assert mixed["a"][0] == 0.05


def test_units_that_differ_are_converted():
    frame = pl.DataFrame({"t": [f"{20 + n % 5} C" if n % 4 else "68 F" for n in range(80)]})
    assert changed(frame)["t"][0] == pytest.approx(20.0)


def test_checks_warn_of_doubled_keys_far_numbers_and_odd_shapes():
    ids = [f"A{number:03}" for number in range(199)] + ["A000"]
    frame = pl.DataFrame(
        {"id": ids, "n": [str(20 + n % 23) for n in range(199)] + ["9000"], "k": ["1-2"] * 199 + ["x"]}
    )
    rules = [each.rule for each in suggest(frame).findings if each.section == "expect"]
    assert {"unique": {"column": "id", "otherwise": "warn"}} in rules
    assert {"between": {"column": "n", "min": 20, "max": 42, "otherwise": "warn"}} in rules


def test_numbers_below_zero_where_hardly_any_are_cannot_be():
    frame = pl.DataFrame({"age": [str(20 + n % 60) for n in range(300)] + ["-3"]})
    assert {"between": {"column": "age", "min": 20, "max": 79, "otherwise": "warn"}} in [
        each.rule for each in suggest(frame).findings
    ]


def test_checks_are_none_of_what_the_next_rows_break():
    numbers = range(60)
    frame = pl.DataFrame(
        {
            "id": [str(each) for each in numbers],
            "share": [str(each / 7 + 0.01) for each in numbers],
            "paid": ["true", "false"] * 30,
        }
    )
    checks = [each.rule for each in suggest(frame).findings if each.section == "expect"]
    assert [each["unique"]["column"] for each in checks if "unique" in each] == ["id"]
    assert [each["between"]["column"] for each in checks if "between" in each] == ["share"]
    assert not [each for each in checks if "in_set" in each]


def test_another_valid_value_is_put_to_the_user():
    keys = [str(10_000 + number % 12) for number in range(240)]
    cities = ["Oslo", "Bergen", "Bodo", "Hamar", "Molde", "Narvik"] * 40
    frame = pl.DataFrame({"zip": keys, "city": replaced(cities, {7}, "Hamar")})
    vote = {"majority_vote": {"column": "city", "by": "zip", "only": "different", "min_share": 0.75}}
    found = [each for each in suggest(frame).findings if each.rule == vote]
    assert [(each.cells, each.applied) for each in found] == [(1, False)]
    assert changed(frame).equals(frame)
