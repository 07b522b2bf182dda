"""The place of SIRENE establishments: an empty table is right, a wrong row is refused."""

import pandas as pd
import pytest

from loaders import catalog
from loaders.errors import LoaderError
from loaders.formats.sirene_ess import conform_ess, is_siret, read_ess_schema

COMMUNES = pd.Index(["62498", "59350"])
GOOD = {
    "siret": "73282932000074",  # the usual worked example of the key
    "siren": "732829320",
    "name": "Exemple",
    "ess_source": "insee",
    "legal_category": "9220",
    "activity_code": "88.99B",
    "is_head_office": "1",
    "workforce_band": "01",
    "created_year": "1999",
    "code_commune": "62498",
    "lat": "50.43",
    "lon": "2.83",
}


@pytest.fixture
def table():
    return read_ess_schema(catalog.DATA)


def conformed(table, **changes):
    return conform_ess(pd.DataFrame([GOOD | changes], dtype="str"), table, COMMUNES, "essai")


def test_the_place_is_there_and_holds_no_row():
    establishments = catalog.read_ess_establishments()
    assert len(establishments) == 0
    assert list(establishments) == list(GOOD)


def test_a_good_row_is_typed(table):
    row = conformed(table).iloc[0]
    assert (row["siret"], row["is_head_office"], row["created_year"], row["lat"]) == (
        GOOD["siret"],
        True,
        1999,
        50.43,
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"siret": "73282932000075"}, "SIRET"),
        ({"siret": "7328293200007"}, "SIRET"),
        ({"siren": "732829321"}, "SIREN"),
        ({"code_commune": "62999"}, "commune"),
        ({"workforce_band": "99"}, "effectif"),
        ({"lat": ""}, "moitié"),
        ({"ess_source": "rumeur"}, "valeur inconnue"),
        ({"created_year": "hier"}, "illisible"),
    ],
)
def test_a_wrong_row_is_refused(table, changes, told):
    with pytest.raises(LoaderError, match=told):
        conformed(table, **changes)


def test_a_key_twice_is_refused(table):
    with pytest.raises(LoaderError):
        conform_ess(pd.DataFrame([GOOD, GOOD], dtype="str"), table, COMMUNES, "essai")


def test_la_poste_has_its_own_key():
    assert is_siret("35600000049837")  # digits: 3+5+6+4+9+8+3+7 = 45, a multiple of five
    assert not is_siret("35600000049838")
