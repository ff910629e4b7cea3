"""What is held out, and what is learned."""

import numpy as np
import pytest
from cycled import RETRAIN, deployment, serve, tell, world

from wrangle.cycle.champion import champion_of, rules_of
from wrangle.cycle.gathering import gather
from wrangle.engine.data import open_data
from wrangle.errors import TooFewError


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    found = deployment(tmp_path_factory.mktemp("shop"))
    later = world(1_000, 1, "age", 10_000)
    serve(found, later)
    tell(found, later)
    return found


def gathered(live, retrain=RETRAIN):
    path = live.parent / "other.yaml"
    path.write_text((live.parent / "shop.yaml").read_text().replace(RETRAIN, retrain))
    champion = champion_of(live)
    told = rules_of(champion, path)
    with open_data(told.pipeline, told.data) as input_:
        return gather(champion, told, input_)


@pytest.mark.parametrize(
    ("holdout", "held"),
    [
        ("", 250),
        (", holdout: {fraction: 0.5}", 500),
        (", holdout: {records: 300}", 300),
        (", holdout: {records: 5000}", 1_000),
        (", holdout: {time: 199ms}", 200),
    ],
)
def test_the_newest_records_are_held_out(live, holdout, held):
    found = gathered(live, f"  retrain: {{minimum: 100{holdout}}}\n")
    assert int((found.held == 2).sum()) == found.counts["held_out"] == held
    assert found.counts["captured"] == 1_000 - held
    assert found.counts["repository"] == 2_000
    rows = found.input.frame.collect()
    assert rows.height == len(found.held) == found.input.rows
    places = np.flatnonzero(found.held == 2)
    assert places.tolist() == list(range(rows.height - held, rows.height)), "the newest come last"
    assert rows["sold"].null_count() == 0


def test_what_is_too_old_is_not_learned(live):
    found = gathered(live, "  retrain: {minimum: 100, since: 100ms}\n")
    assert found.counts["captured"] == 100


def test_a_hold_out_must_be_large_enough(live):
    with pytest.raises(TooFewError, match="the hold-out has 50 records with truth, and needs 100"):
        gathered(live, "  retrain: {minimum: 100, holdout: {records: 50}}\n")


def test_the_same_rows_have_the_same_digests(live):
    assert gathered(live).dataset == gathered(live).dataset
    assert [each["name"] for each in gathered(live).dataset][1] == "captured records with truth"


def test_what_is_asked_about_again_is_never_tested_on_where_it_was_learned(tmp_path):
    live = deployment(tmp_path)
    later = world(400, 1, "age", 10_000)
    serve(live, later)
    serve(live, later.head(50), after=20, prefix="again")
    tell(live, later)
    tell(live, later.head(50), prefix="again")
    found = gathered(live)
    numbers = found.input.frame.collect()["number"].to_numpy()
    assert found.counts["asked_about_again"] == 50
    assert found.counts["labelled"] == 450
    assert found.counts["held_out"] == 100, "a quarter of what was asked about first"
    assert not set(numbers[found.held == 2]) & set(numbers[found.held == 0])


def test_data_that_may_hold_what_is_held_out_are_remarked_where_no_key_tells(live, tmp_path):
    path = live.parent / "keyless.yaml"
    path.write_text((live.parent / "shop.yaml").read_text().replace("  truth: {key: [number]}\n", ""))
    other = tmp_path / "other.parquet"
    world(2_000, 3).write_parquet(other)
    champion = champion_of(live)
    for data, remarks in ((None, 0), (other, 1)):
        told = rules_of(champion, path, data)
        with open_data(told.pipeline, told.data) as input_:
            found = gather(champion, told, input_)
        assert len(found.describe()["remarks"]) == remarks
    assert "name raw columns of the data in `monitor: truth: key`" in found.remarks[0]
