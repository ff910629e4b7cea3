"""Measures a bundle on raw data: the champion beside a challenger, or a bundle by itself on new data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from wrangle.bundle.bundle import Bundle
from wrangle.bundle.model import Label
from wrangle.engine.data import Data, open_data
from wrangle.engine.session import Session
from wrangle.errors import ArtefactError
from wrangle.sections.train import Train
from wrangle.sources.input import Input
from wrangle.training.contender import Contender, contender
from wrangle.training.evaluate import evaluate
from wrangle.training.evaluation import Evaluation
from wrangle.training.part import PARTS, Part, PartName
from wrangle.training.prepare import Prepared, prepare
from wrangle.training.split import Division
from wrangle.training.target import Target


def _prepared(bundle: Bundle, train: Train, input_: Input, codes: Any) -> Prepared:
    """Clean data by a bundle's pipeline, as it learned, and gather what its model needs."""
    fitted = bundle.pipeline
    pipeline = fitted.pipeline
    session = Session(pipeline, input_, dict(fitted.learned), learns=False)
    names = tuple(each.name for each in bundle.model.encoding.features)
    wanted = train.model_copy(update={"features": train.features.model_copy(update={"names": names}), "compare": {}})
    found = prepare(session, wanted, Division(codes, "random"), bundle.model.encoding.precision, learns=False)
    model = bundle.model
    found.target = Target(model.problem, model.target, model.classes, model.positive)
    found.leave_unknown()
    return found


def test_answers(bundle: Bundle, input_: Input, codes: Any, test: Part, classes: Sequence[Label]) -> Contender:
    """Return what a champion says of the test rows of a challenger, by its own pipeline.

    Parameters
    ----------
    bundle : Bundle
        The champion.
    input_ : Input
        The raw data.
    codes : numpy.ndarray, (raw rows,), uint8
        The part of each raw row.
    test : Part
        The challenger's test part.
    classes : sequence
        The challenger's classes.
    """
    import numpy as np

    train = Train(target=None, split={"test": 0.2})
    only_test = np.where(codes == PARTS.index("test"), np.uint8(0), np.uint8(255))
    prepared = _prepared(bundle, train, input_, only_test)
    rows = prepared.gatherer.part("training", bundle.model.encoding, None)
    mine = np.isin(rows.rows, test.rows)
    index = np.searchsorted(test.rows, rows.rows[mine])
    name = f"champion {bundle.name}"
    return contender(name, bundle.model, rows.matrix[mine], classes, index=index, note=bundle.digest[:12])


def section_of(bundle: Bundle) -> Train:
    """Return the `train:` section that a bundle was trained by.

    Raises
    ------
    ArtefactError
        The bundle does not hold it.
    """
    try:
        return Train.model_validate(bundle.manifest["train"])
    except (KeyError, ValidationError) as error:
        raise ArtefactError(f"{bundle.folder}: does not tell how it was trained: train it anew") from error


def evaluate_bundle(bundle: Bundle, data: Data) -> Evaluation:
    """Measure a bundle on data that it did not learn from: all of it is test rows.

    Parameters
    ----------
    bundle : Bundle
    data : frame, path or source
        Raw rows with all that the target is made from.

    Raises
    ------
    TrainingError
        No row has a target.
    """
    import numpy as np

    section = section_of(bundle)
    pipeline = bundle.pipeline.pipeline
    with open_data(pipeline, data) as input_:
        rows = input_.rows if input_.rows is not None else _count(input_)
        prepared = _prepared(bundle, section, input_, np.zeros(rows, np.uint8))
        part = prepared.part("training", bundle.model.encoding)
    parts: dict[PartName, Part] = {"training": part, "test": part}
    return evaluate(bundle.model, parts, section.model_copy(update={"compare": {}}), seed=section.seed)


def _count(input_: Input) -> int:
    import polars as pl

    return int(input_.frame.select(pl.len()).collect(engine="streaming").item())
