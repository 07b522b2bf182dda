import pytest

from loaders.errors import ArchiveError, CodeError, SchemaError
from loaders.formats import insee_zonings
from loaders.formats.insee_zonings import load_districts, load_zones, load_zonings
from loaders.reading.archives import read_bytes
from loaders.reading.sheets import read_sheet
from tests.loaders.formats.tiny_xlsx import write_xlsx

TITLES = [["Liste des communes"], ["France"], ["Mise en ligne"], ["Insee"], ["Libellés"]]


def rows(text):
    return [line.split() for line in text.strip().splitlines()]


COM_2022 = rows("""
CODGEO LIBGEO DEP REG EPCI NATURE_EPCI ARR CV ZE2020 UU2020 TUU2017 TDUU2017 AAV2020 TAAV2017 TDAAV2017 \
CATEAAV2020 BV2012
62498 Lens 62 32 246200364 CA 627 6229 3215 00756 7 73 042 3 32 11 59178
01002 Abergement 01 84 240100883 CC 011 0101 8405 01000 0 00 000 0 00 30 01004
97601 Acoua 976 06 ZZZZZZZZZ ZZ ZZZZ 97609 0601 9F201 2 21 9F1 3 31 20 ZZZZZ
""")
COM_2024 = rows("""
CODGEO LIBGEO DEP CTCD REG EPCI EPT ARR CANOV ZE2020 UU2020 AAV2020 BV2022
62498 Lens 62 62D 32 246200364 ZZZZZZZZZ 627 6229 3215 00756 042 62498
93001 Aubervilliers 93 93D 11 200054781 200057867 931 9301 1109 00851 001 75056
""")
ARM = [["CODGEO", "LIBGEO", "COM"], ["75101", "Paris 1er", "75056"], ["69381", "Lyon 1er", "69123"]]
ZONES_2022 = [
    ["NIVGEO", "CODGEO", "LIBGEO", "NB_COM"],
    ["EPCI", "246200364", "CA de Lens - Liévin", 1.0],
    ["EPCI", "240100883", "CC de la Plaine de l'Ain", 1.0],
    ["EPCI", "ZZZZZZZZZ", "Sans objet", 1.0],
    ["AAV2020", "042", "Lens - Liévin", 1.0],
    ["AAV2020", "000", "Commune hors attraction des villes", 1.0],
    ["AAV2020", "9F1", "Mamoudzou", 1.0],
    ["ARR", "627", "Lens", 1.0],
    ["ARR", "011", "Belley", 1.0],
    ["ARR", "ZZZZ", "Sans objet", 1.0],
]
ZONES_2024 = [
    ZONES_2022[0],
    ["EPCI", "246200364", "Lens", 1.0],
    ["EPCI", "200054781", "Métropole du Grand Paris", 1.0],
]


def variables(com):
    return [["VAR_ID", "VAR_LIB"], *([name, name] for name in com[0])]


def write(tmp_path, com=COM_2022, zones=ZONES_2022, arm=ARM, left_out=()):
    sheets = {"COM": com, "ARM": arm, "Zones_supra_communales": zones, "Variables": variables(com)}
    kept = {name: [*TITLES, *rows] for name, rows in sheets.items() if name not in left_out}
    return write_xlsx(tmp_path / "table.xlsx", kept)


def replaced(rows, old, new):
    return [[new if cell == old else cell for cell in row] for row in rows]


def test_the_table_of_2022_gives_zones_sizes_and_names(tmp_path):
    zonings = load_zonings(write(tmp_path)).set_index("code_commune")
    assert zonings.index.tolist() == ["01002", "62498", "97601"]
    expected = {
        "code_epci": "246200364",
        "epci_name": "CA de Lens - Liévin",
        "epci_nature": "CA",
        "code_canton": "6229",
        "code_aav2020": "042",
        "aav2020_name": "Lens - Liévin",
        "aav2020_size_class": "3",
        "aav2020_size_detail": "32",
        "aav2020_category": "11",
        "uu2020_size_class": "7",
        "code_bv2012": "59178",
    }
    assert {name: zonings.loc["62498", name] for name in expected} == expected


def test_the_table_of_2024_is_told_by_its_columns(tmp_path):
    zonings = load_zonings(write(tmp_path, COM_2024, ZONES_2024))
    assert zonings.attrs["geography"] == 2024
    aubervilliers = zonings.set_index("code_commune").loc["93001"]
    assert aubervilliers[["code_ept", "code_ctcd", "code_bv2022"]].tolist() == ["200057867", "93D", "75056"]
    assert "aav2020_category" not in zonings
    assert load_zonings(write(tmp_path)).attrs["geography"] == 2022


def test_not_concerned_is_missing_but_outside_attraction_areas_is_a_zone(tmp_path):
    zonings = load_zonings(write(tmp_path)).set_index("code_commune")
    none = [
        "code_epci",
        "epci_name",
        "epci_nature",
        "code_arrondissement",
        "arrondissement_name",
        "code_bv2012",
    ]
    assert zonings.loc["97601", none].isna().all()
    assert zonings.loc["01002", "code_aav2020"] == "000"
    assert zonings.loc["01002", "aav2020_name"] == "Commune hors attraction des villes"


@pytest.mark.parametrize(
    ("old", "new", "error", "fault"),
    [
        ("62498", "2498", CodeError, "mal formé : 2498"),
        ("01002", "62498", CodeError, "en double.*62498"),
        ("11", "14", SchemaError, "« aav2020_category » : « 14 »"),
        ("32", "39", SchemaError, "« aav2020_size_detail » : « 39 »"),
        ("042", "043", SchemaError, "autre qu'annoncé pour AAV2020 042, 043"),
        ("CATEAAV2020", "CATEAAV", SchemaError, "feuille « COM », ligne 6 : colonne absente"),
        ("EPCI", "EPCI2022", SchemaError, r"colonne absente : EPCI"),
    ],
)
def test_a_damaged_table_is_refused(tmp_path, old, new, error, fault):
    with pytest.raises(error, match=fault):
        load_zonings(write(tmp_path, replaced(COM_2022, old, new)))


def test_a_commune_that_is_missing_shows_in_the_counts_of_zones(tmp_path):
    with pytest.raises(SchemaError, match=r"nombre de communes autre qu'annoncé pour AAV2020 9F1\."):
        load_zonings(write(tmp_path, COM_2022[:-1]))


@pytest.mark.parametrize("sheet", ["COM", "Variables", "Zones_supra_communales"])
def test_an_absent_sheet_is_named(tmp_path, sheet):
    with pytest.raises(SchemaError, match=f"feuille absente : « {sheet} »"):
        load_zonings(write(tmp_path, left_out=[sheet]))


def test_a_truncated_workbook_is_refused(tmp_path):
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ArchiveError, match="illisible, tronqué ou abîmé"):
        load_zonings(path)


def test_a_zone_named_twice_is_refused(tmp_path):
    with pytest.raises(CodeError, match=r"en double.*EPCI / 246200364"):
        load_zonings(write(tmp_path, zones=[*ZONES_2022, ZONES_2022[1]]))


def test_zones_have_their_number_of_communes(tmp_path):
    zones = load_zones(write(tmp_path)).set_index(["level", "code"])
    assert zones.loc[("AAV2020", "042")].tolist() == ["Lens - Liévin", 1]


def test_districts_name_their_commune(tmp_path):
    districts = load_districts(write(tmp_path))
    assert districts.set_index("code_district")["code_commune"].to_dict() == {
        "75101": "75056",
        "69381": "69123",
    }


def test_an_unknown_district_is_refused(tmp_path):
    with pytest.raises(CodeError, match="arrondissement inconnu : 69390"):
        load_districts(write(tmp_path, arm=replaced(ARM, "69381", "69390")))


@pytest.fixture(scope="module")
def paths(shared):
    insee = shared / "mirror" / "insee"
    return {
        2022: insee / "table_appartenance_2022" / "table-appartenance-geo-communes-22.xlsx",
        2024: insee / "table_appartenance_2024" / "table-appartenance-geo-communes-2024.xlsx",
    }


@pytest.fixture(scope="module")
def official(paths):
    return {year: load_zonings(path) for year, path in paths.items()}


@pytest.mark.mirror
@pytest.mark.parametrize(("year", "communes"), [(2022, 34_955), (2024, 34_935)])
def test_official_tables_have_every_commune(official, year, communes):
    assert len(official[year]) == communes
    assert official[year].attrs["geography"] == year
    assert official[year]["code_epci"].isna().sum() == 4  # islands outside any EPCI


@pytest.mark.mirror
def test_known_zones(official):
    lens, lille = (official[2022].set_index("code_commune").loc[code] for code in ("62498", "59350"))
    assert lens[["aav2020_name", "aav2020_size_class"]].tolist() == ["Lens - Liévin", "3"]
    assert lille[["aav2020_name", "aav2020_size_detail"]].tolist() == ["Lille (partie française)", "42"]
    assert official[2024].set_index("code_commune").loc["62498", "bv2022_name"] == "Lens"


@pytest.mark.mirror
def test_areas_of_700000_people_count_those_who_live_abroad(official):
    areas = official[2022].drop_duplicates("code_aav2020")
    large = areas.loc[areas["aav2020_size_class"].isin(["4", "5"]), "code_aav2020"]
    # Paris, Lyon, Marseille, Lille, Toulouse, Bordeaux, Nantes, Strasbourg, Montpellier, Rennes, Grenoble
    # and the French parts of Genève, Luxembourg and Sarrebruck
    french = ["001", "002", "003", "004", "005", "006", "008", "010", "012", "013", "014"]
    assert sorted(large) == [*french, "GEN", "LUX", "SAR"]


@pytest.mark.mirror
def test_a_size_is_that_of_the_area(official):
    for zone in ("aav2020", "uu2020"):
        sizes = official[2022].groupby(f"code_{zone}")[f"{zone}_size_detail"].nunique()
        assert sizes.max() == 1


@pytest.mark.mirror
def test_labels_are_those_of_the_sheet_documentation(paths):
    columns = {"Liste des communes au 1er janvier 2022": "line"}
    lines = read_sheet(read_bytes(paths[2022]), "", "Documentation", columns, header_row=1)["line"]
    found = set(lines.str.strip())
    lists = (insee_zonings.AAV_SIZES, insee_zonings.AAV_SIZE_DETAILS, insee_zonings.AAV_CATEGORIES)
    assert [line for kept in lists for line in map(" - ".join, kept.items()) if line not in found] == []


@pytest.mark.mirror
@pytest.mark.parametrize("year", [2022, 2024])
def test_official_districts_are_those_we_know(paths, year):
    assert len(load_districts(paths[year])) == 45
