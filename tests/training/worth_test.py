"""Options are worth the same wherever they are tried."""

import numpy as np
import pytest
from trainings import working

from wrangle.cluster import connect
from wrangle.errors import TrainingError
from wrangle.sections.engine import Engine
from wrangle.training.worth import Afar, Judge, Trying, tried

SECTION = "target: ice\nfeatures: [cold, wet]\nmetrics: [roc_auc]\nestimator: auto\n"
FOLDS = [(np.arange(50, 150), np.arange(50)), (np.arange(100), np.arange(100, 150))]


@pytest.fixture(scope="module")
def trying():
    with working(SECTION) as work:
        judge = Judge(work.recipe, work.prepared.target, "roc_auc", 0)
        return Trying(judge, work.encoding, work.parts["training"])


def test_a_worker_finds_what_this_machine_finds(trying):
    assert tried(trying, {"max_iter": 20}, FOLDS[0]) == trying({"max_iter": 20}, FOLDS[0]) > 0.9


def test_data_and_folds_are_sent_once_and_errors_are_those_of_this_machine(trying):
    with connect(Engine(use="dask", workers=1)) as tasks:
        afar = Afar(tasks, trying)
        assert [afar({"max_iter": 5}, fold) for fold in FOLDS] == [trying({"max_iter": 5}, fold) for fold in FOLDS]
        with pytest.raises(TrainingError) as here:
            trying({"max_iter": -1}, FOLDS[0])
        with pytest.raises(TrainingError) as there:
            afar({"max_iter": -1}, FOLDS[0])
        assert str(there.value) == str(here.value)
        assert len(afar.sent) == 3
