import re
from xml.etree import ElementTree as ET

from report_facts import NASTY

from wrangle.reports.figures import calibration, figure, histogram, learning_curve, residuals, roc

CURVE = {"label": NASTY, "rate": 0.5, "roc": [[0, 0], [0, 1], [1, 1]], "pr": [[0, 1], [1, 0.5]]}


def test_a_figure_is_an_element_with_a_name_for_those_who_cannot_see_it():
    svg = roc([CURVE])
    root = ET.fromstring(svg)
    assert root.tag == "svg"
    assert root.attrib["role"] == "img"
    assert "ROC" in root.attrib["aria-label"]
    assert float(root.attrib["width"]) > 200


def test_labels_are_text_as_they_are():
    texts = ["".join(each.itertext()) for each in ET.fromstring(roc([CURVE])).iter("text")]
    assert any(each.startswith("<script>alert('x')</sc") for each in texts)


def test_letters_that_no_font_of_ours_has_are_left_to_the_browser():
    assert "雨" in roc([CURVE | {"label": "雨"}])


def test_colours_and_font_are_those_of_the_page():
    svg = roc([CURVE])
    assert "var(--series-1)" in svg
    assert "var(--font)" in svg
    assert not re.findall(r"#[0-9a-f]{6}", svg)


def test_ids_of_two_figures_differ():
    ids = [set(re.findall(r'id="([^"]+)"', figure(name, "", lambda axes: axes.plot([0, 1])))) for name in ("a", "b")]
    assert ids[0].isdisjoint(ids[1])
    assert all(each.startswith("a-") for each in ids[0])


def test_a_drawing_of_one_point_is_stood():
    assert calibration({"bins": [{"rows": 1, "predicted": 0.0, "observed": 0.0}]}).startswith("<svg")
    assert residuals({"bins": [{"rows": 1, "predicted": 1.0, "quantiles": [0.0] * 5}]}).startswith("<svg")
    assert histogram({"edges": [0, 1], "rows": [3]}).startswith("<svg")
    points = [{"rows": 10, "training": 0.5, "test": None}]
    assert learning_curve({"metric": "roc_auc", "points": points}).startswith("<svg")
