import pytest

from wrangle.errors import RuleFileError
from wrangle.rulefile.read import load
from wrangle.rulefile.section import load_section

RULES = """\
name: weather
source: gone/${year}.csv
vars: {year: 2013, part: 0.5}
clean:
  - lookup: {table: gone.csv, keys: a, columns: [b]}
serve: {capture: {mode: durable, url: "postgresql://u:${env:NO_SUCH_PASSWORD}@h/d", sample: "${part}"}}
"""


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "weather.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_a_section_is_read_where_the_rest_does_not_hold(rules):
    with pytest.raises(RuleFileError, match=r"gone\.csv"):
        load(rules)
    capture = load_section(rules, "serve").capture
    assert (capture.mode, capture.sample) == ("durable", 0.5)


def test_a_secret_of_serve_is_not_asked_for_before_it_is_needed(rules):
    assert load_section(rules, "serve").capture.url == "postgresql://u:${env:NO_SUCH_PASSWORD}@h/d"


def test_a_section_that_is_not_there_is_its_defaults(rules):
    assert load_section(rules, "train").seed == 0


def test_faults_of_the_section_are_told(rules):
    rules.write_text(RULES.replace("sample", "sampel"), encoding="utf-8")
    with pytest.raises(RuleFileError, match="'capture' has no option 'sampel'"):
        load_section(rules, "serve")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(RuleFileError, match=r"none\.yaml"):
        load_section(tmp_path / "none.yaml", "serve")
