"""What the guide's page shows of a suggested file is what is written; lines of dots stand for lines left out."""

import re
from pathlib import Path

import pytest

from wrangle.explore.suggest.suggestion import suggest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/guide/suggest.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def written():
    return suggest(ROOT / "sample_data/weather.csv").text.splitlines()


def test_the_rules_that_are_shown_are_suggested(written):
    shown = re.search(r"```console\n\$ .*\n((?:.*\n)*?)```", PAGE)[1].splitlines()
    lines = iter(written)
    assert [line for line in shown if line != "..." and line not in lines] == []


def test_every_step_that_is_named_is_there():
    from wrangle.catalogue import modules

    table = PAGE.split("## What is looked for")[1].split("## How good")[0]
    named = set(re.findall(r"`([a-z_]+)(?:`|:)", table)) - {"warn", "ak", "ak_1"}
    assert named <= {*modules("steps"), *modules("checks"), "only", "names"}
