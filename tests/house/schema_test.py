"""The JSON Schema for editors is committed beside the rule files; `wrangle schema` writes it anew."""

from pathlib import Path

from wrangle.rulefile.schema import schema_text

FILE = Path(__file__).parents[2] / "rules" / "rules.schema.json"


def test_the_schema_for_editors_is_fresh():
    fresh = FILE.read_text(encoding="utf-8") == schema_text()
    assert fresh, "run `wrangle schema > rules/rules.schema.json`"
