import pytest

from wrangle.captures.truth import Line, Refused
from wrangle.captures.truth_sagemaker import is_sagemaker, sagemaker_line


def line(data, encoding="CSV", **event):
    return {"groundTruthData": {"data": data, "encoding": encoding}, "eventMetadata": {"eventId": "e", **event}}


@pytest.mark.parametrize(
    ("given", "label"),
    [
        (line("1"), "1"),
        (line(" yes\n"), "yes"),
        (line("true", "JSON"), True),
        (line("MS41", "BASE64"), "1.5"),
        (line(1), 1),
    ],
)
def test_labels_are_read_by_their_encoding(given, label):
    assert is_sagemaker(given)
    assert sagemaker_line(given, 1) == Line(1, label, "e")


def test_the_id_that_the_client_sent_comes_first():
    assert sagemaker_line(line("1", inferenceId="mine"), 1).inference_id == "mine"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"groundTruthData": 5}, "is no line of SageMaker's ground truth"),
        ({"groundTruthData": {}, "eventMetadata": {}}, "`eventMetadata` has no `eventId`"),
        (line("[", "JSON"), "cannot be read as JSON"),
        (line("1", "XML"), "cannot be read as XML"),
        (line("?", "BASE64"), "cannot be read as BASE64"),
    ],
)
def test_what_is_none_is_refused(given, why):
    found = sagemaker_line(given, 4)
    assert isinstance(found, Refused)
    assert found.place == 4
    assert why in found.why
