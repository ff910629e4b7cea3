from collections import Counter
from dataclasses import replace

from wrangle.drift.baseline import read_baseline
from wrangle.drift.rules import Hits
from wrangle.monitoring.judging import Judge
from wrangle.monitoring.looking import Seen
from wrangle.sections.monitor import Drift


def judged(deicing, seen, **options):
    from wrangle.bundle.load import load_bundle

    baseline = read_baseline(load_bundle(deicing[0], check_golden=False))
    return Judge(baseline, Drift(**options), {}).judge(seen)


def test_a_rule_that_fires_less_is_told_as_well_as_one_that_fires_more(deicing):
    hits = Hits(
        1000,
        {
            ("trim", "country"): Counter(cells=1000, changed=0),
            ("impute", "humidity"): Counter(cells=1000, nulls_filled=400),
        },
    )
    found = judged(deicing, Seen(rows=1000, hits=hits)).alarms
    assert [(each.about, each.column) for each in found] == [("impute", "humidity"), ("trim", "country")]
    assert "filled 400 of 1,000 rows (40 %)" in found[0].says


def test_rejections_and_columns_that_nobody_sends_are_told(deicing):
    seen = Seen(rows=1000, rejected=100, by=Counter(schema=80, model=20), why={"schema": ["wind is not known"]})
    found = judged(deicing, replace(seen, without=frozenset({"pressure"}))).alarms
    assert [(each.kind, each.about) for each in found] == [
        ("schema", "pressure"), ("schema", "schema"), ("rejections", "records"),
    ]  # fmt: skip
    assert found[1].examples == ("wind is not known",)


def test_the_same_is_no_alarm_where_more_is_allowed(deicing):
    seen = Seen(rows=1000, rejected=30)
    assert judged(deicing, seen).alarms == () or len(judged(deicing, seen).alarms) == 1
    assert judged(deicing, seen, rate=1.0).alarms == ()
