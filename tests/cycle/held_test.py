"""What sections name is held when the rule file is checked, each with its place."""

import pytest
from cycled import RETRAIN, RULES

from wrangle.cycle.held import hold
from wrangle.errors import RuleFileError
from wrangle.rulefile.read import read_placed

WHOLE = RULES + RETRAIN + "serve: {capture: {mask: [kind]}}\n"


@pytest.mark.parametrize(
    ("old", "new", "what", "help_"),
    [
        ("[roc_auc, brier]", "[roc_auk]", "train: 'metrics': there is no metric 'roc_auk'", "did you mean 'roc_auc'"),
        ("accept: {roc_auc", "accept: {acc", "train: 'accept': there is no metric 'acc'", "did you mean"),
        ("when: [quality]", "when: [labeled >= 5]", "no metric or count 'labeled'", "did you mean 'labelled'"),
        ("margin: 0.02", "metric: r2", "'retrain': 'r2' is not measured by `train`", "known are: brier, roc_auc"),
        ("margin: 0.02", "tolerate: {briar: 1}", "'retrain': 'briar' is not measured", "did you mean 'brier'"),
        ("minimum: 200", "metrics: [brir]", "monitor: 'quality': there is no metric 'brir'", "did you mean 'brier'"),
        ("key: [number]", "key: [numbr]", "'truth': there is no raw column 'numbr'", "did you mean 'number'"),
        ("without: [number]", "without: [nmber]", "'drift': there is no column 'nmber'", "did you mean 'number'"),
        ("minimum: 200", "by: [knd]", "monitor: 'quality': there is no column 'knd'", "did you mean 'kind'"),
        ("mask: [kind]", "mask: [phone]", "serve: 'capture': there is no raw column 'phone'", "known are: number"),
    ],
)
def test_a_name_that_is_not_known_is_a_fault_at_its_place(old, new, what, help_):
    text = WHOLE.replace(old, new)
    assert text != WHOLE
    with pytest.raises(RuleFileError) as caught:
        hold(*read_placed(text))
    (fault,) = caught.value.faults
    assert what in fault.what
    assert help_ in fault.help
    assert fault.place.line == 1 + text[: text.index(new)].count("\n")


def test_what_is_known_is_no_fault_and_other_names_of_metrics_are():
    hold(*read_placed(WHOLE))
    others = WHOLE.replace("[roc_auc, brier]", "[auc, neg_log_loss]")
    hold(*read_placed(others.replace("margin: 0.02", "metric: log_loss")))
    hold(*read_placed("name: p\nmonitor: {truth: {key: [anything]}}\n"))
