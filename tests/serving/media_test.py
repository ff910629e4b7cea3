import pytest

from wrangle.errors import RequestError
from wrangle.serving.media import Body, Wanted, answer_form, body_form


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("application/json", "json"),
        ("Application/JSON; charset=UTF-8", "json"),
        ("application/jsonlines", "lines"),
        ("application/x-ndjson", "lines"),
        ("text/csv", "csv"),
        ("text/csv; charset=utf8", "csv"),
    ],
)
def test_a_body_is_what_its_header_says(said, form):
    assert body_form(said, "") == Body(form, header=False)


@pytest.mark.parametrize(
    ("said", "encoding", "code"),
    [
        ("", "", "unsupported_media_type"),
        ("text/plain", "", "unsupported_media_type"),
        ("application/json; charset=latin-1", "", "unsupported_charset"),
        ("application/json", "gzip", "unsupported_encoding"),
        ("application/x-www-form-urlencoded", "", "unsupported_media_type"),
    ],
)
def test_another_body_is_refused(said, encoding, code):
    with pytest.raises(RequestError) as found:
        body_form(said, encoding)
    assert (found.value.status, found.value.code) == (415, code)


@pytest.mark.parametrize(
    ("accept", "asked", "form"),
    [
        ("", "csv", "csv"),
        ("*/*", "lines", "lines"),
        ("application/*", "csv", "json"),
        ("text/*", "json", "csv"),
        ("text/csv", "json", "csv"),
        ("text/csv;q=0.1, application/json;q=0.2", "csv", "json"),
        ("text/html, application/json", "csv", "json"),
        ("application/json, text/csv", "csv", "json"),
        ("text/csv;q=0, */*;q=0.1", "json", "json"),
    ],
)
def test_an_answer_has_the_form_that_is_wanted_most(accept, asked, form):
    assert answer_form(accept, asked).form == form


def test_a_header_is_written_where_it_is_asked_for():
    assert answer_form("text/csv; header=present", "json") == Wanted("csv", header=True)


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*", "application/json;q=much"])
def test_who_takes_none_of_ours_is_told(accept):
    with pytest.raises(RequestError) as found:
        answer_form(accept, "json")
    assert found.value.status == 406
