import re

import pytest
from report_facts import NASTY, PROBLEMS, facts

from wrangle.reports.card import card, escaped


@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_card_has_the_usual_sections(problem):
    headings = re.findall("^## (.*)$", card(facts(problem)), re.MULTILINE)
    assert headings[:2] == ["Intended use", "How good it is"]
    assert headings[-1] == "How to make it again"
    assert "Limits and warnings" in headings


def test_the_card_is_filled_from_facts():
    text = card(facts())
    for said in ("What ice is.", "**Not accepted: 1 of 2 limits are not met.**", "| ROC AUC | greater |", "201 read"):
        assert said in text
    for said in ("SHA-256 `ab`", "- split, oldest test: 2026-01-02", "wrangle train rules/ice.yaml", "- seed: 0"):
        assert said in text


@pytest.mark.parametrize("problem", PROBLEMS)
def test_names_that_look_like_markup_stay_text_and_tables_keep_their_shape(problem):
    text = card(facts(problem, nasty=True))
    assert "<script" not in text.replace(r"\<script", "")
    assert escaped(NASTY) in text
    tables = re.findall(r"(?:^\|.*\|$\n?)+", text, re.MULTILINE)
    for each in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in each.splitlines()}) == 1


def test_a_rule_file_with_an_odd_name_is_quoted_for_the_shell():
    assert "wrangle train 'rules/a b;c.yaml' --data" in card(facts(rules={"file": "a b;c.yaml"}))
