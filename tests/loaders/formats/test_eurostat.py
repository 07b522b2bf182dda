import gzip

import pytest

from loaders.errors import ArchiveError, CodeError, SchemaError
from loaders.formats.eurostat import load_age_structure, load_gdp, load_population

GDP = """freq,unit,geo,2019,2020,2021
A,EUR_HAB,FRE11,31600,30400e,:
A,EUR_HAB,AL,4500,4800p,:
A,PPS_EU27_2020_HAB,FRE11,29100b,28000e,:
A,MIO_EUR,FRE11,82243.5,79000.25,:c
"""
PEOPLE = (
    "freq,sex,unit,age,geo\\TIME_PERIOD\t2021 \t2022 \n"
    "A,T,NR,TOTAL,FRE11\t2607879 p\t2607165 bep\n"
    "A,T,NR,Y5-9,FRE11\t170000 \t: \n"
    "A,F,NR,TOTAL,FRE11\t1350000 \t1349000 \n"
    "A,T,NR,TOTAL,EU27_2020\t446000000 \t: \n"
)
SHARES = (
    "freq,indic_de,unit,geo\\TIME_PERIOD\t2021 \n"
    "A,PC_Y65_MAX,PC,FRE12\t19.9 p\n"
    "A,PC_FM,PC,FRE12\t106.1 \n"
    "A,MEDAGEPOP,YR,FRE12\t40.7 \n"
)


def write(tmp_path, text, name="estat.tsv"):
    path = tmp_path / name
    content = text.encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def rows(frame):
    return frame[["geo", "year", "value", "flag", "status"]].fillna(-1).to_numpy().tolist()


def test_a_flag_glued_to_a_value_is_taken_off(tmp_path):
    gdp = load_gdp(write(tmp_path, GDP), ["EUR_HAB"])
    assert rows(gdp) == [
        ["FRE11", 2019, 31_600, "", "published"],
        ["AL", 2019, 4_500, "", "published"],
        ["FRE11", 2020, 30_400, "e", "estimated"],
        ["AL", 2020, 4_800, "p", "published"],
        ["FRE11", 2021, -1, "", "not_available"],
        ["AL", 2021, -1, "", "not_available"],
    ]


def test_a_confidential_value_is_secret(tmp_path):
    million = load_gdp(write(tmp_path, GDP), ["MIO_EUR"])
    assert million["status"].tolist() == ["published", "published", "secret"]
    assert million["value"].tolist()[:2] == [82_243.5, 79_000.25]


def test_the_official_layout_with_tabs_and_spaced_flags_gives_the_same(tmp_path):
    lines = [line.split(",") for line in GDP.splitlines()]
    body = [",".join(cells[:3]) + "\t" + "\t".join(f"{cell} " for cell in cells[3:]) for cells in lines[1:]]
    official = "\n".join(["freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \t2021 ", *body, ""])
    expected = load_gdp(write(tmp_path, GDP))
    assert load_gdp(write(tmp_path, official, "official.tsv.gz")).equals(expected)


def test_population_is_that_of_the_sexes_and_ages_asked_for(tmp_path):
    people = load_population(write(tmp_path, PEOPLE, "p.tsv.gz"))
    assert set(people["sex"] + people["age"]) == {"TTOTAL"}
    assert rows(people) == [
        ["FRE11", 2021, 2_607_879, "p", "published"],
        ["EU27_2020", 2021, 446_000_000, "", "published"],
        ["FRE11", 2022, 2_607_165, "bep", "estimated"],
        ["EU27_2020", 2022, -1, "", "not_available"],
    ]


def test_an_age_group_can_be_asked_for(tmp_path):
    people = load_population(write(tmp_path, PEOPLE), ages=["Y5-9"])
    assert people["value"].fillna(-1).tolist() == [170_000, -1]


def test_shares_are_between_0_and_100(tmp_path):
    shares = load_age_structure(write(tmp_path, SHARES))
    assert rows(shares) == [["FRE12", 2021, 19.9, "p", "published"]]
    with pytest.raises(SchemaError, match="hors de 0 à 100"):
        load_age_structure(write(tmp_path, SHARES.replace("19.9", "199")))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("30400e", "30400y", "« 30400y »"),  # y is no flag
        ("30400e", "30400,5", "CSV illisible"),  # first row longer than the header
        ("28000e", "28000,5", "CSV illisible"),  # third row
        ("30400e", "", "cellule illisible : «  »"),
        ("EUR_HAB,AL", "EUR_HAB,al", "NUTS mal formé : al"),
        ("EUR_HAB,AL", "EUR_HAB,FRE11", "en double.*A / EUR_HAB / FRE11"),
        ("31600", "-31600", "négatif"),
        (",2020,", ",2020_estimated,", "ne sont pas des années : 2020_estimated"),
        ("freq,unit,geo", "freq,unit,region", "ne sont pas des années : region"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, old, new, fault):
    with pytest.raises((SchemaError, CodeError), match=fault):
        load_gdp(write(tmp_path, GDP.replace(old, new)))


def test_a_unit_that_the_file_lacks_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"« unit » : « EUR_PER_HAB ».*EUR_HAB"):
        load_gdp(write(tmp_path, GDP), ["EUR_PER_HAB"])


def test_one_table_is_not_taken_for_another(tmp_path):
    with pytest.raises(SchemaError, match="freq,sex,unit,age,geo"):
        load_population(write(tmp_path, SHARES))


def test_a_row_that_lost_a_dimension_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="5 dimensions"):
        load_population(write(tmp_path, PEOPLE.replace("A,F,NR,TOTAL,FRE11", "A,F,NR,FRE11")))


def test_a_truncated_archive_is_named(tmp_path):
    path = write(tmp_path, PEOPLE * 50, "p.tsv.gz")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ArchiveError, match=r"p\.tsv\.gz"):
        load_population(path)


def value(frame, geo, year):
    return frame.set_index(["geo", "year"])["value"][geo, year]


@pytest.mark.mirror
def test_gdp_of_the_mirror(shared):
    gdp = load_gdp(shared / "mirror" / "eurostat" / "estat_nama_10r_3gdp.tsv")
    assert len(gdp) == 2 * 1_758 * 22  # two units, regions, years 2000 to 2021
    euros = gdp[gdp["unit"] == "EUR_HAB"]
    assert value(euros, "FRE11", 2019) == 31_600
    assert value(euros, "FRE12", 2020) == 23_500


@pytest.mark.mirror
def test_population_of_the_mirror(shared):
    people = load_population(shared / "mirror" / "eurostat" / "estat_demo_r_pjangrp3.tsv.gz")
    assert len(people) == 2_081 * 9  # regions, years 2014 to 2022
    assert (value(people, "FRE11", 2022), value(people, "FRE12", 2022)) == (2_607_165, 1_456_588)


@pytest.mark.mirror
def test_shares_of_the_mirror(shared):
    shares = load_age_structure(shared / "mirror" / "eurostat" / "estat_demo_r_pjanind3.tsv.gz")
    assert len(shares) == 2_062 * 9
    assert (value(shares, "FRE11", 2021), value(shares, "FRE12", 2021)) == (17.9, 19.9)
