"""What a merger did to a figure, on events written out by hand (those of the table have the same columns)."""

import pandas as pd
import pytest

from loaders import catalog
from pages.shared.merges import Shown, merge_sentence

COLUMNS = ["old_code", "old_name", "new_code", "date", "kind"]
CHANGES = pd.DataFrame(
    [
        ("62447", "Hesdin", "62447", "2025-01-01", "name_change"),
        ("62461", "Huby-Saint-Leu", "62447", "2025-01-01", "merge"),
        ("62549", "Marconne", "62447", "2025-01-01", "merge"),
        ("80001", "Abbeville-Est", "80002", "2019-01-01", "merge"),
        ("59001", "Ancien Nom", "59001", "2020-03-15", "name_change"),
        ("14712", "Saline", "14666", "2020-01-01", "split"),
        *((f"9900{i}", f"Hameau {i}", "99000", "2019-01-01", "merge") for i in range(1, 8)),
    ],
    columns=COLUMNS,
)


def plain(text):
    return text.replace("\u00a0", " ")


def said(code, name, year, status="published", kind="count", *, exact=False):
    return plain(merge_sentence(CHANGES, code, name, Shown(year, status, kind, exact)))


def test_counts_of_former_communes_are_added():
    assert said("62447", "Hesdin-la-Forêt", 2021) == (
        "Commune nouvelle du 1er janvier 2025, réunion d'Hesdin, Huby-Saint-Leu et Marconne : "
        "son chiffre de 2021 est la somme des leurs."
    )


@pytest.mark.parametrize(
    ("status", "kind", "exact", "end"),
    [
        (
            "published",
            "ratio",
            True,
            "son taux de 2021 est recalculé à partir de leurs effectifs additionnés.",
        ),
        (
            "published",
            "amount",
            False,
            "son chiffre de 2021 est publié par la source sur le périmètre actuel.",
        ),
        ("estimated", "amount", False, "son chiffre de 2021 est estimé à partir de ceux de ces communes."),
        ("not_available", "amount", False, "son chiffre de 2021 n’est pas publié sur ce périmètre."),
        ("secret", "amount", False, "son chiffre de 2021 est couvert par le secret statistique."),
    ],
)
def test_what_a_merger_did_depends_on_the_figure(status, kind, exact, end):
    assert said("62447", "Hesdin-la-Forêt", 2021, status, kind, exact=exact).endswith(f" : {end}")


def test_a_commune_that_keeps_its_name_is_named_first():
    assert "réunion d'Abbeville et Abbeville-Est : " in said("80002", "Abbeville", 2018)


def test_a_merger_before_the_year_of_the_figure_says_nothing():
    assert said("80002", "Abbeville", 2019) == ""
    assert said("80002", "Abbeville", 2018) != ""


def test_a_new_name_alone_says_nothing():
    assert said("59001", "Nouveau Nom", 2018) == ""
    assert said("62001", "Jamais Touchée", 2018) == ""


def test_many_former_communes_are_counted():
    assert "réunion de 8 communes : " in said("99000", "Chef-Lieu", 2018)


def test_a_split_commune_has_no_figure_of_before():
    assert said("14666", "Sannerville", 2018, "not_available") == (
        "Commune séparée de Saline le 1er janvier 2020 : "
        "le chiffre de 2018 couvrait l’ensemble et ne se partage pas."
    )


def test_the_real_table_tells_the_two_new_communes_of_the_north():
    changes = catalog.read_table("commune_changes")
    shown = Shown(2021, "published", "count", exact=False)
    assert "Amfroipret et Bermeries" in merge_sentence(changes, "59006", "L'Orée de Mormal", shown)
    assert merge_sentence(changes, "62498", "Lens", shown) == ""
