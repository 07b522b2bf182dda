import pytest

from loaders import catalog


@pytest.fixture(scope="session")
def communes():
    return catalog.read_communes()


@pytest.fixture(scope="session")
def values():
    return catalog.read_table("indicator_values")


@pytest.fixture(scope="session")
def outlines():
    return catalog.read_boundaries("communes").geometry
