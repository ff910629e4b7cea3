import sys

from wrangle.sources.showing import transfer


def test_there_is_a_bar_on_a_terminal_only(monkeypatch, capsys):
    with transfer("a.csv") as tell:
        tell(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with transfer("a.csv") as tell:
        tell(1, 2)
    assert "a.csv" in capsys.readouterr().err
