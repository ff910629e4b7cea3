import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from report_facts import NASTY, PROBLEMS, facts

from wrangle.reports.training import render

EMPTY = {"meta", "br", "hr", "img", "input", "link", "path", "use", "rect", "circle", "line"}


class Reader(HTMLParser):
    """Reads a page, and holds that what is opened is closed."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.ids, self.links, self.text = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name in {"src", "href", "action", "data"}]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in EMPTY:
            return
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("nasty", [False, True])
def test_the_page_is_well_formed_and_needs_nothing_else(problem, nasty):
    page = render(facts(problem, nasty=nasty))
    found = read(page)
    assert len(page.encode()) < 1_500_000
    assert {"script", "link", "img", "iframe", "object", "foreignobject"}.isdisjoint(found.tags)
    assert all(link.startswith("#") for link in found.links)
    assert not re.findall(r"url\((?!#)|@import|https?://|javascript:", page)
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links} <= set(found.ids)
    assert set(re.findall(r"url\(#([^)]*)\)", page)) <= set(found.ids)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_names_that_look_like_markup_stay_text(problem):
    page = render(facts(problem, nasty=True))
    assert "<script" not in page
    assert NASTY in "".join(read(page).text)


def test_the_page_tells_the_verdict_and_each_limit():
    text = "".join(read(render(facts())).text)
    assert "Not accepted: 1 of 2 limits are not met." in text
    assert "wanted at least 1.1: not met" in text
    assert "Accepted" not in text
    assert "No limits were set" in render(facts("regression"))


@pytest.mark.parametrize(
    ("problem", "sections"),
    [
        (
            "binary",
            ["compared", "diagrams", "confusion", "importance", "slices", "learned", "rows", "search", "lineage"],
        ),
        ("regression", ["diagrams", "importance", "slices", "lineage"]),
        ("clustering", ["metrics", "diagrams", "lineage"]),
    ],
)
def test_the_page_has_the_sections_that_there_is_something_to_tell_in(problem, sections):
    ids = read(render(facts(problem))).ids
    assert [each for each in sections if each not in ids] == []
    assert ("confusion" in ids) == (problem == "binary")


def test_the_page_tells_all_that_was_measured():
    text = " ".join("".join(read(render(facts())).text).split())
    for said in ("ROC AUC", "Average precision", "champion", "baseline", "rows", "201", "1. impute", "and 3 more"):
        assert said in text
    for heading in ("Precision and recall", "Calibration", "Learning curve", "What was learned", "Search", "ice@2"):
        assert heading in text


def test_the_same_facts_make_the_same_page():
    assert render(facts()) == render(facts())


def test_facts_with_next_to_nothing_make_a_page():
    bare = facts("clustering")
    metrics = bare.metrics | {"slices": [], "leaks": [], "remarks": []}
    metrics["learning_curve"] = {"metric": "silhouette", "points": [], "note": ""}
    found = read(render(replace(bare, metrics=metrics, learned=(), rows={}, split={}, search=None, dataset=())))
    assert {"diagrams", "learned", "rows", "search"}.isdisjoint(found.ids)


def test_values_that_could_not_be_told_are_shown_as_nothing():
    given = facts()
    given.metrics["metrics"]["test"]["roc_auc"] = {"value": None, "low": None, "high": None}
    given.metrics["calibration"] = None
    given.metrics["curves"] = []
    given.metrics["learning_curve"]["points"][0]["test"] = None
    assert "None" not in "".join(read(render(given)).text)


def test_both_colour_schemes_are_styled():
    page = render(facts())
    assert "prefers-color-scheme: dark" in page
    assert "color-scheme: light dark" in page
    assert not re.findall(r"(?:fill|stroke): #0[14a]0", page)
    assert "#000000" not in page
