import polars as pl
import pytest

import wrangle
from wrangle.errors import SourceError
from wrangle.explore.suggest.suggestion import suggest


def steps(found):
    return [each.rule for each in found.findings if each.section == "clean" and each.applied]


def dirty():
    rows = 120
    cities = ["Trondheim", "Bergen", "Oslo"] * (rows // 3)
    frame = pl.DataFrame(
        {
            "id": [str(number) for number in range(1, rows + 1)],
            "city": cities,
            "zip": [{"Trondheim": "07010", "Bergen": "05003", "Oslo": "00150"}[each] for each in cities],
            "ounces": [("12.0 oz", "16.0 oz.", "12.0 ounce")[number % 3] for number in range(rows)],
            "count": [str(number % 37) for number in range(rows)],
            "day": [f"{1 + number % 12:02}/{1 + number % 28:02}/2024" for number in range(rows)],
        }
    )
    return frame.with_columns(
        city=pl.when(pl.col("id") == "4").then(pl.lit("Trondhiem")).when(pl.col("id") == "8").then(pl.lit(" Bergen"))
        .otherwise("city"),
        count=pl.when(pl.col("id").is_in(["5", "9"])).then(pl.lit("N/A")).otherwise("count"),
    )  # fmt: skip


def test_the_file_that_is_suggested_mends_what_is_wrong_and_nothing_else(tmp_path):
    dirty().write_csv(tmp_path / "raw.csv")
    (tmp_path / "rules").mkdir()
    suggest(tmp_path / "raw.csv").save(tmp_path / "rules" / "raw.yaml")
    result = wrangle.load(tmp_path / "rules" / "raw.yaml").run()
    clean = result.clean
    assert clean.height == 120
    assert not result.quarantine.height
    assert clean["city"].to_list() == ["Trondheim", "Bergen", "Oslo"] * 40
    assert set(clean["ounces"]) == {12, 16}
    assert clean["count"].null_count() == 2
    assert clean["count"].dtype == pl.Int64
    assert clean["day"].to_list() == dirty()["day"].to_list(), "dates are read into a column beside"
    assert clean["zip"].to_list() == dirty()["zip"].to_list()


def test_clean_data_are_left_as_they_are(tmp_path):
    frame = pl.DataFrame({"a": [f"K{number % 9}" for number in range(90)], "b": [str(number) for number in range(90)]})
    found = suggest(frame)
    assert steps(found) == []
    (tmp_path / "x.yaml").write_text(found.text)
    clean = wrangle.load(tmp_path / "x.yaml").run(frame).clean
    assert clean.cast(pl.String).equals(frame)


def test_each_rule_says_how_many_cells_how_sure_and_examples():
    text = suggest(dirty(), name="raw").text
    assert "1 cell, 99% sure: white space stands around the text, or several blanks between its words" in text
    assert "2 cells, 95% sure: stands for a missing value; 'N/A' -> null" in text


def test_what_is_not_sure_is_a_comment(tmp_path):
    frame = pl.DataFrame({"kids": ["1", "2", "3", "none"] * 10 + [str(each) for each in range(40)]})
    text = suggest(frame, name="kids").text
    assert "#? clean:" in text
    assert "#?   - {null_values: {columns: [kids], values: [none]}}" in text
    (tmp_path / "x.yaml").write_text(text)
    assert wrangle.load(tmp_path / "x.yaml").run(frame).clean["kids"].to_list() == frame["kids"].to_list()


def test_tables_of_every_type_are_looked_at(tmp_path):
    frame = pl.DataFrame(
        {"d": pl.date_range(pl.date(2024, 1, 1), pl.date(2024, 2, 9), eager=True)}
    ).with_columns(n=pl.int_range(pl.len()), f=pl.int_range(pl.len()) / 7, t=pl.lit("x"), b=pl.lit(True))  # fmt: skip
    (tmp_path / "x.yaml").write_text(suggest(frame, name="x").text)
    assert wrangle.load(tmp_path / "x.yaml").run(frame).clean.equals(frame)


@pytest.mark.parametrize("frame", [pl.DataFrame({"a": [None, None]}), pl.DataFrame({"a": ["x"]})])
def test_a_table_that_says_nothing_gives_a_file_that_runs(frame):
    assert wrangle.read_text(suggest(frame.cast(pl.String), name="x").text).run(frame.cast(pl.String)).clean.height


def test_data_without_rows_are_an_error():
    with pytest.raises(SourceError, match="no rows to learn rules from"):
        suggest(pl.DataFrame({"a": []}, schema={"a": pl.String}))


def test_the_notebook_shows_the_file_as_text():
    assert suggest(pl.DataFrame({"a": ["<b>", "<b> "] * 5}), name="x")._repr_html_().startswith("<pre># Suggested")
