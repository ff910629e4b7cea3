import pytest

from wrangle.errors import RequestError, SourceError
from wrangle.serving.access import VARIABLE, hold_token, read_token

TOKEN = "a-long-enough-token"


def test_the_token_comes_from_a_file_else_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert read_token(None) is None
    monkeypatch.setenv(VARIABLE, TOKEN)
    assert read_token(None) == TOKEN
    (tmp_path / "token").write_text("another-long-token\n")
    assert read_token(tmp_path / "token") == "another-long-token"


@pytest.mark.parametrize("text", ["", "short", "two words are not one", "ä" * 20, "x" * 20 + "\n" + "y" * 20])
def test_what_is_no_token_is_refused(tmp_path, text):
    (tmp_path / "token").write_text(text)
    with pytest.raises(SourceError, match="holds no token"):
        read_token(tmp_path / "token")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        read_token(tmp_path / "nothing")


@pytest.mark.parametrize(
    "given", ["", TOKEN, f"Basic {TOKEN}", "Bearer", "Bearer ä", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}"]
)
def test_nobody_comes_in_without_it(given):
    with pytest.raises(RequestError) as found:
        hold_token(given, "/invocations", TOKEN)
    assert found.value.status == 401
    assert TOKEN not in str(found.value)


def test_with_it_and_where_it_is_not_asked_for_everybody_comes_in():
    hold_token(f"Bearer {TOKEN}", "/invocations", TOKEN)
    hold_token(f"bearer  {TOKEN} ", "/metrics", TOKEN)
    hold_token("", "/ping", TOKEN)
    hold_token("", "/invocations", None)
