import pytest

from loaders.errors import ArchiveError, CodeError, SchemaError, SourceError
from loaders.formats.insee_ze import load_employment_zones, load_ze_communes
from loaders.formats.insee_zonings import load_memberships
from tests.loaders.formats.tiny_xlsx import write_xlsx

TITLES = [["Zones d'emploi 2020"], ["France"], ["Mise en ligne"], ["Source"], ["Intitulés"]]
ZONES = [
    ["ZE2020", "LIBZE2020", "NB_COM"],
    ["3215", "Lens", 2],
    ["0059", "Mâcon", 1],
]
COMMUNES = [
    ["CODGEO", "LIBGEO", "ZE2020", "LIBZE2020", "ZE2020_PARTIE_REG", "DEP", "REG"],
    ["62510", "Liévin", "3215", "Lens", "", "62", "32"],
    ["62498", "Lens", "3215", "Lens", "", "62", "32"],
    ["01016", "Arbigny", "0059", "Mâcon", "0059-84", "01", "84"],
]


@pytest.fixture
def sheets():
    return {
        "ZE2020": [*TITLES, *(list(row) for row in ZONES)],
        "Composition_communale": [*TITLES, *(list(row) for row in COMMUNES)],
    }


def write(tmp_path, sheets):
    return write_xlsx(tmp_path / "ze.xlsx", sheets)


def test_zones_have_name_and_number_of_communes(tmp_path, sheets):
    zones = load_employment_zones(write(tmp_path, sheets))
    assert zones.to_dict("list") == {
        "code_ze2020": ["0059", "3215"],
        "ze2020_name": ["Mâcon", "Lens"],
        "n_communes": [1, 2],
    }


def test_each_commune_has_its_zone_and_the_regional_part_if_any(tmp_path, sheets):
    communes = load_ze_communes(write(tmp_path, sheets)).set_index("code_commune")
    assert communes.index.tolist() == ["01016", "62498", "62510"]
    assert communes.loc["01016"].to_dict() == {
        "name": "Arbigny",
        "code_ze2020": "0059",
        "ze2020_name": "Mâcon",
        "code_ze2020_region": "0059-84",
        "code_departement": "01",
        "code_region": "84",
    }
    assert communes["code_ze2020_region"].isna().tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("sheet", "row", "column", "new", "fault"),
    [
        ("Composition_communale", 1, 0, "2510", "mal formé : 2510"),
        ("Composition_communale", 1, 0, "62498", "en double.*62498"),
        ("Composition_communale", 1, 0, "75101", "arrondissements municipaux.*75101"),
        ("Composition_communale", 1, 2, "3216", "zone 3215 Lens, 3216 Lens"),
        ("Composition_communale", 1, 3, "Liévin", "zone 3215 Lens, 3215 Liévin"),
        ("Composition_communale", 3, 4, "0059-27", "partie régionale.*0059-27"),
        ("Composition_communale", 0, 2, "ZE2010", "ZE2020"),
        ("ZE2020", 1, 2, 3, "zone 3215 Lens"),
        ("ZE2020", 1, 2, "deux", "NB_COM|n_communes"),
        ("ZE2020", 2, 0, "59", "zone d'emploi mal formé : 59"),
        ("ZE2020", 2, 0, "3215", "en double.*3215"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, sheets, sheet, row, column, new, fault):
    sheets[sheet][len(TITLES) + row][column] = new
    with pytest.raises((CodeError, SchemaError), match=rf"ze\.xlsx.*({fault})"):
        load_ze_communes(write(tmp_path, sheets))


def test_an_absent_sheet_is_named(tmp_path, sheets):
    del sheets["ZE2020"]
    with pytest.raises(SchemaError, match="feuille absente : « ZE2020 »"):
        load_ze_communes(write(tmp_path, sheets))


def test_a_truncated_or_absent_workbook_is_named(tmp_path, sheets):
    path = write(tmp_path, sheets)
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(ArchiveError, match=r"ze\.xlsx"):
        load_employment_zones(path)
    with pytest.raises(SourceError, match=r"rien\.xlsx"):
        load_ze_communes(tmp_path / "rien.xlsx")


@pytest.fixture(scope="module")
def official(shared):
    return shared / "mirror" / "insee" / "ze2020" / "ZE2020_au_01-01-2022.xlsx"


@pytest.mark.mirror
def test_the_official_file_shares_34955_communes_out_in_306_zones(official):
    assert len(load_employment_zones(official)) == 306
    communes = load_ze_communes(official)
    assert (len(communes), communes["code_ze2020"].nunique()) == (34_955, 306)
    parts = communes["code_ze2020_region"]
    assert parts.notna().sum() == 1_688
    assert communes.loc[parts.notna(), "code_ze2020"].nunique() == 14
    start = communes["code_ze2020"].str[:2]
    assert start.equals(communes["code_region"].where(parts.isna(), "00"))


@pytest.mark.mirror
def test_the_official_zones_are_those_of_the_table_of_2022(official, shared):
    folder = shared / "mirror" / "insee" / "table_appartenance_2022"
    table = load_memberships(folder / "table-appartenance-geo-communes-22.xlsx", 2022)
    shown = ["code_commune", "name", "code_ze2020", "code_departement", "code_region"]
    assert load_ze_communes(official)[shown].equals(table[shown])
