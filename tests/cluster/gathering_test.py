import pytest

from wrangle.cluster import gathering
from wrangle.cluster.gathering import FAN, merged
from wrangle.cluster.tasks import Tasks


class Here(Tasks):
    """Tasks that run where they are submitted."""

    name = "Here"
    slots, memory = 1, 1 << 30
    where = "here"

    def manned(self):
        return True

    def __init__(self):
        self.forgotten = []

    def submit(self, function, *args):
        return function(*args)

    def share(self, value):
        return value

    def result(self, handle):
        return handle

    def completed(self, handles):
        yield from handles

    def forget(self, handles):
        self.forgotten += handles

    def close(self):
        pass


@pytest.mark.parametrize("parts", [1, 2, FAN, FAN + 1, FAN * FAN + 3])
def test_states_are_merged_in_the_order_of_the_parts(parts):
    tasks = Here()
    most = []

    def merge(*some):
        most.append(len(some))
        return "".join(some)

    states = [f"{number}," for number in range(parts)]
    assert merged(tasks, states, merge) == "".join(states)
    assert max(most, default=0) <= gathering.FAN
    assert len(tasks.forgotten) == len(most)
