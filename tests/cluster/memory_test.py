"""How much memory a task may use."""

import psutil
import pytest

from wrangle.cluster.memory import per_task


@pytest.mark.parametrize(("workers", "bytes_"), [
    ([(100, 4), (90, 3)], 25),
    ([(0, 4), (90, 3)], 30),
    ([(100, 0)], 100),
])  # fmt: skip
def test_the_least_share_of_any_worker_counts(workers, bytes_):
    assert per_task(workers) == bytes_


def test_where_nothing_is_told_it_is_a_share_of_this_machine():
    assert per_task([]) == psutil.virtual_memory().total // psutil.cpu_count()
