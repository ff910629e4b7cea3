from report_facts import facts

from wrangle.reports.facts import ReportFacts
from wrangle.reports.training import render


def test_a_report_can_be_made_again_from_a_bundle():
    given = facts()
    manifest = {
        "name": given.name,
        "created_at": given.created_at,
        "estimator": given.estimator,
        "options": given.options,
        "features": given.features,
        "split": given.split,
        "search": given.search,
        "dataset": given.dataset,
        "rules": given.rules,
        "seed": given.seed,
        "counts": given.rows,
        "parent": given.parent,
        "made_by": given.made_by,
        "format": "wrangle bundle",
    }
    found = ReportFacts.from_bundle(manifest, given.metrics, description=given.description, learned=given.learned)
    assert render(found) == render(given)


def test_a_manifest_may_say_less():
    assert ReportFacts.from_bundle({"name": "ice", "parent": None, "split": None}, {}).split == {}
