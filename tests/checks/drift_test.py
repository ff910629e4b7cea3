import json

import numpy as np
import polars as pl
import pytest
from pipelines import cut, made

from wrangle.checks.drift import Drift
from wrangle.engine.fitted import FittedPipeline
from wrangle.errors import RuleFileError, RunFailedError

RNG = np.random.default_rng(3)
TRAINED = pl.DataFrame({"t": RNG.normal(0, 1, 4000), "sky": RNG.choice(["Clear", "Fog", "Rain"], 4000)})
SAME = pl.DataFrame({"t": RNG.normal(0, 1, 2000), "sky": RNG.choice(["Clear", "Fog", "Rain"], 2000)})
OTHER = pl.DataFrame({"t": RNG.normal(1, 1, 2000), "sky": RNG.choice(["Clear", "Fog", "Hail"], 2000)})


def _seen(measure, column, data):
    body = f"expect: [drift: {{column: {column}, measure: {measure}, otherwise: warn}}]"
    return made(body).fit(TRAINED).run(data).checks.select("success", "examples").row(0)


@pytest.mark.parametrize(("measure", "column"), [
    ("psi", "t"), ("jensen_shannon", "t"), ("ks", "t"), ("psi", "sky"), ("jensen_shannon", "sky"),
])  # fmt: skip
def test_a_column_that_has_moved_is_told_from_one_that_has_not(measure, column):
    assert _seen(measure, column, SAME)[0]
    success, (said,) = _seen(measure, column, OTHER)
    assert not success
    assert said.startswith(measure)


def test_ks_of_bins_is_near_that_of_the_values():
    from scipy.stats import ks_2samp

    exact = ks_2samp(TRAINED["t"], OTHER["t"]).statistic
    said = _seen("ks", "t", OTHER)[1][0]
    assert float(said.split()[1].rstrip(",")) == pytest.approx(exact, abs=0.03)


def test_few_rows_do_not_drift_by_chance():
    fitted = made("expect: [drift: {column: t}, drift: {column: t, measure: ks}, drift: {column: t, name: js, measure: "
                  "jensen_shannon}]").fit(TRAINED)  # fmt: skip
    few = [fitted.run(pl.DataFrame({"t": RNG.normal(0, 1, 40)})).checks["success"].all() for _ in range(30)]
    assert sum(few) >= 29


def test_the_run_fails_where_a_column_has_drifted():
    with pytest.raises(RunFailedError, match=r"drift t: psi 0\.\d+, not at most 0\.2"):
        made("expect: [drift: {column: t}]").fit(TRAINED).run(OTHER)


def test_what_was_learned_is_readable_json_and_batches_do_not_matter(tmp_path, monkeypatch):
    body = "expect: [drift: {column: t, bins: 4, otherwise: warn}, drift: {column: sky, otherwise: warn}]"
    with cut(monkeypatch, batch=999):
        fitted = made(body).fit(TRAINED)
    assert fitted.learned == made(body).fit(TRAINED).learned
    fitted.save(tmp_path / "saved")
    held = json.loads((tmp_path / "saved/pipeline.json").read_text())["learned"]
    assert held["0"]["counts"] == [1000] * 4
    assert held["1"]["values"].keys() == {"Clear", "Fog", "Rain"}
    assert FittedPipeline.load(tmp_path / "saved").run(OTHER).checks.equals(fitted.run(OTHER).checks)


def test_a_frequent_value_has_a_bin_of_its_own():
    fitted = made("expect: [drift: {column: a, otherwise: warn}]").fit(pl.DataFrame({"a": [0] * 90 + list(range(10))}))
    assert fitted.learned[0] == {"kind": "number", "edges": [0.0], "counts": [91, 9]}


def test_rare_values_are_counted_together():
    values = [f"v{number:03}" for number in range(60) for _ in range(2)]
    learned = made("expect: [drift: {column: a}]").fit(pl.DataFrame({"a": values})).learned[0]
    assert (len(learned["values"]), learned["other"]) == (50, 20)


def test_ks_of_texts_is_refused_before_any_data_is_read():
    with pytest.raises(RuleFileError, match=r"(?s):3:10: drift sky: `ks` compares numbers"):
        made("columns: {sky: string}\nexpect: [drift: {column: sky, measure: ks}]")


def test_it_is_left_out_when_serving():
    fitted = made("expect: [drift: {column: t}]").fit(TRAINED)
    assert fitted.record({"t": 99.0})["t"] == 99.0
    assert Drift(column="t").expectation() is None
