"""Has XGBoost fit one model on all workers of Dask, each with a share of the rows, where that is asked for by name."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, wait
from threading import Thread
from typing import Any

from wrangle.cluster.tasks import Tasks
from wrangle.errors import ClusterError, TrainingError
from wrangle.sections.engine import Engine
from wrangle.sections.train import Train
from wrangle.training.estimators import SHARED
from wrangle.training.recipe import Recipe
from wrangle.training.remarks import Remark

GONE = 2
"""Seconds after which a scheduler knows that a worker is gone."""


def hold_workers(section: Train, engine: Any, own: Any = None) -> None:
    """Refuse, before any data is read, an estimator that workers fit together where there are none.

    Parameters
    ----------
    section : Train
    engine : str or wrangle.sections.engine.Engine, optional
        Where the training is to run.
    own : object, optional
        An estimator brought from Python, in place of the one that the section names.

    Raises
    ------
    TrainingError
        There are no workers, or they are not those of Dask.
    """
    named = [*([] if own is not None else [section.estimator]), *(each.estimator for each in section.compare.values())]
    shared = next((name for name in named if name in SHARED), None)
    if shared is not None and Engine.model_validate(engine or {}).use != "dask":
        raise TrainingError(
            f"train: {shared} is fitted by the workers of Dask together: say `engine: dask` (--engine dask), or take "
            f"{SHARED[shared]}, which is another model"
        )


def told(tasks: Tasks | None, recipe: Recipe) -> tuple[Remark, ...]:
    """Return what the report says of a model that workers fitted together; of others, nothing."""
    if tasks is None or recipe.name not in SHARED:
        return ()
    text = (
        f"{recipe.name} was fitted by workers of {tasks.name} together ({tasks.slots} tasks at a time), each with a "
        "share of the rows: on one machine, or with other workers, the same rows give another model; search and "
        f"learning curve fit {SHARED[recipe.name]}, each fit on one machine"
    )
    return (Remark("shared", text),)


def learner(tasks: Tasks | None, recipe: Recipe) -> Callable[..., Any] | None:
    """Return what fits an estimator in place of its own `fit`; None where that does."""
    if tasks is None or recipe.name not in SHARED:
        return None
    client = tasks.client  # type: ignore[attr-defined]  # only Dask's have one

    def learn(made: Any, matrix: Any, target: Any, **arguments: Any) -> Any:
        workers = sorted(client.nthreads())
        found = _begun(lambda: _learned(client, workers, made, matrix, target, arguments))
        while not wait([found], timeout=1).done:
            _hold_all(client, workers, recipe)
        if found.exception() is not None:
            time.sleep(GONE)
            _hold_all(client, workers, recipe)
        return found.result()

    return learn


def _learned(
    client: Any, workers: Sequence[str], made: Any, matrix: Any, target: Any, arguments: Mapping[str, Any]
) -> Any:
    """Return an estimator of one machine, with what the workers learned."""
    from xgboost import dask

    def shared(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [tuple(shared(each) for each in pair) for pair in value]  # eval_set
        return _shares(client, workers, value) if hasattr(value, "shape") else value

    with client.as_current():
        there = getattr(dask, f"Dask{type(made).__name__}")(**made.get_params())
        there.client = client
        there.fit(shared(matrix), shared(target), **{name: shared(value) for name, value in arguments.items()})
    here = type(made)(**made.get_params())
    here.load_model(there.get_booster().save_raw("ubj"))
    return here


def _shares(client: Any, workers: Sequence[str], array: Any) -> Any:
    """Return an array as one of Dask, each worker having a share of the rows."""
    import dask.array
    import numpy as np
    from dask.delayed import delayed

    parts = np.array_split(array, min(len(workers), len(array)))
    held = [client.scatter(part, workers=[worker], hash=False) for part, worker in zip(parts, workers, strict=False)]
    return dask.array.concatenate(
        [
            dask.array.from_delayed(delayed(each), shape=part.shape, dtype=part.dtype)
            for each, part in zip(held, parts, strict=True)
        ]
    )


def _begun(work: Callable[[], Any]) -> Future[Any]:
    """Return what comes of work that goes on beside; it may wait for ever for a worker that is gone."""
    found: Future[Any] = Future()

    def run() -> None:
        try:
            found.set_result(work())
        except BaseException as error:  # noqa: BLE001  # told to who asks for the result
            found.set_exception(error)

    Thread(target=run, daemon=True).start()
    return found


def _hold_all(client: Any, workers: Sequence[str], recipe: Recipe) -> None:
    """Give up where one of the workers is gone: the others cannot go on without its rows."""
    if set(workers) - set(client.nthreads()):
        raise ClusterError(
            f"a worker died while {recipe.name} was fitted, which needs all of them to the end: train again, or take "
            f"{SHARED[recipe.name]}"
        )
