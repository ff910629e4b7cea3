"""Clusters that tests reach by address. Tests of one engine say `pytestmark = pytest.mark.xdist_group("ray")`.

`dask_address` and `ray_address` are shared by all tests of a process; a test that kills takes `fresh_dask` or
`fresh_ray`, whose `workers` it may kill.
"""

import pytest
from clusters import dask_cluster, ray_cluster


@pytest.fixture(scope="session")
def running_dask(tmp_path_factory):
    with dask_cluster(tmp_path_factory.mktemp("dask")) as running:
        yield running


@pytest.fixture(scope="session")
def dask_address(running_dask):
    return running_dask.address


@pytest.fixture
def fresh_dask(tmp_path):
    with dask_cluster(tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def running_ray():
    with ray_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def ray_address(running_ray):
    return running_ray.address


@pytest.fixture
def fresh_ray():
    with ray_cluster() as running:
        yield running
