import json
from datetime import timedelta

from deployed import make_bundle

from wrangle.captures.known import KnownTruth, known_truth


def test_a_bundle_says_which_labels_there_are_and_where_they_stand(tmp_path):
    more = "monitor: {truth: {label: measured, key: [station], time: at, within: 2d}}\n"
    bundle = make_bundle(tmp_path / "b", 1, more)
    known = known_truth(bundle, json.loads((bundle / "manifest.json").read_text()))
    assert known.labels.kind == "number"
    assert known.within == timedelta(days=2)
    assert (known.columns.key, known.columns.time) == (("station",), "at")
    assert known.columns.labels == ("measured", "label", "index"), "the named one first, where a file has several"
    named = known.named("ref", None, None, ("humidity",))
    assert (named.id, named.labels[0], named.key) == ("ref", "measured", ("humidity",))


def test_without_a_section_the_target_names_the_label(tmp_path):
    bundle = make_bundle(tmp_path / "b")
    known = known_truth(bundle, json.loads((bundle / "manifest.json").read_text()))
    assert known.columns.labels == ("label", "index")
    assert KnownTruth().labels.read("anything") == "anything"
