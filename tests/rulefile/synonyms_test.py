"""Names of other tools lead to the step or check that is meant."""

import pytest

from wrangle.catalogue import modules
from wrangle.errors import RuleFileError
from wrangle.rulefile.read import read_text
from wrangle.rulefile.synonyms import SYNONYMS


def test_all_lead_to_what_there_is_and_none_hides_it():
    there = {*modules("steps"), *modules("checks")}
    assert {each for named in SYNONYMS.values() for each in named} <= there
    assert not set(SYNONYMS) & there


@pytest.mark.parametrize(
    ("section", "keyword", "help_"),
    [
        ("clean", "dropna", "did you mean 'drop_missing'?"),
        ("clean", "map_values", "did you mean 'canonicalize' or 'case_when' or 'lookup'?"),
        ("transform", "StandardScaler", "did you mean 'scale'?"),
        ("expect", "isin", "did you mean 'in_set'?"),
        ("clean", "canonicalise", "did you mean 'canonicalize' or 'change_case'?"),
        ("clean", "qqqqq", "`wrangle steps` lists all steps"),
        ("expect", "qqqqq", "`wrangle steps` lists all checks"),
    ],
)
def test_a_fault_names_what_is_meant(section, keyword, help_):
    with pytest.raises(RuleFileError) as caught:
        read_text(f"name: p\n{section}:\n  - {keyword}: {{column: a}}\n")
    assert [each.help for each in caught.value.faults] == [help_]
