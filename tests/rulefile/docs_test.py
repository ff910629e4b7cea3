import pytest

from wrangle.catalogue import modules, operation
from wrangle.engine.contract import ColumnSpec
from wrangle.rulefile.docs import option_docs, sections
from wrangle.sources.spec import SourceSpec


@pytest.mark.parametrize("cls", [ColumnSpec, SourceSpec])
def test_every_option_is_documented(cls):
    assert set(option_docs(cls)) == set(cls.model_fields)


@pytest.mark.parametrize(
    ("folder", "keyword"), [(folder, keyword) for folder in ("steps", "checks") for keyword in modules(folder)]
)
def test_every_operation_documents_its_options_and_shows_an_example(folder, keyword):
    cls = operation(folder, keyword)
    assert set(option_docs(cls)) == set(cls.model_fields)
    assert ">>>" in sections(cls)["Examples"]
