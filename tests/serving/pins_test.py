import re
from importlib.metadata import version

import pytest

from wrangle.errors import ArtefactError
from wrangle.serving.pins import pins_for, read_pins


@pytest.mark.parametrize(
    "line", ["numpy", "numpy>=2", "numpy~=2.4", "numpy==2.*", "-r more.txt", "git+https://x/y.git"]
)
def test_what_is_not_pinned_is_refused_with_its_place(line):
    with pytest.raises(ArtefactError, match=rf"b/requirements.txt:2: '{re.escape(line)}' is not pinned: write NAME=="):
        read_pins(f"polars==2.1.0\n{line}\n", "b/requirements.txt")


def test_remarks_and_empty_lines_do_not_matter():
    assert read_pins("# all\n\nnumpy==2.4.0  # arrays\n") == {"numpy": "2.4.0"}


def test_all_that_serving_needs_is_there_with_its_version():
    found = pins_for({})
    for name in ("polars", "polars-runtime-32", "scikit-learn", "uvicorn", "sqlalchemy", "psycopg-binary", "uvloop"):
        assert found[name] == version(name)
    assert "wrangle" not in found
    assert not {"mlflow", "pytest", "ruff", "duckdb"}.intersection(found)


def test_pins_of_the_bundle_win():
    assert (
        pins_for({"polars": "2.1.99", "lightgbm": "4.7.0"}).items() >= {"polars": "2.1.99", "lightgbm": "4.7.0"}.items()
    )


def test_what_is_not_installed_is_told():
    with pytest.raises(ArtefactError, match="no-such-package is needed, and not installed here"):
        pins_for({"no-such-package": "1"})
