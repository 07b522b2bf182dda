import gzip

import pandas as pd
import pytest

from loaders.errors import CodeError, ExpectationError, SchemaError, SourceError
from loaders.formats import insee_populations
from loaders.formats.insee_populations import load_legal_populations, load_reference_populations
from tests.loaders.formats.tiny_xlsx import write_xlsx

# The same five communes in the three layouts: an Ain code with its zero, Corsica, two districts of Paris,
# one of Lyon, Guadeloupe (three characters of département, and a number of three figures).
LAYOUT_2019 = """REG;DEP;COM;PMUN;PCAP;PTOT
84;01;01004;100;10;110
94;2A;2A004;70;1;71
11;75;75101;5;1;6
11;75;75120;20;3;23
84;69;69381;30;2;32
01;971;97105;40;0;40
"""
LAYOUT_2020 = """CODREG;REG;CODDEP;CODARR;CODCAN;CODCOM;COM;PMUN;PCAP;PTOT
84;Auvergne-Rhône-Alpes;01;1;01;004;Ambérieu-en-Bugey;100;10;110
94;Corse;2A;1;98;004;Ajaccio;70;1;71
11;Île-de-France;75;1;NA;101;Paris 1er Arrondissement;5;1;6
11;Île-de-France;75;1;NA;120;Paris 20e Arrondissement;20;3;23
84;Auvergne-Rhône-Alpes;69;1;NA;381;Lyon 1er Arrondissement;30;2;32
01;Guadeloupe;971;1;01;105;Basse-Terre;40;0;40
"""
LAYOUT_2021 = """REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT
84;Auvergne-Rhône-Alpes;01;1;01;004;01004;Ambérieu-en-Bugey;100;10;110
94;Corse;2A;1;98;004;2A004;Ajaccio;70;1;71
11;Île-de-France;75;1;;101;75101;Paris 1er Arrondissement;5;1;6
11;Île-de-France;75;1;;120;75120;Paris 20e Arrondissement;20;3;23
84;Auvergne-Rhône-Alpes;69;1;;381;69381;Lyon 1er Arrondissement;30;2;32
01;Guadeloupe;971;1;01;105;97105;Basse-Terre;40;0;40
"""
EXPECTED = {"01004": 100, "2A004": 70, "69123": 30, "75056": 25, "97105": 40}
THREE = [(LAYOUT_2019, 2019), (LAYOUT_2020, 2020), (LAYOUT_2021, 2021)]


@pytest.fixture(autouse=True)
def without_totals(monkeypatch, request):
    if "mirror" not in request.keywords:
        monkeypatch.setattr(insee_populations, "TOTALS", {2022: 265})


def write(tmp_path, text):
    path = tmp_path / "donnees_communes.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    return path


@pytest.mark.parametrize(("text", "year"), THREE)
def test_the_three_layouts_give_the_same_communes_districts_added_up(tmp_path, text, year):
    values = load_reference_populations(write(tmp_path, text), year)
    assert values.set_index("code_commune")["value"].to_dict() == EXPECTED
    assert values[["indicator", "year", "status"]].drop_duplicates().to_numpy().tolist() == [
        ["population", year, "published"]
    ]


def test_mayotte_is_absent_and_never_a_zero(tmp_path):
    values = load_reference_populations(write(tmp_path, LAYOUT_2021), 2021)
    assert not values["code_commune"].str.startswith("976").any()


@pytest.mark.parametrize(("text", "year"), THREE)
@pytest.mark.parametrize(
    ("old", "new", "error", "fault"),
    [
        (";100;10;110", ";-100;210;110", SchemaError, "négatif.*municipal.*01004"),
        (";100;10;110", ";100;10;111", SchemaError, "autre que municipale.*01004"),
        (";100;10;110", ";100,5;10;110", SchemaError, "illisible dans « municipal ».*ligne 2"),
        (";100;10;110", ";;10;110", SchemaError, "illisible dans « municipal ».*ligne 2"),
        (";40;0;40", ";40", SchemaError, "ligne 7"),
        ("PMUN", "POP_MUN", SchemaError, r"PMUN \(peut-être renommée POP_MUN\)"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path, text, year, old, new, error, fault):
    with pytest.raises(error, match=fault):
        load_reference_populations(write(tmp_path, text.replace(old, new, 1)), year)


@pytest.mark.parametrize(
    ("text", "year", "old", "new", "fault"),
    [
        (LAYOUT_2019, 2019, "01;01004", "01;1004", "mal formé : 1004"),
        (LAYOUT_2019, 2019, "971;97105", "971;97205", "contredit son département : 97205"),
        (LAYOUT_2019, 2019, "2A004", "01004", "en double.*01004"),
        (LAYOUT_2020, 2020, "971;1;01;105", "971;1;01;205", "contredit son département : 97205"),
        (LAYOUT_2020, 2020, "01;1;01;004", "1;1;01;004", "mal formé : 1004"),
        (LAYOUT_2021, 2021, "004;01004", "005;01004", "contredit son département : 01004"),
    ],
)
def test_a_code_that_cannot_be_is_refused(tmp_path, text, year, old, new, fault):
    with pytest.raises(CodeError, match=fault):
        load_reference_populations(write(tmp_path, text.replace(old, new, 1)), year)


def test_paris_beside_its_districts_is_refused(tmp_path):
    text = LAYOUT_2019 + "11;75;75056;25;4;29\n"
    with pytest.raises(CodeError, match="à la fois : 75056"):
        load_reference_populations(write(tmp_path, text), 2019)


TWICE = LAYOUT_2020 + (
    "28;Normandie;27;1;12;058;Les Trois Lacs;1759;45;1804\n"
    "28;Normandie;27;1;12;676;Les Trois Lacs;1759;45;1804\n"
)


def test_a_commune_given_under_two_codes_counts_once(tmp_path):
    values = load_reference_populations(write(tmp_path, TWICE), 2020).set_index("code_commune")["value"]
    assert values.sum() == sum(EXPECTED.values()) + 1_759
    assert "27058" in values
    assert "27676" not in values


def test_a_second_code_with_other_figures_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="n'est plus un double : 27676"):
        load_reference_populations(
            write(tmp_path, TWICE.replace("676;Les Trois Lacs;1759;45", "676;X;1758;46")), 2020
        )


def test_the_file_of_another_year_is_refused(tmp_path):
    load_reference_populations(
        write(tmp_path, LAYOUT_2021), 2022
    )  # 265 inhabitants, as expected of 2022 here
    with pytest.raises(ExpectationError, match="264 habitants au lieu de 265"):
        load_reference_populations(write(tmp_path, LAYOUT_2021.replace(";40;0;40", ";39;1;40")), 2022)


def test_a_year_that_is_not_described_is_refused(tmp_path):
    with pytest.raises(SourceError, match="millésime 1999 non décrit"):
        load_reference_populations(write(tmp_path, LAYOUT_2019), 1999)


HEADER_2016 = [
    *(
        "Code région",
        "Nom de la région",
        "Code département",
        "Code arrondissement",
        "Code canton",
        "Code commune",
    ),
    *("Nom de la commune", "Population municipale", "Population comptée à part", "Population totale"),
]
ROWS_2016 = [
    ["84", "Auvergne-Rhône-Alpes", "01", "1", "01", "004", "Ambérieu-en-Bugey", 100.0, 10.0, 110.0],
    ["11", "Île-de-France", "75", "1", "null", "101", "Paris 1er Arrondissement", 25.0, 4.0, 29.0],
    ["01", "Guadeloupe", "971", "1", "01", "105", "Basse-Terre", 40.0, 0.0, 40.0],
]


def workbook(tmp_path, header, rows):
    book = write_xlsx(tmp_path / "book.xlsx", {"Communes": [["Populations légales"]] * 7 + [header, *rows]})
    packed = tmp_path / "population_legale_2016.xls.gz"
    packed.write_bytes(gzip.compress(book.read_bytes()))
    return packed


def test_the_workbook_of_2016_is_read_from_row_8_on(tmp_path):
    values = load_legal_populations(workbook(tmp_path, HEADER_2016, ROWS_2016))
    assert values.set_index("code_commune")["value"].to_dict() == {"01004": 100, "75056": 25, "97105": 40}
    assert values["year"].unique().tolist() == [2016]


def test_a_renamed_column_of_the_workbook_is_named_with_its_sheet(tmp_path):
    header = [name.replace("municipale", "communale") for name in HEADER_2016]
    with pytest.raises(SchemaError, match=r"feuille « Communes ».*colonne absente : Population municipale"):
        load_legal_populations(workbook(tmp_path, header, ROWS_2016))


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "mirror" / "insee" / "populations"


@pytest.fixture(scope="module")
def populations(folder):
    years = {
        year: load_reference_populations(folder / f"donnees_communes_{year}.csv", year)
        for year in range(2019, 2024)
    }
    return {2016: load_legal_populations(folder / "population_legale_2016.xls.gz"), **years}


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("year", "communes"),
    # INSEE's number of communes in that geography, less the 17 of Mayotte.
    [(2016, 35_357), (2019, 34_965), (2020, 34_955), (2021, 34_945), (2022, 34_935), (2023, 34_875)],
)
def test_official_files_have_every_commune_but_those_of_mayotte(populations, year, communes):
    assert len(populations[year]) == communes - 17


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("year", "code", "expected"),
    [
        (2016, "75056", 2_190_327),
        (2022, "75056", 2_113_705),
        (2019, "13055", 870_731),
        (2020, "69123", 522_228),
        (2021, "59350", 236_710),
        (2023, "62498", 32_920),
    ],
)
def test_known_populations(populations, year, code, expected):
    assert populations[year].set_index("code_commune").loc[code, "value"] == expected


@pytest.mark.mirror
def test_the_workbook_agrees_with_its_own_table_of_departements(populations):
    # Sheet « Départements »: Ain 638,425, Aisne 536,136, Alpes-Maritimes 1,083,704, La Réunion 852,924.
    people = populations[2016]
    sums = people["value"].groupby(people["code_commune"].str[:2]).sum()
    reunion = people.loc[people["code_commune"].str.startswith("974"), "value"].sum()
    assert [*sums[["01", "02", "06"]], reunion] == [638_425, 536_136, 1_083_704, 852_924]


@pytest.mark.mirror
@pytest.mark.parametrize("year", [2019, 2023])
def test_official_files_equal_the_compiled_facts(populations, shared, year):
    facts = pd.read_csv(shared / "facts" / "national_population.csv.gz", dtype={"code_commune": "str"})
    facts = facts[facts["year"] == year].set_index("code_commune")["population"]
    assert populations[year].set_index("code_commune")["value"].to_dict() == facts.to_dict()
