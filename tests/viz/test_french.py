"""French typography, agreement, elision, and sentences that stay grammatical."""

import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.classify import assign_classes, class_breaks
from viz.french import (
    MINUS,
    NBSP,
    NNBSP,
    NO_VALUE,
    Measure,
    Reading,
    class_label,
    counted,
    coverage_sentence,
    in_name,
    number,
    of_name,
    plural,
    quantity,
    reading_sentence,
    search_key,
    short_epci,
    signed,
    status_label,
    strip_accents,
    within,
)

NAN = float("nan")
UNEMPLOYMENT = Measure("Taux de chômage", "%", 1, "ratio", 2021)
INCOME = Measure("Niveau de vie médian", "€ par an et par UC", 0, "amount", 2021)
POPULATION = Measure("Population municipale", "habitants", 0, "count", 2022)
BASIN = "dans le Bassin minier (250 communes)"
REGION = "dans le Nord–Pas-de-Calais"


def plain(text):
    """Replace no-break spaces by spaces: what a test about words compares."""
    return text.replace(NNBSP, " ").replace(NBSP, " ")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1487, 0, f"1{NNBSP}487"),
        (1186212.4, 0, f"1{NNBSP}186{NNBSP}212"),
        (999.95, 1, f"1{NNBSP}000,0"),
        (12.5, 1, "12,5"),
        (17.25, 1, "17,3"),
        (1.005, 2, "1,01"),
        (-3, 0, f"{MINUS}3"),
        (-1234.5, 1, f"{MINUS}1{NNBSP}234,5"),
        (-0.04, 1, "0,0"),
        (0, 0, "0"),
        (None, 1, NO_VALUE),
        (NAN, 0, NO_VALUE),
        (math.inf, 0, NO_VALUE),
        (pd.NA, 0, NO_VALUE),
    ],
)
def test_number(value, decimals, expected):
    assert number(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        (17.2, "%", 1, f"17,2{NNBSP}%"),
        (0.25, "% par an", 2, f"0,25{NNBSP}% par an"),
        (17250, "€ par an et par UC", 0, f"17{NNBSP}250{NBSP}€ par an et par UC"),
        (1, "habitants", 0, f"1{NBSP}habitant"),
        (0, "ménages", 0, f"0{NBSP}ménage"),
        (2, "habitants", 0, f"2{NBSP}habitants"),
        (1.96, "logements", 0, f"2{NBSP}logements"),
        (-1, "emplois", 0, f"{MINUS}1{NBSP}emploi"),
        (1, "décès", 0, f"1{NBSP}décès"),
        (1.4, "emplois pour 100 actifs occupés", 1, f"1,4{NBSP}emploi pour 100 actifs occupés"),
        (98.2, "emplois pour 100 actifs occupés", 1, f"98,2{NBSP}emplois pour 100 actifs occupés"),
        (3.4, "rapport", 1, "3,4"),
        (5, "", 0, "5"),
        (NAN, "habitants", 0, NO_VALUE),
    ],
)
def test_quantity(value, unit, decimals, expected):
    assert quantity(value, unit, decimals) == expected


def test_signed_difference():
    assert signed(2.34, "%", 1) == f"+2,3{NNBSP}%"
    assert signed(-4) == f"{MINUS}4"
    assert signed(0.01, "", 1) == "0,0"
    assert signed(None) == NO_VALUE


def test_status_labels():
    labels = [status_label(s) for s in ("published", "estimated", "secret", "not_available")]
    assert labels == ["publié", "estimé", "secret statistique", "non disponible"]
    with pytest.raises(ValueError, match="'hidden'"):
        status_label("hidden")


@pytest.mark.parametrize(
    ("n", "word", "form", "expected"),
    [
        (0, "commune", None, "commune"),
        (1, "commune", None, "commune"),
        (1.9, "point", None, "point"),
        (2, "commune", None, "communes"),
        (-3, "point", None, "points"),
        (3, "puits", None, "puits"),
        (3, "réseau", None, "réseaux"),
        (3, "canal", None, "canaux"),
        (3, "tiers-lieu", "tiers-lieux", "tiers-lieux"),
        (1, "cité minière", "cités minières", "cité minière"),
    ],
)
def test_plural(n, word, form, expected):
    assert plural(n, word, form) == expected


def test_counted():
    assert counted(1487, "commune") == f"1{NNBSP}487{NBSP}communes"
    assert counted(1, "terril", "terrils") == f"1{NBSP}terril"


@pytest.mark.parametrize(
    ("name", "of", "at"),
    [
        ("Lens", "de Lens", "à Lens"),
        ("Arras", "d'Arras", "à Arras"),
        ("Étaples", "d'Étaples", "à Étaples"),
        ("Œuf-en-Ternois", "d'Œuf-en-Ternois", "à Œuf-en-Ternois"),
        ("Le Cateau-Cambrésis", "du Cateau-Cambrésis", "au Cateau-Cambrésis"),
        ("Les Attaques", "des Attaques", "aux Attaques"),
        ("La Bassée", "de La Bassée", "à La Bassée"),
        ("L'Orée de Mormal", "de L'Orée de Mormal", "à L'Orée de Mormal"),
        ("Hénin-Beaumont", "d'Hénin-Beaumont", "à Hénin-Beaumont"),
        ("Hem", "de Hem", "à Hem"),
        ("Harnes", "de Harnes", "à Harnes"),
        ("Ytres", "d'Ytres", "à Ytres"),
        ("Lesquin", "de Lesquin", "à Lesquin"),
        ("Leforest", "de Leforest", "à Leforest"),
    ],
)
def test_articles_and_elision(name, of, at):
    assert of_name(name) == of
    assert in_name(name) == at


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Bassin minier (250 communes)", "dans le Bassin minier (250 communes)"),
        ("Nord–Pas-de-Calais", "dans le Nord–Pas-de-Calais"),
        ("CA de Lens-Liévin", "dans la CA de Lens-Liévin"),
        ("Hauts-de-France", "dans les Hauts-de-France"),
        ("France", "en France"),
        ("Caudrésis", f"dans le territoire «{NBSP}Caudrésis{NBSP}»"),
        ("CAPSO", f"dans le territoire «{NBSP}CAPSO{NBSP}»"),
    ],
)
def test_within_a_territory(place, expected):
    assert within(place) == expected


def test_class_labels_say_which_edge_is_closed():
    assert plain(class_label(12.5, 15.3, 1, "%", first=True)) == "de 12,5 à 15,3 %"
    assert plain(class_label(15.3, 18, 1, "%")) == "plus de 15,3 à 18,0 %"
    assert plain(class_label(-2, -1, 0)) == f"plus de {MINUS}2 à {MINUS}1"
    assert plain(class_label(0, 1, 0, "habitants", first=True)) == "de 0 à 1 habitant"


def test_a_class_of_one_value_reads_as_this_value():
    assert plain(class_label(4.2, 4.2, 1, "%", first=True)) == "4,2 %"


@pytest.mark.parametrize(
    ("n", "total", "share", "expected"),
    [
        (1487, 1534, 99.83, "1 487 communes sur 1 534, 99,8 % de la population"),
        (1, 250, 0.4, "1 commune sur 250, 0,4 % de la population"),
        (0, 250, 0, "aucune commune sur 250, 0 % de la population"),
        (250, 250, 100, "250 communes sur 250, 100 % de la population"),
        (249, 250, 99.98, "249 communes sur 250, plus de 99,9 % de la population"),
        (1, 1534, 0.004, "1 commune sur 1 534, moins de 0,1 % de la population"),
        (12, None, 5, "12 communes, 5,0 % de la population"),
        (12, 20, NAN, "12 communes sur 20"),
        (12, 20, None, "12 communes sur 20"),
    ],
)
def test_coverage_sentence(n, total, share, expected):
    assert plain(coverage_sentence(n, total, share)) == expected


def read(measure, value, other=None, **options):
    reference = None if other is None else Reading(REGION, other)
    return plain(reading_sentence(measure, Reading(BASIN, value), reference, **options))


def test_a_rate_is_compared_in_points():
    assert read(UNEMPLOYMENT, 17.2, 14.9) == (
        "Taux de chômage en 2021 : 17,2 % dans le Bassin minier (250 communes), "
        "contre 14,9 % dans le Nord–Pas-de-Calais, soit 2,3 points de plus."
    )
    assert read(UNEMPLOYMENT, 14.0, 14.9).endswith("soit 0,9 point de moins.")


def test_the_difference_is_that_of_the_figures_shown():
    assert read(UNEMPLOYMENT, 17.24, 14.86).endswith("soit 2,3 points de plus.")  # not 2.38 -> 2.4


def test_figures_shown_alike_are_alike():
    assert read(UNEMPLOYMENT, 14.91, 14.88).endswith("(250 communes), comme dans le Nord–Pas-de-Calais.")


def test_an_amount_is_compared_in_euros_and_in_percent():
    assert read(INCOME, 17250, 21640) == (
        "Niveau de vie médian en 2021 : 17 250 € par an et par UC dans le Bassin minier (250 communes), "
        f"contre 21 640 € dans le Nord–Pas-de-Calais, soit 4 390 € de moins ({MINUS}20,3 %)."
    )


def test_a_count_is_a_part_of_the_reference():
    assert read(POPULATION, 1186212, 4077093) == (
        "Population municipale en 2022 : 1 186 212 habitants dans le Bassin minier (250 communes), "
        "sur 4 077 093 dans le Nord–Pas-de-Calais, soit 29,1 % de l'ensemble."
    )
    assert read(POPULATION, 4077093, 4077093).endswith("soit 100 % de l'ensemble.")


def test_counts_of_two_separate_places_are_set_side_by_side():
    sentence = read(POPULATION, 30, 50, is_part=False)
    assert sentence.endswith("communes), contre 50 dans le Nord–Pas-de-Calais.")
    assert read(POPULATION, 5, 0).endswith("contre 0 dans le Nord–Pas-de-Calais.")


def test_other_ratios_have_no_points():
    rate = Measure("Rapport interdécile", "rapport", 1, "ratio", 2021)
    assert read(rate, 3.1, 3.4).endswith(": 3,1 " + BASIN + ", contre 3,4 " + REGION + ", soit 0,3 de moins.")


def test_missing_values_are_said_and_never_zero():
    assert read(UNEMPLOYMENT, None, 14.9) == (
        "Taux de chômage en 2021 : aucune valeur publiée dans le Bassin minier (250 communes) ; "
        "14,9 % dans le Nord–Pas-de-Calais."
    )
    alone = "Taux de chômage en 2021 : 17,2 % dans le Bassin minier (250 communes)."
    assert read(UNEMPLOYMENT, 17.2) == read(UNEMPLOYMENT, 17.2, NAN) == alone


def test_approximations_are_labelled_where_they_stand():
    here, there = Reading("à Lens", 17250), Reading(REGION, 21640, approximate=True)
    assert "21 640 € (approximation) dans le" in plain(reading_sentence(INCOME, here, there))
    assert "UC (approximation) dans le" in plain(reading_sentence(INCOME, there, here))
    same = Reading(REGION, 17250, approximate=True)
    assert plain(reading_sentence(INCOME, here, same)).endswith(
        "comme dans le Nord–Pas-de-Calais (approximation)."
    )


def test_a_measure_without_year_and_a_null_reference():
    measure = Measure("Prix au m²", "€ par m²", 0, "amount")
    assert read(measure, 5, 0) == f"Prix au m² : 5 € par m² {BASIN}, contre 0 € {REGION}, soit 5 € de plus."


def test_strip_accents_keeps_case_and_opens_ligatures():
    assert strip_accents("Étrœungt, Œuf, Oxelaëre, ç") == "Etroeungt, Oeuf, Oxelaere, c"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne-au-Mont", "st etienne AU mont"),
        ("Sainte-Catherine", "Ste Catherine"),
        ("L'Orée de Mormal", "l’oree  de-mormal"),
        ("Œuf-en-Ternois", "oeuf en ternois"),
        ("Sts Pierre", "saints\u202fpierre"),
        ("Noyelles-lez-St.-Vaast", "noyelles lez saint vaast"),
    ],
)
def test_spellings_of_one_commune_share_a_key(one, other):
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize("name", ["Estaires", "Steenvoorde", "Bastide", "West"])
def test_st_inside_a_word_is_no_saint(name):
    assert search_key(name) == name.lower()


@given(st.text())
def test_a_search_key_is_plain_and_stable(text):
    key = search_key(text)
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", key)
    assert search_key(key) == key


@given(st.lists(st.floats(-1e4, 1e4), min_size=3, max_size=30), st.integers(0, 2), st.integers(1, 7))
def test_values_written_alike_have_the_same_class(values, decimals, k):
    series = pd.Series(values)
    breaks = class_breaks(series, "quantile", k, decimals=decimals)
    classes = assign_classes(series, breaks, decimals=decimals)
    written = series.map(lambda value: number(value, decimals))
    assert classes.groupby(written).nunique().max() == 1


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Communauté d'agglomération de Lens - Liévin", "CA de Lens - Liévin"),
        ("Communauté de communes du Ternois", "CC du Ternois"),
        ("Communauté urbaine d'Arras", "CU d'Arras"),
        ("Métropole Européenne de Lille", "Métropole Européenne de Lille"),
    ],
)
def test_the_kind_of_an_epci_is_abridged(full, short):
    assert short_epci(full) == short
