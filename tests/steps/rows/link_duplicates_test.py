import numpy as np
import polars as pl
import pytest

from wrangle.engine.faults import problems
from wrangle.rulefile.read import read_text
from wrangle.steps.rows.link_duplicates import ClusterDuplicates, LinkDuplicates

WORDS = ["anna", "bergen", "clara", "dora", "emil", "fritz", "gustav", "hanna", "ida", "jonas", "karl", "lena"]


def people(count: int, seed: int = 0) -> pl.DataFrame:
    """Return persons, each twice: the second time with a letter less in the name, and some without a birthday."""
    rng = np.random.default_rng(seed)
    names = [" ".join(rng.choice(WORDS, 3)) + f" {WORDS[i % 12]}{i // 12}" for i in range(count)]
    born = pl.Series("born", rng.integers(1, 20_000, count)).cast(pl.Date)
    once = pl.DataFrame({"name": names, "born": born, "id": range(count)})
    born_again = pl.when(pl.col("id") % 20 > 0).then("born")
    return pl.concat([once, once.with_columns(pl.col("name").str.replace("a", ""), born_again)])


def cleaned(rule: str, frame: pl.DataFrame) -> pl.DataFrame:
    return read_text(f"name: t\nclean:\n  - link_duplicates: {rule}\n").run(frame).clean


def test_it_finds_records_that_were_written_twice():
    frame = people(300)
    found = cleaned("{compare: [name, born]}", frame)
    together = found.group_by("cluster").agg(pl.col("id").n_unique().alias("ids"), pl.len())
    assert together["ids"].max() == 1
    assert together.filter(pl.col("len") == 2).height >= 275


def test_it_finds_the_same_in_whatever_order_the_rows_come():
    numbered = people(60).with_row_index("__row").select("__row", "name", "born")
    step = ClusterDuplicates(compare=("name", "born"))
    mixed = numbered.sample(fraction=1, shuffle=True, seed=3)
    assert step.compute(mixed).sort("__row").equals(step.compute(numbered))
    drops = LinkDuplicates(compare=("name", "born"), keep="first")
    assert set(mixed.filter(drops.keep_rows(mixed))["__row"]) == set(
        numbered.filter(drops.keep_rows(numbered))["__row"]
    )


def test_few_pairs_at_a_time_give_the_same(monkeypatch):
    frame = people(60)
    whole = cleaned("{compare: [name, born], score: like}", frame)
    monkeypatch.setattr("wrangle.expressions.linking.CANDIDATES", 50)
    monkeypatch.setattr("wrangle.expressions.likeness.PAIRS", 7)
    assert cleaned("{compare: [name, born], score: like}", frame).equals(whole)


def test_what_it_drops_is_counted():
    result = read_text("name: t\nclean:\n  - link_duplicates: {compare: [name, born], keep: first}\n").run(people(30))
    assert result.clean.height == 60 - result.summary["rows_dropped"]["link_duplicates"]


def test_a_new_column_wants_to_be_left_out_when_serving_and_rows_that_go_are_left_out():
    text = "name: t\ncolumns: {{a: {{type: string}}}}\nclean:\n  - link_duplicates: {{{0}}}\nserve: {{}}\n"
    with_column = problems(read_text(text.format("compare: a, at: training")))
    assert not with_column
    assert not problems(read_text(text.format("compare: a, keep: first")))


@pytest.mark.parametrize("column", ["block: z", "across: z", "compare: {name: exact, z: exact}"])
def test_it_names_a_column_that_is_not_there(column):
    rule = "{compare: name, " + column + "}" if "compare" not in column else "{" + column + "}"
    with pytest.raises(Exception, match="there is no column 'z' here"):
        cleaned(rule, people(3))


def test_a_bundle_keeps_its_options():
    read = read_text(
        "name: t\nclean:\n  - link_duplicates: {compare: {a: {method: edit, weight: 2}}, block: {a: prefix}}"
    )
    assert isinstance(read.steps[0], ClusterDuplicates)
    again = LinkDuplicates.model_validate(read.steps[0].model_dump(mode="json", exclude_defaults=True))
    assert again == read.steps[0]
