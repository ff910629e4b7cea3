import logging

from wrangle.serving.loudness import Loudness


def test_the_same_is_said_once_in_a_while_and_then_how_often_it_was_not(caplog):
    loud = Loudness(logging.getLogger("test"), seconds=60)
    for number in range(5):
        loud.error("a", f"a {number}")
    loud.error("b", "b")
    assert caplog.messages == ["a 0", "b"]
    loud.seconds = 0
    loud.error("a", "a again")
    assert caplog.messages[-1] == "a again (and 4 times more since it was last said)"
