from trainings import raw, rules

from wrangle.engine.parted import run_parts
from wrangle.sources.input import frame_input
from wrangle.training.request import Request


def test_a_session_begins_anew_and_tells_how_far_it_is():
    told = []
    pipeline = rules("target: ice", "clean: [impute: {column: wet, with: mean}]")
    request = Request(pipeline, say=lambda *stage: told.append(stage))
    for _ in range(2):
        session = request.session(frame_input(raw()))
        assert not session.learned
        run_parts(session, lambda batch: None)
    assert {(stage, total) for stage, _, total in told} == {("clean", 240)}
    assert [done for _, done, _ in told].count(240) == len(told) - [done for _, done, _ in told].count(0) >= 2
