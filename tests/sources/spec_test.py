import pytest
from pydantic import ValidationError

from wrangle.sources.spec import SourceSpec


def test_a_delimiter_can_be_named():
    assert SourceSpec(path="a", delimiter="tab").delimiter == "\t"
    assert SourceSpec(path="a", delimiter=";").delimiter == ";"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"delimiter": "::"}, "must be one ASCII character"),
        ({"delimiter": "é"}, "must be one ASCII character"),
        ({"encoding": "utf-88"}, "there is no encoding 'utf-88'"),
        ({"comment": ""}, "must not be empty"),
        ({"delimeter": ";"}, "Extra inputs"),
        ({"extra_columns": "lose"}, "'keep', 'drop' or 'fail'"),
    ],
)
def test_a_wrong_option_is_refused(options, said):
    with pytest.raises(ValidationError, match=said):
        SourceSpec(path="a", **options)


def test_encodings_have_one_name():
    assert SourceSpec(path="a", encoding="Latin1").encoding == SourceSpec(path="a", encoding="iso8859-1").encoding
