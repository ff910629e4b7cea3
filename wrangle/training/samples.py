"""Draws raw rows of a training: those for golden records, and those by which served records are monitored."""

from __future__ import annotations

from typing import Any

import polars as pl

from wrangle.bundle.model import Model, label_text
from wrangle.drift.baseline import Samples
from wrangle.sections.monitor import Monitor
from wrangle.sections.serve import Serve
from wrangle.training.part import NONE, PARTS
from wrangle.training.work import Work

GOLDEN_ROWS = 2000
"""Raw rows of the test part among which golden records are chosen."""
TRAINING_ROWS = 50_000
"""Raw rows of the training part that served records are compared with: enough, as these come by thousands."""
TEST_ROWS = 5_000
"""Raw rows of the test part whose answers later answers are compared with."""


def raw_samples(work: Work, model: Model) -> tuple[pl.DataFrame, Samples]:
    """Return raw rows of the test part for golden records, and what a baseline is made of; one scan for both.

    Rows that were rejected before they could be divided are in no part; as many of them are taken as the training part
    would have.

    Parameters
    ----------
    work : Work
    model : Model
        Tells how the target is spelled.
    """
    import numpy as np

    codes = work.prepared.division.codes
    draw = np.random.default_rng(work.section.seed)
    test, training = np.flatnonzero(codes == PARTS.index("test")), np.flatnonzero(codes == PARTS.index("training"))
    golden = _some(draw, test, GOLDEN_ROWS)
    nowhere = np.flatnonzero(codes == NONE)
    share = len(training) / max(len(codes) - len(nowhere), 1)
    learned = np.concatenate([training, _some(draw, nowhere, round(share * len(nowhere)))])
    places = {"golden": golden, "training": _some(draw, learned, TRAINING_ROWS), "test": _some(draw, test, TEST_ROWS)}
    rows = _rows(work, np.unique(np.concatenate(list(places.values()))))
    found = {name: rows.filter(_among(rows["__row"], each)).drop("__row") for name, each in places.items()}
    samples = Samples(
        training=found["training"],
        test=found["test"],
        of=len(learned),
        target=_target(work, model),
        by=_by(work),
        without=_masked(work),
    )
    return found["golden"], samples


def _some(draw: Any, places: Any, most: int) -> Any:
    """Return places, or so many of them, rising."""
    import numpy as np

    return places if len(places) <= most else np.sort(draw.choice(places, most, replace=False))


def _among(rows: pl.Series, places: Any) -> pl.Series:
    import numpy as np

    return pl.Series(np.isin(rows.to_numpy(), places))


def _rows(work: Work, places: Any) -> pl.DataFrame:
    """Return raw rows with their places."""
    import numpy as np

    numbers = pl.LazyFrame({"__row": places.astype(np.uint32)})
    raw = work.input.frame.with_row_index("__row").join(numbers, on="__row", how="semi", maintain_order="left")
    return raw.collect(engine="streaming")


def _target(work: Work, model: Model) -> pl.Series | None:
    targets = [part.target for part in work.parts.values() if part.target is not None]
    if not targets:
        return None
    import numpy as np

    values = np.concatenate(targets)
    few = _some(np.random.default_rng(work.section.seed), np.arange(len(values)), TRAINING_ROWS)
    if not model.classes:
        return pl.Series("target", values[few], pl.Float64())
    return pl.Series("target", [label_text(each) for each in model.labels(values[few].astype(int))], pl.String())


def _by(work: Work) -> tuple[str, ...]:
    """Return the columns by whose values served records are told apart."""
    said = work.request.pipeline.sections.get("monitor", Monitor())
    assert isinstance(said, Monitor)
    return said.drift.by or said.quality.by or tuple(work.prepared.gatherer.wanted.slices)


def _masked(work: Work) -> frozenset[str]:
    """Return the raw columns whose values are never kept."""
    said = work.request.pipeline.sections.get("serve", Serve())
    assert isinstance(said, Serve)
    return frozenset(said.capture.mask)
