from collections import Counter

import pytest
from deployed import make_bundle

from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.errors import UnknownVariantError
from wrangle.serving.variants import Fleet, Variant

IDS = [f"id-{number}" for number in range(10_000)]


@pytest.fixture(scope="module")
def predictor(tmp_path_factory):
    return Predictor(load_bundle(make_bundle(tmp_path_factory.mktemp("v") / "b")))


@pytest.fixture
def fleet(predictor):
    return lambda **weights: Fleet(tuple(Variant(name, predictor, weight) for name, weight in weights.items()))


def picked(fleet):
    return [fleet.pick(each).name for each in IDS]


def test_each_variant_gets_its_share(fleet):
    found = Counter(picked(fleet(a=0.7, b=0.2, c=0.1)))
    assert {name: round(count / len(IDS), 1) for name, count in found.items()} == {"a": 0.7, "b": 0.2, "c": 0.1}
    assert Counter(picked(fleet(a=70, b=20, c=10))) == found


def test_the_same_id_gets_the_same_variant(fleet):
    assert picked(fleet(a=0.5, b=0.5)) == picked(fleet(b=0.5, a=0.5))


def test_only_as_many_ids_change_over_as_must(fleet):
    before, after = picked(fleet(main=0.9, canary=0.1)), picked(fleet(main=0.7, canary=0.3))
    moved = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert set(moved) == {("main", "canary")}
    assert abs(len(moved) / len(IDS) - 0.2) < 0.02


def test_a_weight_of_nothing_is_drawn_by_nobody_but_can_be_asked_for(fleet):
    found = fleet(a=1.0, b=0.0)
    assert set(picked(found)) == {"a"}
    assert found.pick("x", "b").name == "b"


def test_whoever_asks_for_a_variant_gets_it(fleet):
    found = fleet(a=0.5, b=0.5)
    assert {found.pick(each, "b").name for each in IDS[:50]} == {"b"}
    with pytest.raises(UnknownVariantError, match="known are: a, b"):
        found.pick("x", "secret")


def test_a_shadow_cannot_be_asked_for(predictor):
    with pytest.raises(UnknownVariantError):
        Fleet((Variant("a", predictor),), (Variant("s", predictor),)).pick("x", "s")


def test_a_variant_tells_what_it_is(predictor):
    told = Variant("a", predictor, 0.5).describe()
    assert told == {"name": "a", "weight": 0.5, "model": "weather", "version": predictor.bundle.digest}
