"""The sentences of the page that no figure decides."""

from __future__ import annotations

from typing import Final

from pages.shared.typography import clean

SOURCE: Final = clean(
    "Source : Mission Bassin Minier – Géo2France / data.gouv.fr, couches de 2018, Licence Ouverte 2.0 ; "
    "identifiants : UNESCO, Centre du patrimoine mondial. Point intérieur de chaque contour."
)
WITHOUT_OUTLINES: Final = (
    "Les contours officiels ne sont pas chargés : chaque objet est un point, avec un cercle de la même "
    "surface. Le cercle dit la taille, pas la forme."
)
ANOMALIES: Final = """
La décision d’inscription compte 109 composantes, comme la couche de la Mission Bassin Minier. La liste \
en ligne de l’UNESCO n’en a que 108 : une composante y manque. Jusqu’au n° 9 les numéros coïncident ; \
ensuite le numéro de l’UNESCO est celui de la Mission moins un.
Deux points de l’UNESCO sont faux de plus de dix kilomètres ; deux autres tombent à un kilomètre environ \
de leur contour. Cette page n’utilise aucun de ces points.
La somme des surfaces des composantes est de 3 975 hectares, quand l’UNESCO en publie 3 943. La zone \
tampon dessinée dans les couches couvre, sommée commune par commune, 14 976 hectares ; aucune source ne \
la donne composante par composante.
Les comptes publiés par type diffèrent un peu de ceux de la couche : 8 chevalements typés ainsi (21 \
publiés, les autres sont comptés dans les fosses), 41 écoles (38), 27 édifices religieux (26), 21 \
équipements de santé (22).
Période, protection et propriétaire sont ceux de la couche, sans date connue : une protection de 2023 au \
moins y manque (cité Camus haut). Quelques noms de compagnies y ont deux orthographes, réunies ici.
"""


SHAFT_SOURCE: Final = clean(
    "Source : Mission Bassin Minier – Géo2France / data.gouv.fr, « Anciens puits de mines dans le "
    "Bassin minier », données de 2026, Licence Ouverte 2.0. Périmètre : les 636 puits recensés, dans "
    "141 communes du Nord et du Pas-de-Calais."
)
COUNTED_YEARS: Final = (
    "Un puits compte comme « en activité » de l’année où commence son creusement à celle de sa fermeture, "
    "les deux comprises."
)
SHAFT_NOTES: Final = (COUNTED_YEARS,)
SHAFT_CAUTION: Final = """
Six puits sur 636 n’ont pas deux dates utilisables : trois n’ont pas d’année de creusement, trois n’ont \
pas d’année de fermeture (un puits n’a ni l’une ni l’autre) et un a fermé avant d’être creusé selon la \
source. Ils restent sur la carte, en creux, et ne comptent jamais.
« En activité » veut dire ici « entre le creusement et la fermeture » : la source ne dit ni quand \
l’extraction a commencé, ni les arrêts (guerres, noyages), ni si le puits servait à extraire, aérer ou \
descendre.
La compagnie est celle que la source attache au puits, une seule par puits : elle ne suit pas les \
rachats ni la nationalisation.
"""
DEPTH_CAUTION: Final = """
Une profondeur de zéro, dans la source, veut dire « non connue » : elle n’est pas comptée. La profondeur \
est celle que le puits a atteinte à la fin, après d’éventuels approfondissements ; l’année est celle du \
premier creusement.
La courbe est la médiane des puits creusés dans les douze ans avant ou après chaque année.
"""
PEOPLE_LEAD: Final = {
    "bien": (
        "Les 87 communes du bien inscrit, les 37 autres de la zone tampon (qui en compte 124 en tout), "
        "le reste du bassin minier de la Mission (250 communes), puis le reste des deux départements. "
        "Chaque commune est dans un seul groupe."
    ),
    "puits": (
        "Les communes du bassin minier (Mission, 250 communes) où l’on a creusé au moins un puits, "
        "celles où l’on n’en a creusé aucun, puis le reste des deux départements. Huit communes hors "
        "du bassin ont aussi un puits : elles sont comptées avec le reste."
    ),
}
ECOLOGICAL: Final = """
Ces chiffres décrivent des communes, pas des habitants de cités ni d’anciens mineurs. Qu’un taux soit \
plus haut dans les communes du bien ne dit rien du taux de ceux qui vivent dans ou près d’un élément \
inscrit : conclure des communes aux personnes serait une « erreur écologique ».
Un écart n’est pas un effet. L’inscription date de 2012 et les puits sont là où le charbon était : la \
même histoire a fait les puits, les cités, la taille des communes et leurs emplois. Rien ici ne sépare \
ces causes.
Les listes de 87 et de 124 communes sont reconstituées d’après les couches de la Mission : leur nombre \
est celui qui est publié, la liste nominative n’a pas été lue.
"""
SITES_NOTE: Final = (
    "Cinq grands sites de la mémoire minière, tous dans le bien inscrit, et le Louvre-Lens, bâti sur "
    "une ancienne fosse mais hors du bien dans cette table. Les repères viennent des sources citées "
    "sous chaque fiche, certaines secondaires."
)
WORLD_SOURCE: Final = clean(
    "Source : UNESCO, Centre du patrimoine mondial, liste de 2024 (faits seuls : nom, date, point, "
    "surface) ; thème industriel : classement du projet."
)
WORLD_NOTE: Final = (
    "54 biens sur les 1 223 de la liste, retenus pour un thème minier ou industriel : c’est un choix "
    "du projet, limité à l’Europe et à quelques comparaisons. Un point de référence par bien."
)
ROUTE_NOTE: Final = (
    "Itinéraire « Europe Underground » (World Heritage Journeys in Europe, 2017) : neuf sites industriels et "
    "viticoles, dont le Bassin minier. La note de la Mission n’en nomme que trois, les seuls marqués ici."
)
WORLD_CAUTION: Final = """
La surface est celle du bien inscrit, sans sa zone tampon ; elle dit l’étendue protégée, pas la taille \
de la mine ni celle du paysage. Un zéro de la source (surface non saisie) est traité comme « non publiée \
».
La liste s’arrête à 2024 : les inscriptions plus récentes manquent. Pour celles d’après 2021 la surface \
n’est pas publiée dans le fichier utilisé.
"""
OUTLINES_HINT: Final = clean(
    "Bien inscrit, zone tampon, cités, terrils et cavaliers, demandés par ce site à data.gouv.fr ; "
    "quelques secondes. Votre navigateur, lui, ne s’y connecte pas."
)
OUTLINES_SOURCE: Final = clean(
    "Contours : Mission Bassin Minier – Géo2France / data.gouv.fr, couches de 2018, Licence Ouverte 2.0, "
    "simplifiés à une douzaine de mètres près pour l’affichage."
)
FAMILY_CAUTION: Final = """
Les familles sont un regroupement de ce site à partir des types de la couche. La surface d’un petit bâti \
est schématique (contours simplifiés à 10 mètres) et un cavalier se mesure en longueur plutôt qu’en \
surface. Un élément peut compter plusieurs bâtiments.
"""
PROTECTION_CAUTION: Final = """
La date de ces protections est inconnue ; une protection de 2023 au moins y manque (cité Camus haut). Le \
patrimoine mondial a aussi d’autres protections (sites, documents d’urbanisme), qui ne sont pas dans \
cette couche.
"""
