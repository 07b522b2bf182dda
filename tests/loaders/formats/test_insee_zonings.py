import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from loaders.errors import ArchiveError, CodeError, SchemaError, SourceError
from loaders.formats import insee_zonings
from loaders.formats.insee_zonings import load_memberships, load_zones
from tests.loaders.formats.tiny_xlsx import write_xlsx

TITLES = [["Liste des communes"], ["France"], ["Mise en ligne"], ["Source"], ["Intitulés"]]
HEADER_2022 = [
    "CODGEO", "LIBGEO", "DEP", "REG", "EPCI", "NATURE_EPCI", "ARR", "CV", "ZE2020", "UU2020", "TUU2017",
    "TDUU2017", "AAV2020", "TAAV2017", "TDAAV2017", "CATEAAV2020", "BV2012",
]  # fmt: skip
LENS = [
    "62498", "Lens", "62", "32", "246200364", "CA", "627", "6229", "3215", "00756", "7", "73", "042", "3",
    "32", "11", "59178",
]  # fmt: skip
SEIN = [
    "29083", "Île-de-Sein", "29", "53", "ZZZZZZZZZ", "ZZ", "294", "2910", "5313", "29000", "0", "00", "000",
    "0", "00", "30", "29197",
]  # fmt: skip
MAMOUDZOU = [
    "97611", "Mamoudzou", "976", "06", "200060457", "CA", "ZZZZ", "97611", "0601", "9F201", "5", "51", "9F1",
    "3", "31", "11", "ZZZZZ",
]  # fmt: skip
ZONES_2022 = [
    ["DEP", "62", "Pas-de-Calais", 1], ["DEP", "29", "Finistère", 1], ["DEP", "976", "Mayotte", 1],
    ["REG", "32", "Hauts-de-France", 1], ["REG", "53", "Bretagne", 1], ["REG", "06", "Mayotte", 1],
    ["EPCI", "246200364", "CA de Lens - Liévin", 1], ["EPCI", "200060457", "CA de Dembeni-Mamoudzou", 1],
    ["EPCI", "ZZZZZZZZZ", "Sans objet", 1],
    ["ARR", "627", "Lens", 1], ["ARR", "294", "Quimper", 1], ["ARR", "ZZZZ", "Sans objet", 1],
    ["CV", "6229", "Lens", 1], ["CV", "2910", "Douarnenez", 1], ["CV", "97611", "Mamoudzou", 1],
    ["ZE2020", "3215", "Lens", 1], ["ZE2020", "5313", "Quimper", 1], ["ZE2020", "0601", "Mamoudzou", 1],
    ["UU2020", "00756", "Douai-Lens", 1], ["UU2020", "9F201", "Mamoudzou", 1],
    ["UU2020", "29000", "Communes hors unité urbaine du département 29", 1],
    ["AAV2020", "042", "Lens - Liévin", 1], ["AAV2020", "9F1", "Mamoudzou", 1],
    ["AAV2020", "000", "Commune hors attraction des villes", 1],
    ["BV2012", "59178", "Douai", 1],
]  # fmt: skip
HEADER_2024 = [
    "CODGEO", "LIBGEO", "DEP", "CTCD", "REG", "EPCI", "EPT", "ARR", "CANOV", "ZE2020", "UU2020", "AAV2020",
    "BV2022",
]  # fmt: skip
FORT_DE_FRANCE = [
    "97209", "Fort-de-France", "972", "972R", "02", "249720061", "ZZZZZZZZZ", "9721", "97299", "0210",
    "9B201", "9B1", "97209",
]  # fmt: skip
ZONES_2024 = [
    ["DEP", "972", "Martinique", 1], ["REG", "02", "Martinique", 1], ["CTCD", "972R", "Martinique", 1],
    ["EPCI", "249720061", "CA du Centre de la Martinique", 1], ["EPT", "ZZZZZZZZZ", "Sans objet", 1],
    ["ARR", "9721", "Fort-de-France", 1], ["CANOV", "97299", "Sans objet", 1],
    ["ZE2020", "0210", "Centre agglomération", 1], ["UU2020", "9B201", "Fort-de-France", 1],
    ["AAV2020", "9B1", "Fort-de-France", 1], ["BV2022", "97209", "Fort-de-France", 1],
]  # fmt: skip


@pytest.fixture
def sheets():
    communes = [HEADER_2022, *(list(row) for row in (MAMOUDZOU, LENS, SEIN))]
    zones = [["NIVGEO", "CODGEO", "LIBGEO", "NB_COM"], *(list(row) for row in ZONES_2022)]
    return {"COM": [*TITLES, *communes], insee_zonings.LIST: [*TITLES, *zones]}


def write(tmp_path, sheets):
    return write_xlsx(tmp_path / "appartenance.xlsx", sheets)


def changed(sheets, old, new, sheet="COM"):
    return {**sheets, sheet: [[new if cell == old else cell for cell in row] for row in sheets[sheet]]}


def test_each_commune_has_its_zones_sorted_by_code(tmp_path, sheets):
    members = load_memberships(write(tmp_path, sheets), 2022)
    assert members["code_commune"].tolist() == ["29083", "62498", "97611"]
    assert members.set_index("code_commune").loc["62498"].to_dict() == {
        "name": "Lens", "code_departement": "62", "code_region": "32", "code_epci": "246200364",
        "epci_nature": "CA", "code_arrondissement": "627", "code_canton": "6229", "code_ze2020": "3215",
        "code_uu2020": "00756", "uu2020_size_class": "7", "uu2020_detailed_class": "73",
        "code_aav2020": "042", "aav2020_size_class": "3", "aav2020_detailed_class": "32",
        "aav2020_category": "11",
    }  # fmt: skip


def test_a_commune_outside_a_zoning_has_no_zone(tmp_path, sheets):
    members = load_memberships(write(tmp_path, sheets), 2022).set_index("code_commune")
    missing = members.isna()
    assert missing.columns[missing.loc["29083"]].tolist() == [
        "code_epci", "code_uu2020", "code_aav2020", "epci_nature",
    ]  # fmt: skip
    assert missing.columns[missing.loc["97611"]].tolist() == ["code_arrondissement"]
    assert members.loc["29083", ["uu2020_size_class", "aav2020_category"]].tolist() == ["0", "30"]


def test_the_edition_of_2024_has_living_areas_and_no_classes(tmp_path):
    zones = [["NIVGEO", "CODGEO", "LIBGEO", "NB_COM"], *ZONES_2024]
    sheets = {"COM": [*TITLES, HEADER_2024, FORT_DE_FRANCE], insee_zonings.LIST: [*TITLES, *zones]}
    path = write(tmp_path, sheets)
    members = load_memberships(path, 2024)
    assert members.loc[0, "code_bv2022"] == "97209"
    assert members["code_canton"].isna().tolist() == [True]  # 97299 is « Sans objet »
    assert not [name for name in members if name.endswith(("class", "category", "nature"))]
    assert load_zones(path, 2024)["level"].tolist() == [
        "aav2020", "arrondissement", "bv2022", "departement", "epci", "region", "uu2020", "ze2020",
    ]  # fmt: skip


def test_zones_have_names_and_what_stands_for_outside_is_none(tmp_path, sheets):
    zones = load_zones(write(tmp_path, sheets), 2022)
    assert list(zones) == ["level", "code", "name", "n_communes"]
    names = zones.set_index(["level", "code"])["name"]
    assert names["aav2020"].to_dict() == {"042": "Lens - Liévin", "9F1": "Mamoudzou"}
    assert names["epci"].index.tolist() == ["200060457", "246200364"]
    assert names["uu2020"].index.tolist() == ["00756", "9F201"]
    assert "bv2012" not in zones["level"].unique()


def test_another_edition_is_refused(tmp_path, sheets):
    with pytest.raises(SchemaError, match=r"appartenance\.xlsx, feuille « COM », ligne 6.*CANOV"):
        load_memberships(write(tmp_path, sheets), 2024)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("62498", "2498", "mal formé : 2498"),
        ("62498", "29083", "en double.*29083"),
        ("62498", "69381", "arrondissements municipaux.*69381"),
        ("3215", "321", r"ze2020 321 \(1 lue\(s\), 0 annoncée\(s\)\), ze2020 3215 \(0 lue"),
        ("CA", "XX", "« XX »"),
        ("CA", "ZZ", "« ZZ »"),  # a commune with an EPCI has a nature
        ("7", "9", "uu2020_size_class.*« 9 »"),
        ("7", "6", "se contredisent pour 62498"),  # detailed class 73
        ("32", "33", "33"),  # region and detailed class
        ("30", "20", "se contredisent pour 29083"),
        ("042", "000", "aav2020 000"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, sheets, old, new, fault):
    with pytest.raises((CodeError, SchemaError), match=fault):
        load_memberships(write(tmp_path, changed(sheets, old, new)), 2022)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("EPCI", "EPT", "niveau absent : EPCI"),
        ("9F1", "042", r"en double \(level, code\) : AAV2020 / 042"),
        (1, "un", "n_communes.*« un »"),
        ("LIBGEO", "NOM", "LIBGEO"),
    ],
)
def test_what_is_wrong_with_the_list_of_zones_is_named(tmp_path, sheets, old, new, fault):
    path = write(tmp_path, changed(sheets, old, new, insee_zonings.LIST))
    with pytest.raises((CodeError, SchemaError), match=fault):
        load_zones(path, 2022)


def test_a_class_that_contradicts_the_zone_is_named(tmp_path, sheets):
    named = changed(sheets, "Commune hors attraction des villes", "Sein", insee_zonings.LIST)
    with pytest.raises(SchemaError, match="se contredisent pour 29083"):
        load_memberships(write(tmp_path, named), 2022)


def test_a_missing_row_is_seen_in_the_totals(tmp_path, sheets):
    sheets["COM"].pop()
    with pytest.raises(SchemaError, match=r"29 \(0 lue\(s\), 1 annoncée\(s\)\).*reprenez celui de l'Insee"):
        load_memberships(write(tmp_path, sheets), 2022)


def test_an_absent_sheet_is_named(tmp_path, sheets):
    del sheets[insee_zonings.LIST]
    with pytest.raises(SchemaError, match="feuille absente : « Zones_supra_communales »"):
        load_memberships(write(tmp_path, sheets), 2022)


def test_a_truncated_or_absent_workbook_is_named(tmp_path, sheets):
    path = write(tmp_path, sheets)
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(ArchiveError, match=r"appartenance\.xlsx"):
        load_memberships(path, 2022)
    with pytest.raises(SourceError, match=r"rien\.xlsx"):
        load_zones(tmp_path / "rien.xlsx", 2022)


def official_path(shared, year):
    name = {
        2022: "table-appartenance-geo-communes-22.xlsx",
        2024: "table-appartenance-geo-communes-2024.xlsx",
    }
    return shared / "mirror" / "insee" / f"table_appartenance_{year}" / name[year]


@pytest.fixture(scope="module")
def official(shared):
    return {year: load_memberships(official_path(shared, year), year) for year in (2022, 2024)}


@pytest.mark.mirror
def test_the_official_tables_list_every_commune(official):
    assert {year: len(members) for year, members in official.items()} == {2022: 34_955, 2024: 34_935}


@pytest.mark.mirror
def test_the_official_tables_leave_communes_outside_zonings(official):
    outside = {year: members.isna().sum() for year, members in official.items()}
    assert outside[2022][lambda n: n > 0].to_dict() == {
        "code_epci": 4, "epci_nature": 4, "code_arrondissement": 17, "code_canton": 116,
        "code_uu2020": 27_377, "code_aav2020": 8_928,
    }  # fmt: skip
    assert outside[2024][lambda n: n > 0].to_dict() == {
        "code_epci": 4, "code_arrondissement": 17, "code_canton": 56, "code_uu2020": 27_359,
        "code_aav2020": 8_921,
    }  # fmt: skip


@pytest.mark.mirror
def test_codes_that_changed_between_the_official_tables(official):
    codes = {year: set(members["code_commune"]) for year, members in official.items()}
    assert codes[2024] - codes[2022] == {"27676", "60694", "85165", "85212"}
    assert len(codes[2022] - codes[2024]) == 24
    both = official[2022].merge(official[2024], on="code_commune", suffixes=("", "_2024"))
    levels = ("ze2020", "aav2020", "uu2020")
    before, after = (both[[f"code_{level}{end}" for level in levels]].fillna("") for end in ("", "_2024"))
    assert (before.to_numpy() != after.to_numpy()).sum(axis=0).tolist() == [1, 1, 6]


@pytest.mark.mirror
def test_a_zone_has_one_size_class(official):
    members = official[2022]
    for zoning in ("uu2020", "aav2020"):
        classes = members.groupby(f"code_{zoning}")[f"{zoning}_detailed_class"].nunique()
        assert classes.max() == 1


@pytest.mark.mirror
def test_four_urban_units_of_2024_are_not_in_2022(official):
    units = {year: set(members["code_uu2020"].dropna()) for year, members in official.items()}
    assert units[2024] - units[2022] == {"72207", "78109", "85139", "95108"}
    assert official[2024]["code_uu2020"].isin(units[2024] - units[2022]).sum() == 7


@pytest.mark.mirror
def test_thirteen_areas_and_paris_have_700_000_inhabitants(official):
    areas = official[2022].drop_duplicates("code_aav2020")["aav2020_size_class"].value_counts()
    assert (areas["4"], areas["5"]) == (13, 1)


@pytest.mark.mirror
def test_the_official_zones_are_those_of_the_communes(official, shared):
    for year, members in official.items():
        zones = load_zones(official_path(shared, year), year)
        for level, codes in zones.groupby("level")["code"]:
            assert set(codes) == set(members[f"code_{level}"].dropna())
        assert (zones["level"] == "epci").sum() == 1_255
        assert (zones["level"] == "aav2020").sum() == 699


@pytest.mark.mirror
def test_facts_agree_with_the_official_table(official, shared):
    facts = pd.read_csv(shared / "facts" / "communes_zonings.csv", dtype="str", keep_default_na=False)
    both = facts.merge(official[2022], on="code_commune", suffixes=("_facts", ""))
    assert len(both) == 1_534
    for name in ("code_ze2020", "uu2020_size_class", "aav2020_size_class", "aav2020_category"):
        assert (both[name] == both[f"{name}_facts"]).all()


@pytest.mark.mirror
def test_labels_are_those_of_the_documentation(shared):
    workbook = CalamineWorkbook.from_path(official_path(shared, 2022))
    lines = {str(row[0]).strip() for row in workbook.get_sheet_by_name("Documentation").to_python()}
    dashed = (insee_zonings.AREA_SIZES, insee_zonings.AREA_DETAILED_SIZES, insee_zonings.AREA_CATEGORIES)
    for labels in dashed:
        assert {f"{code} - {label}" for code, label in labels.items()} <= lines
    assert {f"{code} {label}" for code, label in insee_zonings.UNIT_SIZES.items()} <= lines
