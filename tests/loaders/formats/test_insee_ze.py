import pytest

from loaders.errors import CodeError, SchemaError
from loaders.formats.insee_ze import load_employment_zones
from tests.loaders.formats.tiny_xlsx import write_xlsx

TITLES = [["Zones d'emploi 2020"], ["France"], ["Mise en ligne"], ["Insee"], ["Libellés"]]
COMMUNES = [
    ["CODGEO", "LIBGEO", "ZE2020", "LIBZE2020", "ZE2020_PARTIE_REG", "DEP", "REG"],
    ["62498", "Lens", "3215", "Lens", "", "62", "32"],
    ["62427", "Hénin-Beaumont", "3215", "Lens", "", "62", "32"],
    ["01016", "Arbigny", "0059", "Mâcon", "0059-84", "01", "84"],
]
ZONES = [["ZE2020", "LIBZE2020", "NB_COM"], ["0059", "Mâcon", 1.0], ["3215", "Lens", 2.0]]


def write(tmp_path, communes=COMMUNES, zones=ZONES):
    sheets = {"ZE2020": [*TITLES, *zones], "Composition_communale": [*TITLES, *communes]}
    return write_xlsx(tmp_path / "ZE2020.xlsx", sheets)


def test_each_commune_has_its_zone_and_name(tmp_path):
    zones = load_employment_zones(write(tmp_path)).set_index("code_commune")
    assert zones.index.tolist() == ["01016", "62427", "62498"]
    assert zones.loc["62498", ["code_ze2020", "ze2020_name"]].tolist() == ["3215", "Lens"]


def test_the_part_of_a_zone_in_a_region_is_missing_where_there_is_one_region(tmp_path):
    parts = load_employment_zones(write(tmp_path)).set_index("code_commune")["code_ze2020_part"]
    assert parts.dropna().to_dict() == {"01016": "0059-84"}


@pytest.mark.parametrize(
    ("communes", "zones"),
    [
        (COMMUNES[:-2], ZONES),  # communes are missing
        (COMMUNES, [*ZONES[:2], ["3215", "Lens", 3.0]]),
        (COMMUNES, [*ZONES[:2], ["3215", "Liévin", 2.0]]),
        (COMMUNES, ZONES[:2]),
    ],
)
def test_two_sheets_that_disagree_are_refused(tmp_path, communes, zones):
    with pytest.raises(SchemaError, match=r"se contredisent : .*(3215|0059)"):
        load_employment_zones(write(tmp_path, communes, zones))


def test_a_malformed_code_is_refused(tmp_path):
    with pytest.raises(CodeError, match="mal formé : 1016"):
        load_employment_zones(write(tmp_path, [*COMMUNES[:3], ["1016", *COMMUNES[3][1:]]]))


def test_a_renamed_column_is_named(tmp_path):
    with pytest.raises(SchemaError, match=r"ligne 6 : colonne absente : LIBZE2020 \(peut-être renommée"):
        load_employment_zones(
            write(tmp_path, [["CODGEO", "LIBGEO", "ZE2020", "LIBZE20", *COMMUNES[0][4:]], *COMMUNES[1:]])
        )


@pytest.mark.mirror
def test_the_official_workbook_has_34955_communes_in_306_zones(shared):
    zones = load_employment_zones(shared / "mirror" / "insee" / "ze2020" / "ZE2020_au_01-01-2022.xlsx")
    assert len(zones) == 34_955
    assert zones["code_ze2020"].nunique() == 306
    assert zones["code_ze2020_part"].notna().sum() == 1_688
    assert zones.set_index("code_commune").loc["62498", "ze2020_name"] == "Lens"
