"""What tests of searches share: options to try, folds, and what they are worth."""

import numpy as np

from wrangle.sections.train import Search

FOLDS = [(np.arange(0, 60), np.arange(60, 90)), (np.arange(30, 90), np.arange(0, 30))]


def search(method="grid", trials=12, **parameters):
    """Return a search of some options."""
    return Search(method=method, trials=trials, parameters=parameters)


class Hill:
    """What options are worth: the most at a = 3; counts how often it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, options, fold):
        self.asked.append((dict(options), *(each.tolist() for each in fold)))
        return -((options["a"] - 3) ** 2) - options.get("b", 0)


SPACES = {
    "grid": search("grid", a=[1, 2, 3, 4], b=[0, 1]),
    "random": search("random", 40, a={"min": 0, "max": 6}, b=[0, 1]),
    "halving": search("halving", 9, a=[1, 2, 3, 4, 5, 6, 7, 8, 9]),
    "optuna": search("optuna", 30, a={"min": 0, "max": 6}, b=[0, 1]),
}
