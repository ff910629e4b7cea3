from wrangle.monitoring.alarms import Alarm, in_order


def test_what_is_nearest_to_the_cause_comes_first():
    made = [
        Alarm("quality", "roc_auc", "roc_auc", 0.2, 0.1, "", part="quality"),
        Alarm("drift", "b", "psi", 0.5, 0.2, "", part="clean", slice=("station", "EWR")),
        Alarm("drift", "a", "psi", 0.3, 0.2, "", part="raw"),
        Alarm("drift", "b", "psi", 0.9, 0.2, "", part="raw"),
        Alarm("schema", "c", "missing", 1.0, 0.0, "", part="schema"),
    ]
    assert [each.about for each in in_order(made)] == ["c", "b", "a", "b", "roc_auc"]
    assert made[1].describe()["slice"] == {"station": "EWR"}
