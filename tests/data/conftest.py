import pytest

from loaders import catalog


@pytest.fixture(scope="session")
def communes():
    return catalog.read_communes()


@pytest.fixture(scope="session")
def local(communes):
    """Communes of the Nord and the Pas-de-Calais."""
    return communes[communes["code_departement"].isin(["59", "62"])]


@pytest.fixture(scope="session")
def values():
    return catalog.read_table("indicator_values")


@pytest.fixture(scope="session")
def france():
    """Outlines of all communes of France."""
    return catalog.read_boundaries("communes")


@pytest.fixture(scope="session")
def outlines():
    """Outlines of the communes of the Nord and the Pas-de-Calais."""
    return catalog.read_boundaries("communes", ["59", "62"]).geometry
