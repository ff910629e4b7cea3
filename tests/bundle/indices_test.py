import numpy as np
import pytest
from estimators import COLUMNS, rows, targets
from sklearn.neighbors import BallTree, KDTree, KNeighborsClassifier
from sklearn.svm import SVC, SVR, NuSVC, OneClassSVM

from wrangle.bundle.indices import index_fault, machine_fault
from wrangle.bundle.trees import hold_bounds
from wrangle.errors import ArtefactError

MATRIX = rows(200, 0)


def forged(kind, place, change):
    tree = kind(MATRIX, leaf_size=10)
    state = list(tree.__getstate__())
    state[place] = np.array(state[place])
    change(state[place])
    tree.__setstate__(tuple(state))
    return tree


def put(where, value):
    return lambda array: array.__setitem__(where, value)


def field(name, where, value):
    return lambda array: array[name].__setitem__(where, value)


@pytest.mark.parametrize("kind", [KDTree, BallTree])
@pytest.mark.parametrize(
    ("place", "change", "what"),
    [
        (1, put(0, 10**6), "not those that there are"),
        (1, put(0, -1), "not those that there are"),
        (2, field("idx_end", 0, 10**6), "ends behind the last row"),
        (2, field("idx_start", 0, -5), "ends before it starts"),
        (2, field("is_leaf", -1, 0), "a child that is no node"),
    ],
)
def test_a_forged_tree_of_neighbours_is_refused(kind, place, change, what):
    assert index_fault(kind(MATRIX), COLUMNS) is None
    assert what in index_fault(forged(kind, place, change), COLUMNS)


def test_neighbours_of_other_columns_are_refused():
    assert "other columns" in index_fault(KDTree(MATRIX), COLUMNS - 1)


def test_it_is_found_inside_of_a_model():
    model = KNeighborsClassifier(algorithm="kd_tree").fit(MATRIX, targets(MATRIX, 2))
    hold_bounds(model, COLUMNS, "model")
    model._tree = forged(KDTree, 1, put(0, 10**6))
    with pytest.raises(ArtefactError, match="not those that there are"):
        hold_bounds(model, COLUMNS, "model")


MACHINES = {
    "two classes": lambda: SVC().fit(MATRIX, targets(MATRIX, 2)),
    "five classes": lambda: SVC().fit(MATRIX, targets(MATRIX, 5)),
    "nu": lambda: NuSVC(nu=0.2).fit(MATRIX, targets(MATRIX, 3)),
    "numbers": lambda: SVR().fit(MATRIX, targets(MATRIX, 0)),
    "one class": lambda: OneClassSVM().fit(MATRIX),
}


@pytest.mark.parametrize("kind", MACHINES)
@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        ("support_vectors_", lambda array: array[:, :-1], "other columns"),
        ("support_vectors_", lambda array: array[:-1], "other"),
        ("_dual_coef_", lambda array: array[:, :-1], "other weights"),
        ("_intercept_", lambda array: array[:-1], "other weights"),
        ("_probA", lambda _: np.zeros(99), "other odds"),
    ],
)
def test_a_support_vector_machine_with_short_arrays_is_refused(kind, name, change, what):
    machine = MACHINES[kind]()
    assert machine_fault(machine) is None
    setattr(machine, name, change(getattr(machine, name, None)))
    assert what in machine_fault(machine)
    with pytest.raises(ArtefactError, match=what):
        hold_bounds(machine, COLUMNS, "model")


def test_support_vectors_are_counted_by_class():
    machine = MACHINES["five classes"]()
    machine._n_support = machine._n_support + 1
    assert "other support vectors than it says" in machine_fault(machine)
