import polars as pl

from wrangle.captures.labelled import read_labelled
from wrangle.monitoring.truth import answers_of, gathered
from wrangle.monitoring.watched import watched


def test_only_answered_records_with_a_known_label_are_measured(served, rows):
    some = rows.head(50).with_columns(
        temperature=pl.when(pl.int_range(pl.len()) < 5).then(pl.lit("warm")).otherwise("temperature")
    )
    ids = served.serve(some)
    served.add_truth(ids, [True] * 10 + [False] * 30 + [None] * 10)
    found = watched(served.bundle.folder, served.url)
    labelled = gathered(found, read_labelled(served.url))
    statuses = [each["status"] for each in served.predictor.answers(some.to_dicts())][:40]
    assert len(labelled) == statuses.count("ok")
    answers = answers_of(labelled, found.bundle.model, slice(0, len(labelled)))
    assert answers.said.probabilities.shape == (len(labelled), 2)
    assert set(labelled.by["station"]) <= {"EWR", "JFK", "LGA"}
