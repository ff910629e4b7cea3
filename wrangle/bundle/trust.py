"""Stores estimators without pickle, and says which types may come back out of a stored one.

The list of types stands here, never in the artefact. What scikit-learn, numpy and scipy offer publicly is trusted by
skops itself; beyond that only what is named in `TRUSTED`, and the classes that the caller brings.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wrangle.errors import ArtefactError

TRUSTED = frozenset(
    {
        "collections.OrderedDict",  # parameters of a lightgbm booster
        "functools.partial",  # of a function that is trusted itself
        "lightgbm.basic.Booster",
        "lightgbm.sklearn.LGBMClassifier",
        "lightgbm.sklearn.LGBMRegressor",
        "numpy.dtype",
        "sklearn._loss.loss.HalfTweedieLoss",
        "sklearn._loss.loss.HalfTweedieLossIdentity",
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.calibration._SigmoidCalibration",
        "sklearn.calibration._TemperatureScaling",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.metrics._dist_metrics.EuclideanDistance64",
        "sklearn.metrics._dist_metrics.ManhattanDistance64",
        "sklearn.metrics._dist_metrics.MinkowskiDistance64",
        "sklearn.metrics._scorer._PassthroughScorer",
        "sklearn.model_selection._split.KFold",
        "sklearn.model_selection._split.StratifiedKFold",
        "sklearn.multiclass._ConstantPredictor",
        "sklearn.neighbors._ball_tree.BallTree",
        "sklearn.neighbors._kd_tree.KDTree",
        "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
        "sklearn.neural_network._stochastic_optimizers.SGDOptimizer",
        "sklearn.tree._tree.Tree",
        "sklearn.utils._bunch.Bunch",
        "sklearn.utils.validation.check_array",  # how gradient boosting takes categories
        "xgboost.core.Booster",
        "xgboost.sklearn.XGBClassifier",
        "xgboost.sklearn.XGBRFClassifier",
        "xgboost.sklearn.XGBRFRegressor",
        "xgboost.sklearn.XGBRegressor",
    }
)
"""Types beyond those that skops trusts, all of which hold plain numbers (and one function, which checks arrays)."""

LOADERS = frozenset(
    {
        "BytearrayNode", "BytesNode", "CachedNode", "ConstructorFromReduceNode", "DTypeNode", "DefaultDictNode",
        "DictNode", "FunctionNode", "JsonNode", "ListNode", "LossNode", "MaskedArrayNode", "NdArrayNode", "ObjectNode",
        "PartialNode",
        "RandomGeneratorNode", "RandomStateNode", "SetNode", "SliceNode", "SparseMatrixNode", "TreeNode", "TupleNode",
        "TypeNode",
    }
)  # fmt: skip
"""Ways of skops to make an object that may be asked for: no bound methods, no operators."""


def store(estimator: Any) -> bytes:
    """Return an estimator as the content of a file, in the format of skops: JSON and arrays, no pickle.

    Equal estimators give equal bytes.

    Raises
    ------
    ArtefactError
        The estimator holds something that cannot be stored.
    """
    import skops.io

    try:
        return _steady(skops.io.dumps(estimator))
    except Exception as error:  # whatever an own class lets go wrong
        raise ArtefactError(
            f"{type(estimator).__name__} cannot be stored ({error}): keep only numbers, texts, arrays, lists, mappings "
            "and scikit-learn estimators in the attributes of your own class"
        ) from error


def _steady(content: bytes) -> bytes:
    """Return a stored estimator without what differs from run to run: addresses in memory, and the time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        schema = json.loads(old.read("schema.json"))
        numbers: dict[Any, int] = {}
        files: dict[str, str] = {}
        for node in _nodes(schema):
            if "__id__" in node:
                same = (
                    len(numbers) if node.get("is_json") else f"at {node['__id__']}"
                )  # Python shares some plain values
                node["__id__"] = numbers.setdefault(same, len(numbers))
            if node.get("file") in old.NameToInfo:
                _, dot, suffix = node["file"].partition(".")
                node["file"] = files.setdefault(node["file"], f"{len(files)}{dot}{suffix}")
        for before, after in files.items():
            new.writestr(zipfile.ZipInfo(after), old.read(before))
        new.writestr(zipfile.ZipInfo("schema.json"), json.dumps(schema, indent=2))
    return out.getvalue()


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the mappings in plain JSON values, those outside before those inside."""
    if isinstance(value, dict):
        yield value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        yield from _nodes(each)


def restore(content: bytes, trust: Sequence[type] = (), where: str = "model") -> Any:
    """Return the estimator that `store` stored, if all its types may be loaded.

    Parameters
    ----------
    content : bytes
    trust : sequence of type
        Own classes that may be loaded besides.
    where : str
        Stands in messages.

    Raises
    ------
    ArtefactError
        The content is damaged, or holds a type that may not be loaded.
    """
    import skops.io

    own = [_named(each) for each in trust]
    _hold_plain(content, where)
    try:
        unknown = skops.io.get_untrusted_types(data=content)
        _hold_trusted(set(unknown) - TRUSTED - set(own), where)
        return skops.io.loads(content, trusted=sorted(set(unknown)))
    except ArtefactError:
        raise
    except ModuleNotFoundError as error:
        raise ArtefactError(f"{where}: needs {error.name}, which is not installed here: install it") from error
    except Exception as error:  # a forged file can make skops fail anywhere
        raise ArtefactError(f"{where}: is no whole stored model ({_short(error)}): train it anew") from error


def _named(each: type) -> str:
    if not isinstance(each, type):
        raise TypeError(f"trust takes classes, not {each!r}: import the class and pass it itself")
    return f"{each.__module__}.{each.__qualname__}"


def _hold_trusted(unknown: Iterable[str], where: str) -> None:
    names = sorted(unknown)
    if names:
        shown = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
        classes = ", ".join(name.rpartition(".")[2] for name in names[:5])
        raise ArtefactError(
            f"{where}: holds types that are not trusted: {shown}. Nothing was loaded. If they are classes of your own, "
            f"import them and pass them: trust=[{classes}]"
        )


def _hold_plain(content: bytes, where: str) -> None:
    """Refuse compressed content, which may blow up, and ways to make objects that no model of ours needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            packed = [each.filename for each in archive.infolist() if each.compress_type != zipfile.ZIP_STORED]
            state = {} if packed else json.loads(archive.read("schema.json"))
    except (zipfile.BadZipFile, KeyError, ValueError, RecursionError, EOFError, OSError) as error:
        raise ArtefactError(f"{where}: is no whole stored model ({_short(error)}): train it anew") from error
    if packed:
        raise ArtefactError(f"{where}: holds compressed parts, which wrangle does not write: train it anew")
    foreign = sorted(set(_loaders(state)) - LOADERS)
    if foreign:
        raise ArtefactError(f"{where}: asks for {', '.join(foreign)}, which no model of ours needs: refused")


def _loaders(state: Any) -> Iterator[str]:
    """Yield the ways to make objects that a stored state asks for."""
    left = [state]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            if "__loader__" in each:
                yield str(each["__loader__"])
            left += each.values()
        elif isinstance(each, list):
            left += each


def _short(error: BaseException) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__
