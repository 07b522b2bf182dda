import pytest

from loaders.errors import CodeError, SchemaError
from loaders.formats.insee_cog import load_communes, load_events, load_parts

COMMUNES = """TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT
COM,62498,32,62,62D,627,0,LENS,Lens,Lens,6229,
COM,01187,84,01,01D,011,0,HAUT VALROMEY,Haut Valromey,Haut Valromey,0110,
COMD,01187,,,,,0,HOTONNES,Hotonnes,Hotonnes,,01187
COM,75056,11,75,75C,751,0,PARIS,Paris,Paris,7599,
ARM,75101,11,75,75C,751,0,PARIS 1ER ARRONDISSEMENT,Paris 1er,Paris 1er Arrondissement,7599,75056
COM,97601,06,976,976D,,1,ACOUA,Acoua,Acoua,97609,
"""
EVENTS = """MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,\
TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP
32,2025-01-01,COM,01330,0,RUFFIEU,Ruffieu,Ruffieu,COM,01187,0,HAUT VALROMEY,Haut Valromey,Haut Valromey
32,2025-01-01,COM,01330,0,RUFFIEU,Ruffieu,Ruffieu,COMD,01330,0,RUFFIEU,Ruffieu,Ruffieu
20,2011-03-31,,,,,,,COM,97601,1,ACOUA,Acoua,Acoua
30,2007-02-23,COM,97127,0,SAINT MARTIN,Saint-Martin,Saint-Martin,,,,,,
"""


def write(tmp_path, text):
    path = tmp_path / "v_commune_2025.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    return path


def test_only_communes_are_kept_sorted_by_code(tmp_path):
    communes = load_communes(write(tmp_path, COMMUNES))
    assert communes["code_commune"].tolist() == ["01187", "62498", "75056", "97601"]
    assert communes.set_index("code_commune").loc["62498"].to_dict() == {
        "name": "Lens",
        "code_departement": "62",
        "code_region": "32",
        "code_ctcd": "62D",
        "code_arrondissement": "627",
        "code_canton": "6229",
    }


def test_a_commune_without_arrondissement_has_none(tmp_path):
    communes = load_communes(write(tmp_path, COMMUNES)).set_index("code_commune")
    assert communes["code_arrondissement"].isna().to_dict()["97601"]


def test_parts_name_their_commune_even_under_the_same_code(tmp_path):
    parts = load_parts(write(tmp_path, COMMUNES))
    rows = parts[["type", "code_part", "name", "code_commune"]].to_numpy().tolist()
    assert rows == [
        ["ARM", "75101", "Paris 1er Arrondissement", "75056"],
        ["COMD", "01187", "Hotonnes", "01187"],
    ]


@pytest.mark.parametrize(
    ("old", "new", "error", "fault"),
    [
        ("COM,62498", "COM,01187", CodeError, "en double.*01187"),
        ("COM,01187", "COM,1187", CodeError, "mal formé : 1187"),
        ("COM,62498", "CMN,62498", SchemaError, "« type » : « CMN »"),
        (",LIBELLE,", ",NOM,", SchemaError, "colonne absente : LIBELLE"),
        ("TYPECOM,COM,", "TYPECOM;COM,", SchemaError, "colonne absente"),
    ],
)
def test_a_damaged_list_is_refused(tmp_path, old, new, error, fault):
    with pytest.raises(error, match=fault):
        load_communes(write(tmp_path, COMMUNES.replace(old, new, 1)))


def test_a_district_of_no_commune_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"sans commune de rattachement : 75101"):
        load_parts(write(tmp_path, COMMUNES.replace("COM,75056", "COM,75057", 1)))


def test_events_keep_both_sides_and_the_order_of_the_file(tmp_path):
    events = load_events(write(tmp_path, EVENTS))
    assert events["insee_mod"].tolist() == ["32", "32", "20", "30"]
    first = events.iloc[0]
    assert (first["code_before"], first["code_after"], first["date"]) == ("01330", "01187", "2025-01-01")
    assert (first["plain_name_before"], first["name_after"]) == ("RUFFIEU", "Haut Valromey")


def test_a_creation_has_nothing_before_and_a_suppression_nothing_after(tmp_path):
    events = load_events(write(tmp_path, EVENTS))
    assert events.loc[2, ["type_before", "code_before"]].tolist() == ["", ""]
    assert events.loc[3, ["type_after", "code_after"]].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("old", "new", "error", "fault"),
    [
        ("2025-01-01", "01/01/2025", SchemaError, "date mal formée : 01/01/2025"),
        ("32,2025", "36,2025", SchemaError, "« insee_mod » : « 36 »"),
        ("COM,01330", "COM,1330", CodeError, "mal formé : 1330"),
        ("COM,01330", "COM,", CodeError, "mal formé"),
    ],
)
def test_a_damaged_event_is_refused(tmp_path, old, new, error, fault):
    with pytest.raises(error, match=fault):
        load_events(write(tmp_path, EVENTS.replace(old, new, 1)))


@pytest.fixture(scope="module")
def cog(shared):
    return shared / "mirror" / "insee" / "cog"


@pytest.mark.mirror
@pytest.mark.parametrize(("year", "delegated", "associated"), [(2025, 2_152, 476), (2026, 2_105, 471)])
def test_official_lists_have_34875_communes_and_45_districts(cog, year, delegated, associated):
    path = cog / f"v_commune_{year}.csv"
    communes, types = load_communes(path), load_parts(path)["type"].value_counts().to_dict()
    assert len(communes) == 34_875  # published: communes of France on 1 January 2025, and 2026
    assert communes["code_departement"].nunique() == 101
    assert types == {"COMD": delegated, "COMA": associated, "ARM": 45}


@pytest.mark.mirror
def test_both_editions_have_the_same_communes(cog):
    lists = [load_communes(cog / f"v_commune_{year}.csv")["code_commune"].tolist() for year in (2025, 2026)]
    assert lists[0] == lists[1]


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("year", "rows", "last"), [(2025, 13_534, "2025-01-01"), (2026, 13_734, "2026-01-01")]
)
def test_official_events_go_from_1943_to_their_edition(cog, year, rows, last):
    events = load_events(cog / f"v_mvt_commune_{year}.csv")
    assert len(events) == rows
    assert (events["date"].min(), events["date"].max()) == ("1943-02-19", last)
