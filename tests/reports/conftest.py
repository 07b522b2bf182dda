"""One instance of the tables serves all portraits, as in the app."""

import pytest

from reports.tables import Tables


@pytest.fixture(scope="session")
def tables():
    return Tables()
