import numpy as np
from trainings import prepared


def test_rows_come_in_their_parts_with_all_that_goes_with_them():
    found = prepared(
        "target: ice\nfeatures: [cold, sky]\nkey: day\nweight: count\nslices: [sky]\nsplit: {by: at, test: 0.25}"
    )
    assert found.features == ("cold", "sky")
    test = found.gatherer.others("test")
    assert test.columns == ["__target", "__weight", "__by", "__key day", "sky"]
    assert test["__by"].min() >= found.gatherer.others("training")["__by"].max()
    assert found.values()["test"].to_list() == test["__target"].to_list()


def test_features_of_variants_are_gathered_as_well():
    found = prepared("target: ice\nfeatures: [cold]\ncompare: {other: {features: [wet, sky]}}")
    assert found.features == ("cold",)
    assert [each.name for each in found.gatherer.wanted.features] == ["cold", "wet", "sky"]


def test_a_matrix_may_lie_on_disk():
    near, far = (prepared("target: ice\nfeatures: [cold, wet]", on_disk=each) for each in (False, True))
    for name in ("training", "test"):
        one, two = (each.gatherer.sides[name] for each in (near, far))
        np.testing.assert_array_equal(one.matrix[: one.height], two.matrix[: two.height])
    far.gatherer.close()
