from pathlib import Path

import pytest

from wrangle.rulefile.read import read_text


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("x.csv", "/rules/x.csv"),
        ("../data/*.csv", "/rules/../data/*.csv"),
        ("/data/x.csv", "/data/x.csv"),
        ("{path: [a.csv, /b.csv]}", ("/rules/a.csv", "/b.csv")),
        ("s3://bucket/x.csv", "s3://bucket/x.csv"),
        ("{weather: {path: x.csv, delimiter: tab}}", "/rules/x.csv"),
    ],
)
def test_paths_are_relative_to_the_rule_file_and_addresses_are_left_alone(text, path):
    assert read_text(f"source: {text}", folder=Path("/rules")).source.path == path
