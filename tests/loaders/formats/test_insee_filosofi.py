import zipfile

import pandas as pd
import pytest

from loaders.errors import ArchiveError, CodeError, SchemaError
from loaders.formats.insee_filosofi import MEASURES, WIDE, load_filosofi, load_filosofi_melodi

# Lens with all published, a commune near Geneva, a small one with secrets, a destroyed village, Paris and a
# district. Lens: 56.5 + 3.4 + 3.4 = 63.3 and 3.6 + 7.5 + 3.3 = 14.4; 63.3 + 30.2 + 4.1 + 14.4 - 12.0 = 100.
LENS = {
    "tax_households": "13571",
    "tax_household_persons": "28508",
    "median_income_eur": "17250",
    "decile1_eur": "9720",
    "decile9_eur": "29930",
    "interdecile_ratio": "3,1",
    "taxed_households_share_pct": "35,0",
    "poverty_rate_pct": "32,0",
    "activity_income_share_pct": "63,3",
    "wages_share_pct": "56,5",
    "unemployment_benefits_share_pct": "3,4",
    "self_employment_income_share_pct": "3,4",
    "pensions_share_pct": "30,2",
    "property_income_share_pct": "4,1",
    "social_benefits_share_pct": "14,4",
    "family_benefits_share_pct": "3,6",
    "minimum_income_benefits_share_pct": "7,5",
    "housing_benefits_share_pct": "3,3",
    "taxes_share_pct": "-12,0",
}
GENEVA = LENS | {
    "activity_income_share_pct": "107,1",
    "wages_share_pct": "102,8",
    "unemployment_benefits_share_pct": "1,2",
    "self_employment_income_share_pct": "3,1",
    "pensions_share_pct": "9,0",
    "property_income_share_pct": "5,0",
    "social_benefits_share_pct": "1,1",
    "family_benefits_share_pct": "0,5",
    "minimum_income_benefits_share_pct": "0,4",
    "housing_benefits_share_pct": "0,2",
    "taxes_share_pct": "-22,2",
}
SMALL = dict.fromkeys(LENS, "s") | {
    "tax_households": "115",
    "tax_household_persons": "266",
    "median_income_eur": "24480",
}
DESTROYED = dict.fromkeys(LENS, "nd")
PLACES = {"01002": SMALL, "25318": GENEVA, "55039": DESTROYED, "62498": LENS, "75056": LENS, "75101": LENS}


def write_wide(tmp_path, places):
    rows = [";".join(["CODGEO", *WIDE])]
    rows += [
        ";".join([code, *(cells.get(name, "s") for name in WIDE.values())]) for code, cells in places.items()
    ]
    path = tmp_path / "cc_filosofi_2021_COM.csv"
    path.write_text("\n".join([*rows, ""]))
    return path


HEADER = "GEO;GEO_OBJECT;FILOSOFI_MEASURE;UNIT_MEASURE;UNIT_MULT;CONF_STATUS;OBS_STATUS;TIME_PERIOD;OBS_VALUE"


def melodi_rows(places):
    for code in sorted(places, key=lambda code: (code == "75101", -int(code))):
        cells, kind = places[code], "ARM" if code == "75101" else "COM"
        for measure, name in sorted(MEASURES.items()):
            cell = cells[name]
            conf, state = ("C" if cell == "s" else "F"), ("O" if cell == "nd" else "A")
            value = "" if cell in {"s", "nd"} else cell.replace(",", ".")
            yield f'"{code}";"{kind}";"{measure}";"U";"0";"{conf}";"{state}";"2021";{value}'
    yield '"62498";"COM";"NUM_CU";"U";"0";"F";"A";"2021";18000'  # left out: no indicator of ours
    yield '"246200364";"EPCI";"MED_SL";"EUR_YR";"0";"F";"A";"2021";18500'
    yield '"FM";"FRANCE";"MED_SL";"EUR_YR";"0";"F";"A";"2021";23080'


def write_melodi(tmp_path, places, change=("", "")):
    text = "\n".join([";".join(f'"{name}"' for name in HEADER.split(";")), *melodi_rows(places), ""])
    path = tmp_path / "base-cc-filosofi-2021-geo2025_csv.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("DS_FILOSOFI_CC_data.csv", text.replace(*change, 1))
        archive.writestr("DS_FILOSOFI_CC_metadata.csv", "COD_VAR;LIB_VAR;COD_MOD;LIB_MOD\n")
    return path


def test_the_wide_file_gives_values_secrets_and_what_is_not_published(tmp_path):
    values = load_filosofi(write_wide(tmp_path, PLACES)).set_index(["code_commune", "indicator"])
    assert values.loc[("62498", "interdecile_ratio"), ["value", "status"]].tolist() == [3.1, "published"]
    assert values.loc[("62498", "taxes_share_pct"), "value"] == -12.0
    assert values.loc[("01002", "median_income_eur"), "value"] == 24_480
    assert values.loc[("01002", "poverty_rate_pct"), "status"] == "secret"
    assert values.loc[("55039", "median_income_eur"), "status"] == "not_available"
    assert values["value"].isna().eq(values["status"] != "published").all()
    assert values["year"].unique().tolist() == [2021]


def test_districts_are_dropped(tmp_path):
    values = load_filosofi(write_wide(tmp_path, PLACES))
    assert sorted(values["code_commune"].unique()) == ["01002", "25318", "55039", "62498", "75056"]


def test_both_formats_give_the_same_frame(tmp_path):
    wide = load_filosofi(write_wide(tmp_path, PLACES))
    shared = wide[wide["indicator"].isin(list(MEASURES.values()))].reset_index(drop=True)
    pd.testing.assert_frame_equal(shared, load_filosofi_melodi(write_melodi(tmp_path, PLACES)))


def test_the_long_file_has_insee_s_twenty_measures_less_the_consumption_units():
    official = (
        "D1_SL D9_SL IR_D9_D1_SL MED_SL NUM_CU NUM_HH NUM_PER PR_MD60 S_DIR_TAX_DI S_EI_DI S_EI_DI_N_SAL "
        "S_EI_DI_SAL S_EI_DI_UNE S_HH_TAX S_INC_ASS_DI S_RET_PEN_DI S_SOC_BEN_DI S_SOC_BEN_DI_FAM_BEN "
        "S_SOC_BEN_DI_HOU_BEN S_SOC_BEN_DI_MIN_SOC"
    )
    assert set(MEASURES) == set(official.split()) - {"NUM_CU"}


def test_a_share_of_disposable_income_may_pass_100(tmp_path):
    values = load_filosofi(write_wide(tmp_path, PLACES)).set_index(["code_commune", "indicator"])["value"]
    assert values["25318", "activity_income_share_pct"] == 107.1


def test_a_median_of_a_former_perimeter_is_withdrawn(tmp_path):
    places = {"60054": SMALL, "60694": DESTROYED}
    values = load_filosofi(write_wide(tmp_path, places)).set_index(["code_commune", "indicator"])
    assert values.loc[("60054", "median_income_eur"), "status"] == "not_available"


BAD = [
    ("tax_households", "-3", "négatif.*tax_households.*62498 → -3"),
    ("poverty_rate_pct", "140,0", "0 à 100 %.*poverty_rate_pct.*62498 → 140"),
    ("taxed_households_share_pct", "-1,0", "0 à 100 %.*taxed_households_share_pct"),
    ("median_income_eur", "-17250", "négatif.*median_income_eur"),
    ("decile1_eur", "29931", "D1 au-dessus de D9 pour 62498"),
    ("wages_share_pct", "56,0", "activity_income_share_pct.*wages_share_pct.*pour 62498"),
    ("housing_benefits_share_pct", "4,3", "social_benefits_share_pct.*pour 62498"),
    ("taxes_share_pct", "12,0", "somme n'est pas 100 pour 62498"),
]


@pytest.mark.parametrize(("name", "cell", "fault"), BAD)
def test_what_cannot_be_is_refused_in_the_wide_file(tmp_path, name, cell, fault):
    with pytest.raises(SchemaError, match=fault):
        load_filosofi(write_wide(tmp_path, PLACES | {"62498": LENS | {name: cell}}))


@pytest.mark.parametrize(("name", "cell", "fault"), BAD)
def test_what_cannot_be_is_refused_in_the_long_file(tmp_path, name, cell, fault):
    with pytest.raises(SchemaError, match=fault):
        load_filosofi_melodi(write_melodi(tmp_path, PLACES | {"62498": LENS | {name: cell}}))


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("17250.5", "illisible.*median_income_eur"),
        ("17 250", "illisible"),
        ("", "illisible"),
        ("ns", "illisible"),
    ],
)
def test_a_cell_that_is_not_of_the_format_is_refused(tmp_path, cell, fault):
    with pytest.raises(SchemaError, match=fault):
        load_filosofi(write_wide(tmp_path, {"62498": LENS | {"median_income_eur": cell}}))


@pytest.mark.parametrize(("code", "fault"), [("1002", "mal formé : 1002"), ("2498", "mal formé : 2498")])
def test_a_malformed_code_is_refused(tmp_path, code, fault):
    with pytest.raises(CodeError, match=fault):
        load_filosofi(write_wide(tmp_path, {code: LENS}))


@pytest.mark.parametrize(
    ("old", "new", "error", "fault"),
    [
        ('"2021";', '"2023";', SchemaError, "« year » : « 2023 »"),
        ('"F";"A"', '"N";"A"', SchemaError, "« confidentiality » : « N »"),
        ('"F";"A"', '"F";"P"', SchemaError, "« state » : « P »"),
        ('"0";"F"', '"3";"F"', SchemaError, "« multiplier » : « 3 »"),
        (";17250", ";17250,5", SchemaError, "illisible dans « value »"),
        (";17250", ";", SchemaError, r"valeur annoncée \(F, A\) et absente : 75056 MED_SL"),
        ('"75056";"COM"', '"62498";"COM"', CodeError, "en double.*62498"),
        ("FILOSOFI_MEASURE", "MEASURE", SchemaError, "colonne absente : FILOSOFI_MEASURE"),
    ],
)
def test_a_damaged_long_file_is_refused(tmp_path, old, new, error, fault):
    with pytest.raises(error, match=fault):
        load_filosofi_melodi(write_melodi(tmp_path, PLACES, (old, new)))


def test_a_value_that_is_said_to_be_secret_is_hidden(tmp_path):
    path = write_melodi(tmp_path, PLACES, ('"MED_SL";"U";"0";"F"', '"MED_SL";"U";"0";"C"'))
    values = load_filosofi_melodi(path).set_index(["code_commune", "indicator"])
    assert values.loc[("75056", "median_income_eur"), "status"] == "secret"
    assert pd.isna(values.loc[("75056", "median_income_eur"), "value"])


def test_the_dictionary_is_never_taken_for_the_data(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("DS_FILOSOFI_CC_metadata.csv", "COD_VAR;LIB_VAR\n")
    with pytest.raises(ArchiveError, match=r"membre absent : DS_FILOSOFI_CC_data\.csv"):
        load_filosofi_melodi(path)


@pytest.fixture(scope="module")
def official(shared):
    return load_filosofi(shared / "mirror" / "insee" / "filosofi_2021" / "cc_filosofi_2021_COM.csv")


@pytest.mark.mirror
def test_the_official_file_has_the_communes_of_2024_less_71_overseas(official):
    assert official["code_commune"].nunique() == 34_935 - 71
    assert len(official) == 27 * (34_935 - 71)


@pytest.mark.mirror
def test_known_values(official):
    values = official.set_index(["code_commune", "indicator"])["value"]
    assert values["62498", "median_income_eur"] == 17_250
    assert values["59172", "poverty_rate_pct"] == 43
    assert values["75056", "interdecile_ratio"] == 6.4
    assert values["25318", "activity_income_share_pct"] == 107.1


@pytest.mark.mirror
def test_two_former_perimeters_are_withdrawn(official):
    median = official[official["indicator"] == "median_income_eur"].set_index("code_commune")["status"]
    lost = sorted(median.index[median == "not_available"])
    destroyed = ["55039", "55050", "55139", "55189", "55239", "55307"]
    assert lost == ["09304", "29083", "29084", *destroyed, "60054", "60694", "85084", "85165", "85212"]


@pytest.mark.mirror
def test_the_two_departements_agree_with_the_compiled_facts(official, shared):
    facts = pd.read_csv(shared / "facts" / "indicator_values.csv.gz", dtype={"code_commune": "str"})
    both = facts.merge(official, on=["code_commune", "indicator", "year"], suffixes=("_facts", ""))
    same = both[~both["code_commune"].isin(["59006", "62447"])]  # merged since
    assert len(same) == 27 * 1_532
    assert same["status"].tolist() == same["status_facts"].tolist()
    assert same["value"].equals(same["value_facts"])
