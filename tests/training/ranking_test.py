import numpy as np
import pytest

from wrangle.training.ranking import Ranking


def test_rows_of_one_score_stand_together_whatever_their_order():
    ranking = Ranking.of(np.array([True, False, True, False]), np.array([0.5, 0.5, 0.9, 0.1]))
    hit, other = ranking.counts(np.array([1.0, 2.0, 4.0, 8.0]))
    assert (hit.tolist(), other.tolist()) == ([4.0, 1.0, 0.0], [0.0, 2.0, 8.0])


def test_the_answer_for_other_weights_is_another():
    ranking = Ranking.of(np.array([True, False]), np.array([0.5, 0.1]))
    one, two = np.ones(2), np.full(2, 2.0)
    assert [ranking.counts(each)[0].tolist() for each in (one, two, one)] == [[1.0, 0.0], [2.0, 0.0], [1.0, 0.0]]


@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_no_weight_is_lost(rows):
    random = np.random.default_rng(rows)
    truth, weight = random.integers(2, size=rows) == 1, random.integers(9, size=rows).astype(float)
    hit, other = Ranking.of(truth, random.integers(7, size=rows) / 7).counts(weight)
    assert (hit.sum(), other.sum()) == (weight[truth].sum(), weight[~truth].sum())
