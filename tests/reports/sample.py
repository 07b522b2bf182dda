"""Two portraits made by hand: Lens as it could be, and a hamlet about which little is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import nan
from typing import Final

from reports.drawings import Drawings, LegendRow, MapDrawing
from reports.model import (
    Amount,
    Beside,
    Course,
    Deviation,
    KeyFigure,
    Missing,
    Nearby,
    Period,
    Portrait,
    Standing,
    Subject,
    Twin,
)
from viz.french import counted, quantity

MADE_ON: Final = date(2025, 6, 3)
NAMES: Final = {
    "epci": "CA de Lens - Liévin",
    "basin": "Bassin minier (250 communes)",
    "departement": "Pas-de-Calais",
    "france": "France",
    "peers": "Communes de même taille et de même type (31)",
}
CENSUS: Final = "Insee, Recensement de la population (RP), 2021. Licence Ouverte 2.0."
INCOME: Final = "Insee-DGFiP-Cnaf-Cnav-CCMSA, Filosofi, 2021. Licence Ouverte 2.0."
COUNTS: Final = "Insee, populations de référence, 2023. Licence Ouverte 2.0."
ODBL: Final = "COGugaison, d’après Insee, recensements 1968 à 1999. Licence ODbL 1.0."
COVERAGE: Final = "218 communes sur 250, 96,4\u202f% de la population"


def amount(value: float, unit: str, decimals: int, **flags: object) -> Amount:
    return Amount(value, quantity(value, unit, decimals), **flags)  # type: ignore[arg-type]


def figure(  # noqa: PLR0913, PLR0917
    key: str,
    title: str,
    theme: str,
    unit: str,
    decimals: int,
    value: float,
    others: tuple[float, ...],
    trend: tuple[tuple[int, float], ...] = (),
    source: str = CENSUS,
    kind: str = "ratio",
) -> KeyFigure:
    beside = tuple(
        Beside(id_, name, amount(other, unit, decimals, coverage=COVERAGE if id_ == "basin" else ""))
        for (id_, name), other in zip(NAMES.items(), others, strict=True)
    )
    standing = Standing("Bassin minier", 12, 249, 250, 95.2, "12e valeur la plus élevée sur 249")
    year = "2023" if key == "population" else "2021"
    return KeyFigure(
        key,
        title,
        title,
        theme,
        unit,
        decimals,
        kind,
        year,
        amount(value, unit, decimals),
        beside,
        (standing,),
        trend,
        source,
        f"Définition : {title.lower()}.",
    )


FIGURES: Final = (
    figure(
        *("population", "Habitants", "Population et âges", "habitants", 0, 32_920.0),
        (241_703.0, 1_186_212.0, 1_458_000.0, 68_094_000.0, 29_800.0),
        ((2017, 31_415.0), (2019, 32_020.0), (2021, 32_663.0), (2023, 32_920.0)),
        COUNTS,
        "count",
    ),
    figure(
        *("aged_65_over_share_pct", "Part des 65 ans et plus", "Population et âges", "%", 1, 17.4),
        (17.9, 18.4, 19.9, 21.3, 18.8),
    ),
    figure(
        *("median_income_eur", "Revenu médian disponible", "Revenus et pauvreté", "€ par UC", 0, 17_190.0),
        (19_310.0, 20_030.0, 21_110.0, 23_160.0, 20_400.0),
        source=INCOME,
        kind="amount",
    ),
    figure(
        *("poverty_rate_pct", "Taux de pauvreté", "Revenus et pauvreté", "%", 1, 31.0),
        (23.4, 21.2, 17.9, 14.9, 24.0),
        source=INCOME,
    ),
    figure(
        *("unemployment_rate_pct", "Taux de chômage des 15-64 ans (recensement)", "Emploi et chômage"),
        *("%", 1, 25.4),
        (19.6, 17.2, 14.4, 11.6, 20.2),
        ((2011, 23.4), (2016, 27.5), (2021, 25.4)),
    ),
    figure(
        *("employment_rate_pct", "Taux d’emploi des 15-64 ans", "Emploi et chômage", "%", 1, 47.9),
        (54.1, 56.7, 60.0, 65.4, 53.6),
        ((2011, 48.7), (2016, 46.9), (2021, 47.9)),
    ),
    figure(
        *("jobs_per_100_employed_residents", "Emplois pour 100 actifs occupés résidents"),
        *("Emploi et chômage", "emplois pour 100 actifs occupés", 1, 182.5),
        (88.2, 82.1, 84.6, 99.1, 140.7),
        ((2013, 189.0), (2018, 182.5)),
    ),
    figure(
        *("higher_education_share_pct", "Part des diplômés du supérieur (bac+2 et plus)", "Diplômes"),
        *("%", 1, 20.1),
        (21.2, 21.9, 24.0, 32.3, 22.5),
        ((2011, 15.1), (2016, 17.4), (2021, 20.1)),
    ),
    figure(
        *("single_parent_households_share_pct", "Part des ménages monoparentaux", "Ménages", "%", 1, 15.2),
        (12.7, 11.6, 10.4, 9.7, 13.3),
    ),
    figure(
        *("vacant_housing_share_pct", "Part des logements vacants", "Logement", "%", 1, 9.8),
        (7.0, 7.2, 7.4, 8.1, 9.1),
        ((2011, 8.2), (2016, 9.4), (2021, 9.8)),
    ),
    figure(
        *("social_housing_share_pct", "Part des locataires HLM", "Logement", "%", 1, 36.0),
        (32.7, 24.0, 19.9, 14.6, 28.8),
    ),
    figure(
        *("households_without_car_pct", "Part des ménages sans voiture", "Mobilité", "%", 1, 33.3),
        (22.6, 18.9, 16.0, 19.4, 25.5),
    ),
)


def _deviation(title: str, value: float, deviations: tuple[float, float, float]) -> Deviation:
    contexts = ("Nord–Pas-de-Calais", "CA de Lens - Liévin", "Communes voisines")
    words = f"{title} : plus que dans les trois contextes."
    return Deviation(title, "2021", amount(value, "%", 1), contexts, deviations, words, CENSUS)


POINTS: Final = (
    *((year, value, "ODbL") for year, value in ((1968, 41_874.0), (1975, 40_199.0), (1982, 38_244.0))),
    *((1990, 35_017.0, "ODbL"), (1999, 36_206.0, "ODbL"), (2006, 35_583.0, "ODbL")),
    *((2011, 34_190.0, "ODbL"), (2017, 31_415.0, "Licence Ouverte"), (2023, 32_920.0, "Licence Ouverte")),
)

LENS: Final = Portrait(
    subject=Subject(
        id="commune_62498",
        kind="commune",
        name="Lens",
        place="à Lens",
        codes=("62498",),
        definition="Commune de Lens (62498), géographie au 1er janvier 2025.",
        facts=(
            "Commune 62498, Pas-de-Calais",
            "CA de Lens - Liévin",
            "11,7\u00a0km²",
            "2\u202f814 habitants au km²",
            "Action cœur de ville",
        ),
        memberships=(
            "Bassin minier (250 communes)",
            "Bien inscrit au patrimoine mondial",
            "Zone tampon du bien",
        ),
        notes=(),
    ),
    headline=(
        "À Lens, un actif sur quatre est au chômage au sens du recensement, mais la population remonte "
        "depuis 2017 et la commune offre 182 emplois pour 100 actifs occupés résidents."
    ),
    figures=FIGURES,
    missing=(
        Missing(
            "Prix moyen des logements au m²",
            "2023",
            "moins de 10 ventes dans l’année\u202f: valeur fragile, non retenue.",
        ),
        Missing("Interdécile du niveau de vie", "2021", "secret statistique."),
    ),
    deviations=(
        _deviation("Taux de chômage", 25.4, (171.0, 130.0, 118.0)),
        _deviation("Part des diplômés du supérieur", 20.1, (76.0, 95.0, 104.0)),
        _deviation("Part des logements vacants", 9.8, (133.0, 140.0, 151.0)),
        _deviation("Taux d’emploi", 47.9, (80.0, 88.0, 92.0)),
        _deviation("Locataires HLM", 36.0, (162.0, 110.0, 101.0)),
    ),
    course=Course(
        POINTS,
        (
            Period(
                2011, 2017, -2775.0, 900.0, -3675.0, "2011–2017\u202f: +900 naissances, −3\u202f675 départs"
            ),
            Period(
                2017,
                2023,
                1505.0,
                620.0,
                885.0,
                "2017–2023\u202f: +620 par les naissances, +885 par arrivées",
            ),
        ),
        "Lens a perdu 10\u202f459 habitants de 1968 à 2017, puis en a gagné 1\u202f505.",
        ("Les années entre deux recensements ne sont pas connues.",),
        (ODBL, COUNTS),
    ),
    peers="31 communes de 20\u202f000 à 50\u202f000 habitants, centres d’une aire d’attraction.",
    twins=tuple(
        Twin(code, name, "Nord", 0.8 + place / 10, "moins de logements vacants (7,1\u202f%)")
        for place, (code, name) in enumerate(
            (("59606", "Valenciennes"), ("59178", "Douai"), ("62427", "Hénin"))
        )
    ),
    twins_note="Distance sur dix indicateurs normalisés, parmi les communes du Nord–Pas-de-Calais.",
    nearby=(
        Nearby(
            "Éléments du patrimoine mondial",
            28,
            41,
            5,
            ("Cité 12", "Base 11/19", "Grands Bureaux de la Compagnie des mines"),
            "28 éléments du bien inscrit à Lens, 41 autres à moins de 5\u00a0km.",
            "Mission Bassin Minier, bien inscrit, 2018. Licence Ouverte 2.0.",
        ),
        Nearby(
            "Puits de mine",
            7,
            60,
            5,
            ("Fosse 1", "Fosse 12"),
            "7 puits à Lens, 60 autres à moins de 5\u00a0km.",
            "Mission Bassin Minier, puits, 2018. Licence Ouverte 2.0.",
        ),
        Nearby(
            "Initiatives de coopération et d’économie sociale",
            5,
            9,
            5,
            ("Louvre-Lens Vallée", "Culture Commune"),
            "5 initiatives à Lens, 9 autres à moins de 5\u00a0km.",
            "Relevé du projet, 2025.",
        ),
    ),
    sentences=(
        (
            "Taux de chômage en 2021\u202f: 25,4\u202f% à Lens, contre 17,2\u202f% dans le Bassin minier. "
            f"({CENSUS})"
        ),
        f"Population en 2023\u202f: {counted(32_920, 'habitant')}, 1\u202f505 de plus qu’en 2017. ({COUNTS})",
        (
            "Revenu médian en 2021\u202f: 17\u202f190\u00a0€ à Lens, contre 23\u202f160\u00a0€ en France. "
            f"({INCOME})"
        ),
    ),
    sources=(CENSUS, INCOME, COUNTS, ODBL),
)

LONG: Final = "Communauté de communes du Pays de la Très-Longue-Vallée et des Hauts-Plateaux-Réunis-du-Nord"


def _silent(known: KeyFigure, status: str, words: str) -> KeyFigure:
    nothing = Amount(nan, words, status)
    hidden = tuple(replace(other, name=LONG if other.id == "peers" else other.name) for other in known.beside)
    return replace(known, amount=nothing, beside=hidden, standings=(), trend=())


SPARSE: Final = replace(
    LENS,
    subject=Subject(
        id="commune_62001",
        kind="commune",
        name="Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson-sur-les-Monts",
        place="à Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson-sur-les-Monts",
        codes=("62001",),
        definition="Commune, géographie au 1er janvier 2025.",
        facts=("Commune 62001, Pas-de-Calais", LONG, "3,1\u00a0km²"),
        memberships=(),
        notes=(
            "Commune nouvelle au 1er janvier 2024\u202f: les chiffres d’avant additionnent deux communes.",
        ),
    ),
    headline="Onze habitants en 2023\u202f: presque aucun chiffre n’est publié pour une si petite commune.",
    figures=(
        FIGURES[0],
        _silent(FIGURES[2], "secret", "secret statistique"),
        _silent(FIGURES[4], "not_available", "non disponible"),
        replace(FIGURES[5], amount=replace(FIGURES[5].amount, fragile=True, approximate=True), standings=()),
    ),
    deviations=(),
    course=Course((), (), "Aucun recensement ancien n’est connu.", (), ()),
    peers="",
    twins=(),
    twins_note="",
    nearby=(),
)

SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" width="1200" height="800">'
    '<rect width="1200" height="800" fill="#f6f5f2"/><path d="M200 200L900 150 1000 600 300 700Z" '
    'fill="#d28a61" stroke="#1f2124" stroke-width="4"/><text x="500" y="400" font-size="40" '
    'font-family="Source Sans Pro">Lens</text></svg>'
)
DRAWINGS: Final = Drawings(
    MapDrawing(
        svg=SVG,
        title="Taux de chômage des 15-64 ans (recensement)",
        subtitle="2021, en\u202f%",
        rows=(
            LegendRow("#f2dfc6", "de 5,2 à 11,4", "12"),
            LegendRow("#d28a61", "plus de 11,4 à 17,3", "9"),
            LegendRow("#7a291f", "plus de 17,3 à 28,0", "15"),
            LegendRow("#b9b8b8", "non disponible", "1"),
        ),
        alt="Carte de Lens et de ses alentours, communes colorées selon le taux de chômage en 2021.",
        source=CENSUS,
        ratio=2 / 3,
    )
)
