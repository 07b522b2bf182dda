"""Sentences about gaps: equal values, missing values, one commune, both directions, singular and plural."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.french import MINUS, NBSP, NNBSP, Measure, Reading
from viz.sentences.gaps import (
    Course,
    bare,
    beyond_sentence,
    course_sentence,
    difference,
    fifths_sentence,
    holding_sentence,
    inner_sentence,
    median_sentence,
    sentence_case,
    short_value,
    widening_sentence,
)

NAN = float("nan")
UNEMPLOYMENT = Measure("Taux de chômage", "%", 1, "ratio", 2021)
INCOME = Measure("Niveau de vie médian", "€ par an et par UC", 0, "amount", 2021)
JOBS = Measure("Emplois pour 100 actifs occupés", "emplois pour 100 actifs occupés", 1, "ratio", 2018)
POPULATION = Measure("Population municipale", "habitants", 0, "count")
BASIN = "dans le Bassin minier (250 communes)"
CITIES = "dans les métropoles"


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ").replace(MINUS, "-")


# --- the distance of two values ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "value", "other", "expected"),
    [
        (UNEMPLOYMENT, 17.2, 14.9, "2,3 points"),
        (UNEMPLOYMENT, 14.9, 17.2, "2,3 points"),
        (UNEMPLOYMENT, 14.0, 15.9, "1,9 point"),
        (UNEMPLOYMENT, 14.0, 14.04, "0,0 point"),
        (INCOME, 17230, 21620, "4 390 €"),
        (JOBS, 80.5, 102.8, "22,3"),
        (UNEMPLOYMENT, NAN, 14.9, ""),
        (UNEMPLOYMENT, 14.9, NAN, ""),
    ],
)
def test_distance_of_two_values(measure, value, other, expected):
    assert plain(difference(measure, value, other)) == expected


def test_distance_is_that_of_the_figures_shown():
    # 12.34 and 12.26 show as 12,3 and 12,3: no distance, though they differ by 0.08
    assert plain(difference(UNEMPLOYMENT, 12.34, 12.26)) == "0,0 point"
    # 12.26 and 12.24 show as 12,3 and 12,2
    assert plain(difference(UNEMPLOYMENT, 12.26, 12.24)) == "0,1 point"


@given(st.floats(0, 100), st.floats(0, 100))
def test_distance_does_not_depend_on_the_order(value, other):
    assert difference(UNEMPLOYMENT, value, other) == difference(UNEMPLOYMENT, other, value)


def test_a_short_value_keeps_only_the_sign_of_its_unit():
    shorts = [short_value(measure, 102.3) for measure in (UNEMPLOYMENT, INCOME, JOBS)]
    assert [plain(text) for text in shorts] == ["102,3 %", "102 €", "102,3"]


def test_a_sentence_starts_with_a_capital_and_keeps_the_others():
    assert sentence_case("dans le Bassin minier") == "Dans le Bassin minier"
    assert sentence_case("") == ""


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (BASIN, "le Bassin minier (250 communes)"),
        ("en France", "la France"),
        ("à Lens", "Lens"),
        ("au Cateau-Cambrésis", "le Cateau-Cambrésis"),
        ("aux Attaques", "les Attaques"),
    ],
)
def test_a_place_without_its_preposition(place, expected):
    assert bare(place) == expected


# --- inside a perimeter -------------------------------------------------------------------------------------

PARTS = [Reading("CA du Douaisis", 15.0), Reading("CC du Ternois", 9.9), Reading("CA de Lens-Liévin", 20.1)]
AROUND = (Reading("le bassin", 17.9), Reading("les métropoles", 11.2))


def test_parts_are_told_from_the_lowest_to_the_highest_beside_the_gap_outside():
    assert plain(inner_sentence(UNEMPLOYMENT, PARTS, AROUND)) == (
        "Entre ses 3 intercommunalités, de 9,9 % (CC du Ternois) à 20,1 % (CA de Lens-Liévin) : "
        "10,2 points d’écart, plus que l’écart avec les métropoles (6,7 points)."
    )


@pytest.mark.parametrize(("here", "word"), [(31.2, "moins que"), (21.4, "autant que"), (1.0, "autant que")])
def test_the_gap_inside_is_compared_whatever_its_side(here, word):
    outer = (Reading("le bassin", here), AROUND[1])
    assert f"d’écart, {word} l’écart" in plain(inner_sentence(UNEMPLOYMENT, PARTS, outer))


@pytest.mark.parametrize("outer", [None, (AROUND[0], Reading("x", NAN)), (Reading("x", None), AROUND[1])])
def test_an_unknown_gap_outside_is_left_out(outer):
    assert plain(inner_sentence(UNEMPLOYMENT, PARTS, outer)).endswith(": 10,2 points d’écart.")


def test_parts_without_a_value_are_left_out():
    parts = [*PARTS, Reading("CC sans valeur", NAN), Reading("CC sans valeur", None)]
    assert inner_sentence(UNEMPLOYMENT, parts) == inner_sentence(UNEMPLOYMENT, PARTS)
    assert inner_sentence(UNEMPLOYMENT, parts[3:]) == ""
    assert inner_sentence(UNEMPLOYMENT, []) == ""


def test_a_single_part_is_told_alone():
    sentence = plain(inner_sentence(UNEMPLOYMENT, PARTS[:1], AROUND))
    assert sentence == "Une seule intercommunalité a une valeur : 15,0 % (CA du Douaisis)."


def test_equal_parts_have_no_gap():
    parts = [Reading("A", 15.02), Reading("B", 14.98)]
    assert plain(inner_sentence(UNEMPLOYMENT, parts, AROUND)) == (
        "Entre ses 2 intercommunalités, aucun écart : 15,0 % partout."
    )


# --- distributions ------------------------------------------------------------------------------------------


def test_medians_of_two_places():
    here, other = Reading(BASIN, 17.9), Reading(CITIES, 11.2)
    assert plain(median_sentence(UNEMPLOYMENT, here, other)) == (
        "Taux de chômage en 2021 : dans le Bassin minier (250 communes), au moins la moitié des habitants "
        "vivent dans une commune à 17,9 % ou moins ; dans les métropoles, à 11,2 % ou moins."
    )


def test_equal_or_missing_medians():
    here = Reading(BASIN, 17.9)
    assert plain(median_sentence(UNEMPLOYMENT, here, Reading(CITIES, 17.93))).endswith(
        "à 17,9 % ou moins, comme dans les métropoles."
    )
    assert plain(median_sentence(UNEMPLOYMENT, here, Reading(CITIES, NAN))).endswith("à 17,9 % ou moins.")
    assert plain(median_sentence(UNEMPLOYMENT, Reading("à Lens", None), here)) == (
        "Taux de chômage en 2021 : aucune valeur publiée à Lens."
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (86.4, "86 % des habitants vivent dans"),
        (100, "tous les habitants vivent dans"),
        (0, "aucun habitant ne vit dans"),
        (99.8, "plus de 99 % des habitants vivent dans"),
        (0.3, "moins de 1 % des habitants vivent dans"),
    ],
)
def test_a_part_is_never_rounded_to_nobody_or_to_everybody(share, words):
    sentence = plain(beyond_sentence(UNEMPLOYMENT, BASIN, share, 11.2, "des métropoles"))
    assert sentence == (
        f"Dans le Bassin minier (250 communes), {words} une commune au-dessus de 11,2 %, "
        "valeur médiane des métropoles."
    )


@pytest.mark.parametrize(("share", "median"), [(NAN, 11.2), (50.0, NAN)])
def test_an_unknown_part_is_not_told(share, median):
    assert beyond_sentence(UNEMPLOYMENT, BASIN, share, median, "des métropoles") == ""


def test_fifths_of_a_perimeter():
    assert plain(fifths_sentence(INCOME, BASIN, 17230, 21620)) == (
        "Niveau de vie médian en 2021, dans le Bassin minier (250 communes) : environ un cinquième des "
        "habitants vivent dans une commune à 17 230 € ou moins, un autre dans une commune à plus de 21 620 €"
        " ; "
        "entre les deux seuils, 4 390 €."
    )
    assert plain(fifths_sentence(INCOME, "à Lens", 17230, 17230.2)).endswith(
        "au moins trois habitants sur cinq vivent dans une commune à 17 230 €."
    )
    assert fifths_sentence(INCOME, BASIN, NAN, 21620) == ""


# --- time ---------------------------------------------------------------------------------------------------


def test_counts_are_told_by_their_change():
    courses = [Course(BASIN, 200, 197.6), Course(CITIES, 100, 104.1), Course("à Lens", NAN, 3)]
    assert plain(course_sentence(POPULATION, (2016, 2023), courses)) == (
        "Population municipale, de 2016 à 2023 : -1,2 % dans le Bassin minier (250 communes) ; "
        "+4,1 % dans les métropoles."
    )


def test_a_count_that_starts_at_zero_has_no_percentage():
    sentence = course_sentence(POPULATION, (2016, 2023), [Course("à Lens", 0, 12)])
    assert plain(sentence).endswith(": de 0 à 12 à Lens.")


def test_rates_are_told_by_both_ends_and_their_difference():
    courses = [Course(BASIN, 17.0, 18.0), Course(CITIES, 12.0, 10.5), Course("en France", 11.04, 11.01)]
    assert plain(course_sentence(UNEMPLOYMENT, (2011, 2021), courses)) == (
        "Taux de chômage, de 2011 à 2021 : de 17,0 % à 18,0 % dans le Bassin minier (250 communes) "
        "(+1,0 point) ; de 12,0 % à 10,5 % dans les métropoles (-1,5 point) ; "
        "11,0 % aux deux dates en France."
    )


def test_no_course_no_sentence():
    assert course_sentence(UNEMPLOYMENT, (2011, 2021), [Course(BASIN, NAN, 18.0)]) == ""
    assert course_sentence(UNEMPLOYMENT, (2011, 2021), []) == ""


HERE, OTHER = Course("le Bassin minier", 17.0, 18.0), Course("les métropoles", 12.0, 12.0)


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        (HERE, "est passé de 5,0 points en 2011 à 6,0 points en 2021."),
        (Course("le Bassin minier", 17.0, 17.0), "est le même en 2011 et en 2021 : 5,0 points."),
        (
            Course("le Bassin minier", 17.0, 11.0),
            "est passé de 5,0 points en 2011 à 1,0 point en 2021, et a changé de sens.",
        ),
        (Course("le Bassin minier", 12.0, 13.0), "est passé de 0,0 point en 2011 à 1,0 point en 2021."),
    ],
)
def test_the_gap_of_two_courses(here, expected):
    sentence = plain(widening_sentence(UNEMPLOYMENT, (2011, 2021), here, OTHER))
    assert sentence == f"L’écart entre le Bassin minier et les métropoles {expected}"


def test_no_gap_of_counts_nor_of_unknown_values():
    assert widening_sentence(POPULATION, (2011, 2021), HERE, OTHER) == ""
    assert widening_sentence(UNEMPLOYMENT, (2011, 2021), HERE, Course("x", NAN, 1)) == ""


# --- how solid ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holding", "total", "missing", "expected"),
    [
        (44, 44, 0, "L’écart tient dans les 44 variantes."),
        (40, 44, 0, "L’écart tient dans 40 variantes sur 44."),
        (1, 44, 0, "L’écart tient dans 1 variante sur 44."),
        (0, 44, 0, "L’écart ne tient dans aucune des 44 variantes."),
        (1, 1, 0, "L’écart tient dans la seule variante calculable."),
        (0, 1, 0, "L’écart ne tient pas dans la seule variante calculable."),
        (
            0,
            0,
            3,
            "L’écart ne se calcule dans aucune variante. 3 variantes ne se calculent pas",
        ),
        (2, 2, 1, "L’écart tient dans les 2 variantes. 1 variante ne se calcule pas"),
    ],
)
def test_in_how_many_variants_a_contrast_holds(holding, total, missing, expected):
    told = plain(holding_sentence("L’écart", holding, total, missing))
    assert told == (f"{expected} faute de données." if missing else expected)


@given(st.floats(0, 100), st.floats(0, 100))
def test_no_sentence_shows_a_missing_value(low, high):
    parts = [Reading("A", low), Reading("B", high), Reading("C", NAN)]
    sentence = inner_sentence(UNEMPLOYMENT, parts, (Reading("ici", low), Reading("là", high)))
    assert not any(word in sentence for word in ("nan", "None", "  "))
    assert math.isfinite(len(sentence))
