import numpy as np
import polars as pl
import pytest

from wrangle.testing import run

ROWS = 20_000
FRAME = pl.DataFrame(
    {
        "n": range(ROWS),
        "g": pl.Series(np.random.default_rng(1).choice(["x", "y", "z"], ROWS, p=[0.7, 0.29, 0.01])),
        "k": [f"k{number % 997}" for number in range(ROWS)],
    }
)


@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.9])
def test_the_share_is_met_to_the_row_and_the_rows_are_spread_evenly(fraction):
    found = run(f"sample: {{fraction: {fraction}}}", FRAME).clean
    assert found.height == round(ROWS * fraction)
    assert found["n"].is_sorted()
    assert found["n"].mean() == pytest.approx(ROWS / 2, rel=0.05)


def test_each_group_has_its_share():
    found = run("sample: {fraction: 0.1, by: g}", FRAME).clean
    counts = dict(FRAME["g"].value_counts().rows())
    assert dict(found["g"].value_counts().rows()) == {name: int(count * 0.1 + 0.5) for name, count in counts.items()}


def test_keys_stay_or_go_as_a_whole_whatever_other_rows_there_are():
    found = run("sample: {fraction: 0.3, keys: k}", FRAME).clean
    kept = set(found["k"])
    assert found.height == FRAME.filter(pl.col("k").is_in(list(kept))).height
    assert len(kept) / 997 == pytest.approx(0.3, abs=0.05)
    half = run("sample: {fraction: 0.3, keys: k}", FRAME[ROWS // 2 :]).clean
    assert set(half["k"]) == kept
    larger = run("sample: {fraction: 0.6, keys: k}", FRAME).clean
    assert kept < set(larger["k"])


def test_one_record_is_not_sampled():
    from pipelines import made

    model = made("clean: [sample: {fraction: 0.01}]").fit(FRAME)
    assert model.record({"n": 5, "g": "x", "k": "k5"})["n"] == 5
