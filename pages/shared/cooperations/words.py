"""The sentences of the page that no figure decides."""

from __future__ import annotations

from typing import Final

from pages.shared.typography import clean

SOURCE: Final = clean(
    "Source : Mission Bassin Minier, note sur la coopération européenne et internationale (document 003 du "
    "dossier, vers 2020), relevée par le projet : 111 lignes. Points : GeoNames (CC BY 4.0) et UNESCO."
)
MAP_NOTES: Final = (
    (
        "51 lignes ne nomment qu’un pays : elles sont dessinées au milieu du pays, jamais dans une ville. 25 "
        "sont placées au chef-lieu de la région ou dans une ville proche. 6 n’ont aucun lieu et restent dans "
        "la liste."
    ),
    "Le filtre des années ne connaît d’un programme sans fin précisée que son année de début.",
    "Chaque fiche donne la section du document. Les familles et les repères sont un classement du projet.",
)
CAUTION: Final = """
Une ligne est un partenaire ou un pays cité, pas un projet : un réseau de vingt pays compte vingt \
lignes, un accord important une seule. Le nombre de lignes ne mesure ni l’intensité ni l’argent \
d’une coopération.
Ce relevé s’arrête à la note, écrite vers 2020 : ce qui est venu depuis n’y est pas, et l’absence \
d’un partenaire ne prouve rien.
"""
FRIEZE_LEAD: Final = (
    "Une ligne par programme daté. Un trait plein va de la première à la dernière année que donne la note ; "
    "un point seul dure un an ; des pointillés partent de la seule année connue, sans fin donnée."
)
FRIEZE_CAUTION: Final = """
Les pointillés ne disent pas que la coopération dure encore : la note donne un début, et rien \
d’autre. Ils s’arrêtent en 2020, vers la date de la note.
Les années sont celles du programme, non celles de chaque rencontre. L’année 2021 est celle d’un \
projet alors à venir : la note ne dit pas s’il a eu lieu.
Les programmes sans année ne sont pas placés sur la frise : les dater serait inventer.
"""
NETWORK_LEAD: Final = (
    "Un trait relie un programme à un partenaire cité par la note. Choisissez un programme pour le suivre ; "
    "le tableau sous le graphique dit la même chose en mots."
)
NETWORK_CAUTION: Final = """
Les traits ont tous la même valeur : la note ne dit pas lesquels comptent le plus. Deux partenaires \
d’un même programme n’ont pas forcément travaillé l’un avec l’autre.
Beaucoup de partenaires ne sont connus que par leur pays (« Membres CABERNET (Irlande) ») : ce ne \
sont pas des organismes nommés.
"""
REGIONS_SOURCE: Final = clean(
    "Source : Eurostat (nama_10r_3gdp, demo_r_pjangrp3, demo_r_pjanind3), état de janvier 2024 ; "
    "© EuroGeographics pour les limites administratives ; liste et points : projet."
).replace("nama_10r_3gdp, demo_r_pjangrp3, demo_r_pjanind3", "PIB, population et âge par région")
REGIONS_LEAD: Final = {
    "liste": (
        "Régions de la liste européenne des régions charbonnières en transition (copie tierce, niveaux NUTS "
        "1, 2 et 3 mêlés : un Land de 18 millions d’habitants y côtoie un département), avec le Nord et le "
        "Pas-de-Calais."
    ),
    "petites": (
        "Petites régions (NUTS 3) où l’on a extrait du charbon ou du lignite : un choix du relevé, à "
        "valider, avec le Nord et le Pas-de-Calais."
    ),
}
REGIONS_CAUTION: Final = """
Une région statistique n’est pas un bassin houiller : le Nord et le Pas-de-Calais sont les \
départements entiers, Lille comprise ; la Moselle, Trenčín ou la Saxe débordent largement de leurs \
bassins.
Des niveaux se recouvrent (les Asturies sont à la fois de niveau 2 et de niveau 3, la Silésie \
contient six petites régions) : on ne les additionne pas, et un rang entre niveaux mêlés ne veut \
rien dire. Choisissez une liste à la fois.
Le PIB est compté au lieu de travail et divisé par les habitants : les navetteurs gonflent les \
villes-centres (Essen) et creusent les périphéries. Il ne dit pas le revenu des habitants.
2020 est l’année du Covid. Les prix sont courants : une hausse en euros n’est pas une hausse de \
volume. La parité de pouvoir d’achat est nationale, pas régionale.
Les valeurs sont celles de janvier 2024 ; Eurostat les a révisées depuis. Marques : b rupture de \
série, e estimé, p provisoire.
"""
REGIONS_NOTES: Final = (
    "Un point représentatif par région, calculé dans son contour : ce n’est ni une ville ni un puits.",
    "Des niveaux se recouvrent : filtrez par base avant de compter.",
)
