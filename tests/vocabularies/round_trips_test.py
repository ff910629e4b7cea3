"""Every code of a standard comes out of its vocabulary, and each output leads back to the others."""

from itertools import product

import polars as pl
import pytest
from standards import ISO_639, ISO_3166, ISO_3166_US, ISO_4217

from wrangle.steps.categories.canonicalize import Canonicalize
from wrangle.vocabularies import FOLDER, names

STANDARDS = {"countries": ISO_3166, "currencies": ISO_4217, "languages": ISO_639, "us_states": ISO_3166_US}
CODES = {"countries": "alpha_2", "currencies": "code", "languages": "code", "us_states": "code"}


def entries(vocabulary):
    table = pl.read_csv(FOLDER / f"{vocabulary}.csv", infer_schema=False)
    return table.drop("spelling", "match").unique(maintain_order=True)


def outputs(vocabulary):
    return entries(vocabulary).columns


def written(texts, vocabulary, output, **options):
    step = Canonicalize(column="text", vocabulary=vocabulary, output=output, otherwise="null", **options)
    frame = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    return frame.select(step.express(step.learn({}))).to_series().to_list()


WAYS = [(name, *pair) for name in names() for pair in product(outputs(name), repeat=2)]


def test_every_vocabulary_is_held_against_its_standard():
    assert set(STANDARDS) == set(CODES) == set(names())


@pytest.mark.parametrize("vocabulary", names())
def test_every_code_of_the_standard_comes_out(vocabulary):
    wanted = sorted(STANDARDS[vocabulary])
    assert written(wanted, vocabulary, CODES[vocabulary]) == wanted
    assert None not in written(wanted, vocabulary, "name")


@pytest.mark.parametrize(("vocabulary", "given", "output"), WAYS)
def test_each_output_of_an_entry_leads_to_each_other(vocabulary, given, output):
    table = entries(vocabulary).drop_nulls([given, output])
    assert written(table[given], vocabulary, output) == table[output].to_list()


@pytest.mark.parametrize("vocabulary", names())
def test_each_code_and_each_name_is_of_one_entry(vocabulary):
    table = entries(vocabulary)
    for output in outputs(vocabulary):
        assert not table[output].drop_nulls().is_duplicated().any(), output


@pytest.mark.parametrize("vocabulary", names())
def test_there_and_back_by_code_a_name_is_what_it_was(vocabulary):
    known = entries(vocabulary)["name"].to_list()
    codes = written(known, vocabulary, CODES[vocabulary])
    assert len(set(codes)) == len(known)
    assert written(codes, vocabulary, "name") == known


@pytest.mark.parametrize("vocabulary", names())
def test_names_are_known_in_capitals_small_letters_and_with_blanks(vocabulary):
    spelled = set(pl.read_csv(FOLDER / f"{vocabulary}.csv", infer_schema=False)["spelling"])
    known = [name for name in entries(vocabulary)["name"] if name.lower() not in spelled]  # "kom" is a code, not Kom
    for changed in ([f"  {name.upper()} " for name in known], [name.lower().replace(" ", "  ") for name in known]):
        found = written(changed, vocabulary, "name")
        assert [pair for pair in zip(found, known, strict=True) if pair[0] not in (pair[1], None)] == []
        assert found.count(None) <= len(known) // 100  # a capital that has no small letter of its own, or two of them
