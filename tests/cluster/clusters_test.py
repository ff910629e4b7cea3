"""The clusters of the tests are real: several processes, that are gone in the end, and where one can be killed."""

import os
import time

import psutil
import pytest
from clusters import dask_cluster, ray_cluster

from wrangle.cluster import connect
from wrangle.sections.engine import Engine

CLUSTERS = {"dask": dask_cluster, "ray": lambda _: ray_cluster()}


def where(seconds):
    time.sleep(seconds)
    return os.getpid()


def pids(tasks):
    """Return the processes that ran two tasks at a time."""
    return {tasks.result(each) for each in [tasks.submit(where, 0.5) for _ in range(4)]}


@pytest.mark.parametrize("use", [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in CLUSTERS])
def test_a_cluster_has_two_workers_goes_on_with_one_and_leaves_nothing(use, tmp_path):
    with CLUSTERS[use](tmp_path) as running, connect(Engine(use=use, address=running.address)) as tasks:
        assert tasks.slots == 2
        assert len(pids(tasks)) == 2
        family = [each for worker in running.workers for each in (worker, *worker.children(recursive=True))]
        running.kill()
        running.workers[-1].wait(10)
        assert len(pids(tasks) - set(running.pids[1:])) == 1
    assert not psutil.wait_procs(family, 10)[1]
