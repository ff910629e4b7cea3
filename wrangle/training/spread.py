"""Has one fit shared among the workers of a cluster, where an estimator's parts do not need each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wrangle.cluster.tasks import Tasks
from wrangle.training.estimators import SHARED
from wrangle.training.recipe import Recipe


def divides(recipe: Recipe) -> bool:
    """Tell whether an estimator fits parts of itself side by side, through joblib: the trees of a forest, for one.

    Boosting does not: each of its trees learns from the one before. It uses the threads of one machine.
    """
    if recipe.choice is None or recipe.choice.library != "sklearn":
        return False
    return "n_jobs" in recipe.choice.cls().get_params(deep=False)


def stays(tasks: Tasks | None, recipe: Recipe) -> tuple[str, ...]:
    """Return why the model itself is fitted on this machine though there is a cluster, in words; else nothing."""
    if tasks is None or recipe.name in SHARED or (divides(recipe) and tasks.name == "Dask"):
        return ()
    why = "one fit of it cannot be divided"
    if other := next((name for name, alone in SHARED.items() if alone == recipe.name and tasks.name == "Dask"), None):
        why += f" and give the same model (`{other}` gives another)"
    if divides(recipe):
        why = f"{tasks.name} would send the rows anew with each of its parts"
    return (f"{recipe.name} is fitted on this machine, not on {tasks.name}: {why}",)


@contextmanager
def spread(tasks: Tasks | None, recipe: Recipe) -> Iterator[None]:
    """Have the parts of an estimator fitted by the workers of a Dask cluster, through joblib; the same come of it."""
    if tasks is None or not divides(recipe) or stays(tasks, recipe):
        yield
        return
    from joblib import parallel_config

    with parallel_config(backend="dask", client=tasks.client):  # type: ignore[attr-defined]  # only Dask's have one
        yield
