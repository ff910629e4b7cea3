import subprocess
import sys

import pytest

from wrangle.catalogue import UnknownNameError, chapter, class_name, modules, operation
from wrangle.checks.base import Check
from wrangle.errors import WrangleError
from wrangle.steps.base import Step

EVERY = [(folder, keyword) for folder in ("steps", "checks") for keyword in modules(folder)]


@pytest.mark.parametrize(("folder", "keyword"), EVERY)
def test_every_file_of_the_catalogue_holds_the_class_named_after_it(folder, keyword):
    cls = operation(folder, keyword)
    assert (cls.__name__, cls.keyword()) == (class_name(keyword), keyword)
    assert issubclass(cls, Step if folder == "steps" else Check)


def test_what_is_no_operation_is_not_in_the_catalogue():
    for folder in ("steps", "checks"):
        assert not {"base", "__init__", "pandera", "great_expectations"} & set(modules(folder))
        assert list(modules(folder)) == sorted(modules(folder))


def test_a_step_belongs_to_the_chapter_whose_folder_it_stands_in():
    assert chapter("parse_number") == "types"


def test_a_wrong_keyword_is_answered_with_the_closest():
    with pytest.raises(UnknownNameError, match="there is no step 'trimm': did you mean 'trim'") as caught:
        operation("steps", "trimm")
    assert isinstance(caught.value, WrangleError)
    with pytest.raises(UnknownNameError, match="there is no check 'betwixt'"):
        operation("checks", "betwixt")


def test_nothing_is_imported_before_it_is_asked_for():
    look = (
        "import sys; from wrangle.catalogue import modules; modules('steps'); modules('checks'); "
        "print([name for name in sys.modules if name.startswith(('wrangle.steps', 'wrangle.checks', 'polars'))])"
    )
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
