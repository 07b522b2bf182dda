import pandas as pd
import pytest

from loaders.errors import ExpectationError
from loaders.known import PERIMETERS, add_known, known_values
from loaders.report import Report


def communes(**more):
    flags = {
        name: [True] * count + [False] * (34_875 - count) for name, count in {**PERIMETERS, **more}.items()
    }
    return pd.DataFrame(flags)


def test_perimeters_are_counted():
    report = Report()
    add_known(report, "communes", communes())
    assert [check["found"] for check in report.entries["check"]] == [34_875, 250, 336, 87, 124]


def test_a_perimeter_of_another_size_stops_the_build():
    with pytest.raises(ExpectationError, match="mbm_250 : attendu 250, trouvé 251"):
        add_known(Report(), "communes", communes(mbm_250=251))


def test_a_table_without_known_values_has_none():
    assert list(known_values("qpv", pd.DataFrame())) == []
