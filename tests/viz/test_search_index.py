"""The search index: the most populated first, one row per commune, nothing missing."""

import json

import pandas as pd

from loaders import catalog
from viz.search_index import national_index, search_index

COMMUNES = pd.DataFrame(
    {
        "name": ["Abscon", "Lens", "Hénin-Beaumont", "Sans-Code"],
        "postcodes": ["59215", "62300", "62110 62119", None],
        "epci_name": ["CA de la Porte du Hainaut", "CA de Lens - Liévin", "CA d'Hénin-Carvin", None],
    },
    index=["59002", "62498", "62427", "62999"],
)
PEOPLE = pd.Series([4_000, 32_000, 26_000, float("nan")], index=COMMUNES.index)


def test_rows_are_code_name_postcodes_and_epci_the_most_populated_first():
    assert json.loads(search_index(COMMUNES, PEOPLE)) == [
        ["62498", "Lens", "62300", "CA de Lens - Liévin"],
        ["62427", "Hénin-Beaumont", "62110 62119", "CA d'Hénin-Carvin"],
        ["59002", "Abscon", "59215", "CA de la Porte du Hainaut"],
        ["62999", "Sans-Code", "", ""],
    ]


def test_equal_populations_keep_the_order_of_the_table():
    many = pd.concat([COMMUNES] * 50, ignore_index=True)  # a sort that is not stable mixes up more than a few
    people = pd.Series([5.0, 5.0, 7.0, 5.0] * 50)
    codes = [row[0] for row in json.loads(search_index(many, people))]
    assert codes == sorted(range(2, 200, 4)) + [n for n in range(200) if n % 4 != 2]


def test_the_order_is_that_of_the_population_not_of_its_index():
    shuffled = PEOPLE.iloc[::-1]
    assert search_index(COMMUNES, shuffled) == search_index(COMMUNES, PEOPLE)


def test_every_real_commune_can_be_found_and_lille_comes_first():
    communes = catalog.read_communes(["59", "62"])
    table = catalog.read_table("indicator_values").query("indicator == 'population' and year == 2023")
    people = table.set_index("code_commune")["value"].reindex(communes.index)
    rows = json.loads(search_index(communes.assign(epci_name=communes["epci_full_name"]), people))
    assert [row[1] for row in rows[:2]] == ["Lille", "Tourcoing"]
    assert {row[0] for row in rows} == set(communes.index)
    assert all(all(len(code) == 5 and code.isdigit() for code in row[2].split()) for row in rows)
    assert all(row[2] for row in rows), "each has a postcode"


# --- France, packed -----------------------------------------------------------------------------------------


def test_the_index_of_france_is_packed_by_departement():
    communes = pd.DataFrame(
        {
            "name": ["Ajaccio", "Abscon", "Aix-en-Pévèle", "Anneux", "Saint-Denis"],
            "postcodes": ["20000 20090", "59215", None, "59400 62000", "97400"],
            "code_departement": ["2A", "59", "59", "59", "974"],
        },
        index=["2A004", "59002", "59003", "59011", "97411"],
    )
    people = pd.Series([72_000, 4_000, float("nan"), 255, 153_000], index=communes.index)
    names = {"2A": "Corse-du-Sud", "59": "Nord", "974": "La Réunion"}
    corsica, north, island = json.loads(national_index(communes, people, names))
    assert corsica == {
        "code": "2A",
        "name": "Corse-du-Sud",
        "names": "Ajaccio",
        "postcodes": "20000 20090",
        "runs": [[4, 1]],
        "sizes": "g",  # 2^16 = 65,536
    }
    assert north == {
        "code": "59",
        "name": "Nord",
        "names": "Abscon|Aix-en-Pévèle|Anneux",
        "postcodes": "215||400 62000",  # 59 left out where the postcode begins with it
        "runs": [[2, 2], [11, 1]],
        "sizes": "b07",  # 2^11 = 2,048; unknown; 2^7 = 128
    }
    assert (island["runs"], island["postcodes"]) == ([[11, 1]], "00")


def test_the_index_of_all_of_france_stays_small():
    communes = catalog.read_communes()
    names = {code: place.name for code, place in catalog.read_departements().items()}
    content = national_index(communes, pd.Series(1_000.0, communes.index), names)
    assert len(content) < 700_000
    assert sum(entry["names"].count("|") + 1 for entry in json.loads(content)) == 34_875
