import json
import shutil

import pytest
from deployed import make_bundle, spoil

from wrangle.errors import ArtefactError, DeploymentError
from wrangle.serving.deployment import KEPT, read_deployment
from wrangle.serving.promotion import Promotion, promote, rollback


@pytest.fixture
def bundles(tmp_path):
    return [make_bundle(tmp_path / f"b{number}", number) for number in range(3)]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "deployed"


def digests(deployment):
    return {each.name: each.digest for each in deployment.variants}


def told(bundle):
    from wrangle.bundle.bundle import digest_of

    return digest_of((bundle / "manifest.json").read_bytes())


def test_the_first_promotion_makes_the_deployment_with_a_copy_of_the_bundle(bundles, folder):
    found = promote(bundles[0], folder)
    assert read_deployment(folder) == found
    (variant,) = found.variants
    assert (found.revision, found.before, variant.name, variant.weight) == (1, None, "main", 1.0)
    shutil.rmtree(bundles[0])
    assert (folder / variant.bundle / "model.skops").is_file()
    assert found.action == f"promote weather@{variant.digest[:12]}"


def test_the_next_takes_its_place_and_the_history_keeps_the_first(bundles, folder):
    promote(bundles[0], folder)
    found = promote(bundles[1], folder)
    assert (found.revision, found.before) == (2, 1)
    assert [each.revision for each in found.history] == [1]
    assert digests(found) == {"main": told(bundles[1])}


def test_a_bundle_that_comes_again_is_stored_once(bundles, folder):
    for bundle in (bundles[0], bundles[1], bundles[0]):
        promote(bundle, folder)
    assert len(list((folder / "bundles").iterdir())) == 2


def test_variants_stand_beside_each_other_with_weights(bundles, folder):
    promote(bundles[0], folder)
    with pytest.raises(DeploymentError, match=r"the variant 'canary' is new: say what share it gets, `--weight 0.1`"):
        promote(bundles[1], folder, Promotion("canary"))
    found = promote(bundles[1], folder, Promotion("canary", 0.25))
    assert [(each.name, each.weight) for each in found.variants] == [("main", 1.0), ("canary", 0.25)]
    found = promote(bundles[2], folder, Promotion("canary"))
    assert [(each.name, each.weight) for each in found.variants] == [("main", 1.0), ("canary", 0.25)]
    assert digests(found)["canary"] == told(bundles[2])
    assert digests(promote(bundles[2], folder)) == {"main": told(bundles[2])}


def test_a_variant_may_be_the_first_and_gives_its_name_on(bundles, folder):
    assert [each.name for each in promote(bundles[0], folder, Promotion("blue")).variants] == ["blue"]
    assert [each.name for each in promote(bundles[1], folder).variants] == ["blue"]


def test_a_shadow_answers_nobody_and_ends_when_it_is_promoted(bundles, folder):
    promote(bundles[0], folder)
    found = promote(bundles[1], folder, Promotion(shadow=True))
    assert digests(found) == {"main": told(bundles[0])}
    assert [(each.name, each.digest) for each in found.shadows] == [("shadow", told(bundles[1]))]
    found = promote(bundles[2], folder, Promotion("next", shadow=True))
    assert [each.name for each in found.shadows] == ["shadow", "next"]
    assert promote(bundles[1], folder).shadows == ()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (Promotion(weight=0.5), "a weight is for a variant beside others"),
        (Promotion("a", 0.5, shadow=True), "a weight is for a variant beside others"),
        (Promotion("main", shadow=True), "two variants are called 'main'"),
        (Promotion("main", 0.0), "no variant has a weight above 0"),
        (Promotion("a b", 0.1), "the variant 'a b' cannot be so: name"),
        (Promotion("a", -1.0), "the variant 'a' cannot be so: weight"),
        (Promotion("a", float("nan")), "weight"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(bundles, folder, how, said):
    before = promote(bundles[0], folder)
    with pytest.raises(DeploymentError, match=said):
        promote(bundles[1], folder, how)
    assert read_deployment(folder) == before


def test_a_shadow_alone_is_no_deployment(bundles, folder):
    with pytest.raises(DeploymentError, match="cannot be changed so"):
        promote(bundles[0], folder, Promotion(shadow=True))
    assert not (folder / "deployment.json").exists()


def test_a_bundle_that_answers_otherwise_than_it_did_is_refused_and_changes_nothing(bundles, folder):
    before = promote(bundles[0], folder)
    with pytest.raises(ArtefactError, match="answers otherwise"):
        promote(spoil(bundles[1]), folder)
    assert read_deployment(folder) == before
    assert len(list((folder / "bundles").iterdir())) == 1


def test_a_mask_that_hides_nothing_is_refused(tmp_path, folder):
    bundle = make_bundle(tmp_path / "typo", 1, "serve: {capture: {mask: [statoin]}}\n")
    with pytest.raises(DeploymentError, match="no model takes a column 'statoin': it would not be masked"):
        promote(bundle, folder)


def test_a_copy_that_was_damaged_is_not_promoted_again(bundles, folder):
    found = promote(bundles[0], folder)
    promote(bundles[1], folder)
    (folder / found.variants[0].bundle / "model.skops").write_bytes(b"")
    with pytest.raises(DeploymentError, match=r"Remove .* and promote again"):
        promote(bundles[0], folder)
    with pytest.raises(ArtefactError):
        rollback(folder)
    assert read_deployment(folder).revision == 2


def test_roll_backs_go_further_back_and_promotions_start_from_there(bundles, folder):
    promote(bundles[0], folder)
    with pytest.raises(DeploymentError, match="there is nothing to roll back to: revision 1 is the first"):
        rollback(folder)
    for bundle in bundles[1:]:
        promote(bundle, folder)
    first = rollback(folder)
    assert (first.revision, first.action, first.before) == (4, "rollback to revision 2", 1)
    assert digests(first) == {"main": told(bundles[1])}
    assert digests(rollback(folder)) == {"main": told(bundles[0])}
    with pytest.raises(
        DeploymentError, match="nothing came before what revision 5 serves; name another by `--to`: 4, 3, 2, 1"
    ):
        rollback(folder)
    promote(bundles[2], folder)
    assert digests(rollback(folder)) == {"main": told(bundles[0])}
    assert [each.revision for each in read_deployment(folder).history] == [6, 5, 4, 3, 2, 1]


def test_a_roll_back_may_name_its_revision(bundles, folder):
    for bundle in bundles:
        promote(bundle, folder)
    assert digests(rollback(folder, 1)) == {"main": told(bundles[0])}
    assert digests(rollback(folder, 3)) == {"main": told(bundles[2])}
    with pytest.raises(DeploymentError, match=r"no earlier revision 9: known are 4, 3, 2, 1"):
        rollback(folder, 9)


def test_what_the_operator_set_stays(bundles, folder):
    promote(bundles[0], folder)
    path = folder / "deployment.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"serve": {"capture": "durable"}}))
    promote(bundles[1], folder)
    assert rollback(folder).serve == {"capture": "durable"}


def test_the_history_is_bounded(bundles, folder):
    for number in range(KEPT + 3):
        found = promote(bundles[number % 2], folder)
    assert len(found.history) == KEPT
    assert found.history[0].revision == found.revision - 1
