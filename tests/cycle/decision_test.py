import pytest

from wrangle.cycle.decision import Decision, decision_of, decisions
from wrangle.cycle.wording import lines_of
from wrangle.errors import RetrainError

MEASURED = {"value": 0.75, "low": 0.7, "high": 0.8}
METRICS = {
    "roc_auc": {"champion": MEASURED, "challenger": MEASURED, "better_by": {"value": 0.02, "low": 0.01, "high": 0.03},
                "tolerated": None, "worse": False},
    "brier": {"champion": {"value": None}, "challenger": MEASURED, "better_by": {"value": None}, "tolerated": 0.1,
              "worse": True},
    "log_loss": {"champion": MEASURED, "challenger": MEASURED, "better_by": {"value": -0.5, "low": None, "high": None},
                 "tolerated": None, "worse": True},
}  # fmt: skip
DATA = {"repository": 1000, "captured": 20, "rows_compared": 7, "cutoff": "2026-05-01T12:00:00+00:00"}


def decision(id_="a" * 16, at="2026-05-01T12:00:00+00:00", **changes):
    told = {
        "action": "promote", "why": ("because",), "champion": {"digest": "c"}, "metric": "roc_auc",
        "challenger": {"digest": "d" * 64, "bundle": "challengers/x"}, "data": DATA, "metrics": METRICS,
        "accepts": ({"passed": True, "text": "roc_auc: met"},),
    }  # fmt: skip
    return Decision(id_, at, **(told | changes))


def test_what_is_written_is_read_as_it_was(tmp_path):
    first, second = decision(), decision("b" * 16, "2026-05-02T12:00:00+00:00", conditions=("drift",), action="keep")
    second.save(tmp_path)
    first.save(tmp_path)
    assert list(decisions(tmp_path)) == [first, second]
    assert decision_of(tmp_path, "b" * 16) == second
    assert decision_of(tmp_path, "c" * 16) is None
    first.carried_out(state="done", revision=2).save(tmp_path)
    assert [each.state for each in decisions(tmp_path)] == ["done", "decided"]


@pytest.mark.parametrize("text", ["{", "{}", "[]", '{"format": "wrangle decision", "version": 9}'])
def test_a_file_that_is_none_is_named(tmp_path, text):
    (tmp_path / "decisions").mkdir()
    (tmp_path / "decisions" / "x.json").write_text(text)
    with pytest.raises(RetrainError, match=r"x\.json: is no decision"):
        list(decisions(tmp_path))


def test_it_is_said_for_people():
    said = "\n".join(lines_of(decision(state="done", revision=2, mlflow={"run_id": "r", "version": "3"})))
    assert "trained on 1,000 rows of the repository and 20 captured ones, judged on the newest 7" in said
    assert "champion 0.7500, challenger 0.7500, better by +0.0200 (+0.0100 to +0.0300)" in said
    assert "champion not told, challenger 0.7500, difference not told" in said
    assert "better by -0.5000, worse than it may be" in said
    assert "promoted: revision 2 serves dddddddddddd" in said
    assert "MLflow: run r, version 3" in said
    assert "kept as challenger (challengers/x)" in "\n".join(lines_of(decision(action="keep")))
    assert "overtaken" in "\n".join(lines_of(decision(state="overtaken")))
