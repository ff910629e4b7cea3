import io
import json
import zipfile

import numpy as np
import pytest
import skops.io
from estimators import CASES, fitted, many_classes_of, rows
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from wrangle.bundle.trees import hold_bounds
from wrangle.bundle.trust import restore, store
from wrangle.errors import ArtefactError

NOTHING = {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "content": "null", "is_json": True}


class Own(ClassifierMixin, BaseEstimator):
    """A user's own estimator."""

    def __init__(self, border=0.0):
        self.border = border

    def fit(self, matrix, target):
        self.classes_ = np.unique(target)
        self.inner_ = LogisticRegression().fit(matrix, target)
        return self

    def predict(self, matrix):
        return (matrix[:, 0] > self.border).astype(int)


def rewritten(content, change):
    """Return a stored model whose schema was changed."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(whole, "w") as new:
        for each in old.namelist():
            data = old.read(each)
            new.writestr(each, json.dumps(change(json.loads(data))) if each == "schema.json" else data)
    return whole.getvalue()


@pytest.mark.parametrize(("name", "classes"), CASES, ids=[many_classes_of(*each) for each in CASES])
def test_every_estimator_comes_back_with_the_same_bits(name, classes):
    estimator = fitted(name, classes)
    again = restore(store(estimator))
    hold_bounds(again, rows().shape[1], "model")
    method = "predict_proba" if hasattr(estimator, "predict_proba") else "predict"
    assert np.array_equal(getattr(again, method)(rows()), getattr(estimator, method)(rows()), equal_nan=True)


@pytest.mark.parametrize(
    ("module", "name"),
    [("os", "system"), ("builtins", "eval"), ("builtins", "exec"), ("subprocess", "Popen"), ("posix", "system")],
)
@pytest.mark.parametrize("loader", ["ObjectNode", "FunctionNode", "TypeNode"])
def test_a_type_that_could_run_code_is_refused(module, name, loader):
    def change(state):
        state["content"]["content"]["C"] = {
            "__class__": name,
            "__module__": module,
            "__loader__": loader,
            "__id__": 987_654,
            "content": {"module_path": module, "function": name} if loader == "FunctionNode" else NOTHING,
        }
        return state

    content = rewritten(store(LogisticRegression().fit(rows(), rows()[:, 0] > 0)), change)
    with pytest.raises(ArtefactError, match=rf"holds types that are not trusted: .*{name}.* Nothing was loaded"):
        restore(content)


@pytest.mark.parametrize("loader", ["MethodNode", "OperatorFuncNode", "QuantileForestNode", "MadeUpNode"])
def test_a_way_to_make_objects_that_no_model_needs_is_refused(loader):
    def change(state):
        state["__loader__"] = loader
        return state

    with pytest.raises(ArtefactError, match=f"asks for {loader}, which no model of ours needs"):
        restore(rewritten(store(LogisticRegression()), change))


def test_an_own_class_is_loaded_only_where_the_caller_brings_it():
    content = store(Own(0.5).fit(rows(), rows()[:, 0] > 0))
    with pytest.raises(ArtefactError, match=r"trust_test\.Own\. .*pass them: trust=\[Own\]"):
        restore(content)
    again = restore(content, trust=[Own])
    assert (again.border, type(again.inner_)) == (0.5, LogisticRegression)


def test_trust_takes_classes_and_no_names():
    with pytest.raises(TypeError, match=r"trust takes classes, not 'os\.system'"):
        restore(store(LogisticRegression()), trust=["os.system"])


def test_trusting_one_class_trusts_no_other():
    class Other:
        pass

    with pytest.raises(ArtefactError, match="Own"):
        restore(store(Own().fit(rows(), rows()[:, 0] > 0)), trust=[Other])


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive at all", b"\x80\x04K\x01."], ids=repr)
def test_what_is_no_stored_model_is_said_so(content):
    with pytest.raises(ArtefactError, match="is no whole stored model"):
        restore(content)


def test_a_stored_model_that_was_cut_is_said_so():
    content = store(fitted("forest", 2))
    for end in (10, len(content) // 2, len(content) - 10):
        with pytest.raises(ArtefactError, match="is no whole stored model"):
            restore(content[:end])


def test_compressed_content_is_refused_since_it_may_blow_up():
    with pytest.raises(ArtefactError, match="holds compressed parts"):
        restore(skops.io.dumps(LogisticRegression(), compression=zipfile.ZIP_DEFLATED))


def test_whatever_is_changed_in_the_schema_either_fails_clearly_or_loads():
    content = store(RandomForestClassifier(2, max_depth=2, random_state=0).fit(rows(), rows()[:, 0] > 0))
    draw = np.random.default_rng(0)
    schema = zipfile.ZipFile(io.BytesIO(content)).read("schema.json").decode()
    outcomes = set()
    for _ in range(60):
        place = int(draw.integers(len(schema)))
        text = schema[:place] + chr(int(draw.integers(32, 126))) + schema[place + 1 :]
        try:
            forged = rewritten(content, lambda _, text=text: json.loads(text))
        except ValueError:
            continue
        try:
            hold_bounds(restore(forged), rows().shape[1], "model")
            outcomes.add("loaded")
        except ArtefactError:
            outcomes.add("refused")
    assert "refused" in outcomes


def test_what_cannot_be_stored_is_named():
    own = Own()
    own.opened = open(__file__)  # noqa: PTH123, SIM115
    with own.opened, pytest.raises(ArtefactError, match=r"Own cannot be stored .* in the attributes of your own class"):
        store(own)


def test_equal_estimators_are_stored_as_equal_bytes_and_others_are_not():
    target = rows()[:, 0] > 0
    first, second, other = (
        store(RandomForestClassifier(3, random_state=seed).fit(rows(), target)) for seed in (0, 0, 1)
    )
    assert first == second
    assert first != other
    assert (
        restore(first).predict(rows()) == RandomForestClassifier(3, random_state=0).fit(rows(), target).predict(rows())
    ).all()
