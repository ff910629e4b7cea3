import pytest
from searches import search

from wrangle.errors import TrainingError
from wrangle.training.space import check_parameters, combinations, drawn, every, method_of


def test_ranges_are_drawn_within_their_limits_whole_numbers_staying_whole():
    space = search("random", 50, a={"min": 2, "max": 200, "log": True}, b={"min": 0.5, "max": 0.75})
    found = list(drawn(space, 50, 0))
    assert all(isinstance(each["a"], int) and 2 <= each["a"] <= 200 for each in found)
    assert all(0.5 <= each["b"] <= 0.75 for each in found)
    assert sum(each["a"] < 20 for each in found) > 15  # as many in each tenfold


def test_a_grid_is_chosen_for_few_combinations_and_drawing_for_many_or_ranges():
    assert method_of(search("auto", a=[1, 2], b=[1, 2])) == "grid"
    assert method_of(search("auto", a=list(range(61)))) == "random"
    assert method_of(search("auto", a=[1, 2], b={"min": 0, "max": 1})) == "random"
    assert method_of(search("optuna", a=[1, 2])) == "optuna"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "'a' needs a list of values, or a range"),
        (3, "'a' needs a list of values, or a range"),
        ({"min": 1}, "the range of 'a' is {min: ..., max: ..., log: true}"),
        ({"min": 1, "max": 2, "step": 1}, "the range of 'a' is {min: ..., max: ..., log: true}"),
        ({"min": 2, "max": 1}, "must go from a smaller to a greater number"),
        ({"min": 0, "max": 1, "log": True}, "with `log` begin above 0"),
        ({"min": "a", "max": "b"}, "must go from a smaller to a greater number"),
    ],
)
def test_values_that_are_no_list_and_no_range_are_refused(values, said):
    with pytest.raises(TrainingError) as caught:
        check_parameters(search(a=values), [], "linear")
    assert said in str(caught.value)


def test_all_combinations_of_lists_are_counted_and_given():
    space = search(a=[1, 2, 3], b=["x", "y"])
    assert combinations(space) == len(list(every(space))) == 6
    assert combinations(search(a=[1, 2], b={"min": 0, "max": 1})) == float("inf")


def test_of_lists_no_combination_is_drawn_twice():
    space = search(a=[1, 2, 3], b=["x", "y"])
    found = [(each["a"], each["b"]) for each in drawn(space, 6, 1)]
    assert sorted(found) == sorted((each["a"], each["b"]) for each in every(space))


def test_what_is_no_option_is_refused_with_the_closest():
    with pytest.raises(TrainingError, match="linear has no option 'CC': did you mean 'C'"):
        check_parameters(search(CC=[1]), ["C", "tol"], "linear")
