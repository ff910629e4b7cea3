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


def test_a_request_that_was_sent_again_counts_once(served, rows):
    ids = served.serve(rows.head(30))
    served.add_truth(ids, [True, False, False] * 10)
    found = watched(served.bundle.folder, served.url)
    once = gathered(found, read_labelled(served.url))
    again = (frame for _ in range(2) for frame in read_labelled(served.url))
    assert gathered(found, again).times == once.times
    doubled = (pl.concat([frame, frame]) for frame in read_labelled(served.url))
    assert len(gathered(found, doubled)) == len(once) > 0
