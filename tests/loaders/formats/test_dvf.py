import pandas as pd
import pytest

from loaders.errors import CodeError, SchemaError
from loaders.formats import dvf
from loaders.formats.dvf import load_property_sales

HEADER = (
    "INSEE_COM;Annee;Nb_mutations;NbMaisons;NbApparts;propmaison;propappart;PrixMoyen;Prixm2Moyen;SurfaceMoy"
)
ROWS = (
    "01004;2023;158;89;69;56.3;43.7;210114.639;2399.62;89.64",
    ";2023;18;15;3;83.3;16.7;463815.5;5213.5;101.2",
    "62498;2023;4;4;0;100;0;1,00E+05;1333.25;75",
    ";2023;8530;;;49.4;50.5;227263.8;3154.7;73.2",
)


def write(tmp_path, *rows, header=HEADER):
    path = tmp_path / "dvf.csv"
    path.write_bytes("\r\n".join([header, *rows, ""]).encode())
    return path


def test_each_commune_has_its_sales_and_prices(tmp_path):
    values = load_property_sales(write(tmp_path, *ROWS))
    table = values.pivot_table(index="code_commune", columns="indicator", values="value")
    assert table.loc["01004"].to_dict() == {
        "property_sales": 158,
        "house_sales": 89,
        "flat_sales": 69,
        "dwelling_price_mean_eur": 210_114.639,
        "house_price_mean_eur_m2": 2_399.62,
        "dwelling_area_mean_m2": 89.64,
    }
    assert values["status"].unique().tolist() == ["published"]
    assert values["year"].unique().tolist() == [2023]


def test_rows_without_code_are_left_out_and_counted(tmp_path):
    values = load_property_sales(write(tmp_path, *ROWS))
    assert sorted(values["code_commune"].unique()) == ["01004", "62498"]
    assert values.attrs["rows_without_code"] == 2


def test_a_hundred_thousand_as_a_spreadsheet_writes_it_is_read(tmp_path):
    values = load_property_sales(write(tmp_path, *ROWS)).set_index(["code_commune", "indicator"])["value"]
    assert values["62498", "dwelling_price_mean_eur"] == 100_000


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("1,00E+05", "1,23E+05", "PrixMoyen.*1,23E"),  # rounded: what it was is lost
        ("2399.62", "2399,62", "Prixm2Moyen.*ligne 2"),
        ("2399.62", "", "Prixm2Moyen.*ligne 2"),
        (";89;69;", ";89;68;", "maisons \\+ appartements ≠ ventes pour 01004"),
        (";89;69;", ";-1;159;", "négative ou nulle pour 01004"),
        ("1333.25", "0", "négative ou nulle pour 62498"),
        ("62498;2023", "62498;2022", "année autre que 2023 : 2022"),
        ("01004", "1004", "mal formé : 1004"),
        ("01004", "62498", "en double.*62498"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, old, new, fault):
    rows = [row.replace(old, new) for row in ROWS]
    with pytest.raises((SchemaError, CodeError), match=fault):
        load_property_sales(write(tmp_path, *rows))


def test_a_renamed_column_is_named(tmp_path):
    with pytest.raises(SchemaError, match=r"Prixm2Moyen \(peut-être renommée Prixm2Moy\)"):
        load_property_sales(write(tmp_path, *ROWS, header=HEADER.replace("Prixm2Moyen", "Prixm2Moy")))


@pytest.fixture(scope="module")
def official(shared):
    return load_property_sales(
        shared / "mirror" / "immobilier" / "dvf_2023" / "dvf_indicateurs_communes_2023.csv"
    )


@pytest.mark.mirror
def test_the_published_file_gives_29742_communes_and_leaves_269_rows(official):
    assert official["code_commune"].nunique() == 29_742
    assert official.attrs["rows_without_code"] == 269
    assert len(official) == 6 * 29_742


@pytest.mark.mirror
def test_known_values_of_the_published_file(official):
    values = official.set_index(["code_commune", "indicator"])["value"]
    assert values["59350", "property_sales"] == 3_338
    assert round(values["62498", "house_price_mean_eur_m2"], 1) == 1_506.8


@pytest.mark.mirror
def test_only_the_spreadsheet_writes_round_hundred_thousands_so_they_are_exact(official):
    prices = official[official["indicator"] == "dwelling_price_mean_eur"]["value"]
    assert (prices % 100_000 == 0).sum() == 158  # as many as « 1,00E+05 » and the like in rows with a code


@pytest.mark.mirror
def test_half_of_the_communes_have_six_sales_or_fewer(official):
    sales = official[official["indicator"] == "property_sales"]["value"]
    assert sales.median() == 6
    assert (sales < dvf.FRAGILE_SALES).mean() > 0.6


@pytest.mark.mirror
def test_codes_are_those_of_2022_and_no_longer_of_2023(official, shared):
    folder = shared / "mirror" / "insee" / "populations"
    before = pd.read_csv(folder / "donnees_communes_2020.csv", sep=";", dtype="str")  # geography 2022
    after = pd.read_csv(folder / "donnees_communes_2021.csv", sep=";", dtype="str")  # geography 2023
    cities = {"75056", "13055", "69123"}  # both files give them by arrondissement
    codes = set(official["code_commune"]) - cities
    assert codes <= set(before["CODDEP"].str[:2] + before["CODCOM"])
    assert len(codes - set(after["COM"])) == 7
