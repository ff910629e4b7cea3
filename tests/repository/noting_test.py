from wrangle.repository.noting import asked, source_words, state
from wrangle.secret import remember
from wrangle.sources.source import Source
from wrangle.sources.spec import SourceSpec


def test_a_source_is_told_with_its_parts_and_without_secrets():
    remember("hunter2-of-noting", "${env:SECRET}")
    source = Source(
        stack=["a.csv", {"path": "https://host/hunter2-of-noting.csv"}], join=[{"path": "b.csv", "on": "k"}]
    )
    assert source_words(source) == {
        "stack": [{"path": "a.csv"}, {"path": "https://host/${env:SECRET}.csv"}],
        "join": [{"path": "b.csv"}],
    }


def test_what_is_asked_is_all_but_where_it_goes():
    one = asked(SourceSpec(path="a.csv"))
    assert one == asked(SourceSpec(path="a.csv", repository="x", options={"token": "y"}))
    assert one != asked(SourceSpec(path="a.csv", null_values=["-"]))


def test_files_and_several_sources_have_no_state():
    assert state(SourceSpec(path="a.csv")) is None
    assert state(Source(stack=["https://host/a.csv"])) is None
