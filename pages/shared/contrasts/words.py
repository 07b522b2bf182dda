"""The texts of the page: what each figure shows, and what it does not say. A paragraph per block of lines."""

from __future__ import annotations

import html
from typing import Final

import streamlit as st

from pages.shared.typography import said


def explained(text: str) -> None:
    """Write how to read the pictures of a part, once for all of them."""
    st.html(f'<p class="bm-block-lead">{html.escape(said(text))}</p>')


GAPS: Final = """
Un rond plein : un groupe de communes ; un cercle vert : une famille de territoires en affaiblissement ;
un cercle brique : la partie du périmètre dans une intercommunalité. Le trait marque la France.
"""
PUBLISHED: Final = """
« ≈ » : moyenne des communes publiées, pondérée. Pour toute la France, le producteur publie {value} :
l’écart avec la moyenne vient des communes sans valeur et du calcul ; comparez les groupes entre eux, non
à ce chiffre.
"""
GAPS_CAUTION: Final = """
Un groupe est une moyenne : les métropoles ont aussi des quartiers pauvres, et les territoires en
affaiblissement des communes qui vont bien. Voir « Les répartitions ».

Une commune du Bassin minier peut aussi être dans une métropole (l’aire de Lille en compte une sur six)
ou dans un territoire en affaiblissement : le bassin est montré à côté des groupes, non à leur place.

« ≈ » : moyenne des communes pondérée, faute d’effectifs publiés. Une moyenne de médianes n’est pas une
médiane.
"""
DISTRIBUTION: Final = """
La hauteur des barres : la part des habitants du groupe qui vivent dans une commune à cette valeur. Le
trait partage les habitants en deux moitiés. Toutes les lignes ont la même échelle.
"""
DISTRIBUTION_CAUTION: Final = """
Chaque habitant reçoit la valeur de sa commune : ce qui sépare les habitants d’une même commune n’apparaît
pas.

Les valeurs extrêmes, qui concernent moins d’un habitant sur cent, sont comptées dans la première et la
dernière barre.
"""
TRAJECTORY: Final = """
Chaque ligne va d’une année publiée à l’autre ; elle s’arrête où les données s’arrêtent.
"""
INDEX: Final = """
100 : l’effectif de {year}. 102 veut dire deux pour cent de plus qu’en {year}.
"""
NORTH_ONLY: Final = """
Cet indicateur n’est pas connu pour toute la France à plusieurs dates : les groupes sont ceux du
Nord–Pas-de-Calais, la métropole y est la partie française de l’aire de Lille ou sa métropole.
"""
JOBS_GROUPS: Final = """
Emplois salariés privés (Urssaf). Métropoles et France : connues en 2014, 2019 et 2024 seulement, par aire
d’attraction ; le périmètre, le Nord–Pas-de-Calais et la commune : chaque année.
"""
JOBS_NO_METROPOLIS: Final = """
Les emplois privés ne sont connus que par aire d’attraction : les métropoles au sens des intercommunalités
ne sont pas montrées.
"""
TRAJECTORY_CAUTION: Final = """
Le chiffre d’une année vient de cinq enquêtes annuelles de recensement : deux dates séparées de moins de
cinq ans partagent des enquêtes.

Les groupes sont fixes : mêmes communes à toutes les dates, dans leurs limites de 2025.

Une évolution commune n’est pas une cause commune.
"""
UNEMPLOYMENT_CAUTION: Final = """
Le taux de 2022 mêle deux exploitations du recensement, à 0,4 point près environ ; ceux de 2018 et de 2021
sont exacts.
"""
JOBS_CAUTION: Final = """
Un établissement rattaché à une autre commune (siège, agence d’intérim) suffit à faire sauter une série
communale. Les apprentis sont comptés depuis les diffusions de 2023 : la hausse de 2020 à 2021 est à lire
avec prudence.

Une commune absente de la source n’est pas un zéro. Les communes sans valeur une seule année sont laissées
de côté toutes les années.
"""
ROBUSTNESS: Final = """
L’écart entre le périmètre et les métropoles, recalculé de toutes les façons : chaque périmètre du bassin,
chaque définition des métropoles, avec et sans les aires de Paris et de Lille. Une barre par variante, un
rond pour le choix de la page. À droite de zéro : plus de chômage, de pauvreté ou de vacance, moins de
revenu ou d’emploi que dans les métropoles.
"""
ONE_BY_ONE: Final = """
Le choix de la page, puis une seule chose changée à la fois. Le trait marque l’absence d’écart.
"""
ROBUSTNESS_CAUTION: Final = """
« Tenir » veut dire : garder le même sens. Un écart peut tenir partout et rester petit, ou varier beaucoup
d’une variante à l’autre.

Les variantes ne sont pas indépendantes : les périmètres du bassin se recouvrent, Paris pèse lourd dans
les trois définitions. Leur nombre n’est pas une probabilité.

Un indicateur qui n’est ni favorable ni défavorable (propriétaires, âges, prix…) n’a pas de sens à garder
: il n’est pas compté.

Une commune à la fois dans le bassin et dans l’aire de Lille compte des deux côtés, sauf où Lille est
laissée de côté.
"""
NO_SENSE: Final = """
Aucun des indicateurs choisis n’a de sens favorable : choisissez par exemple le taux de chômage ou le
niveau de vie médian.
"""
FAMILIES_FRANCE: Final = """
Une intercommunalité est dite en affaiblissement quand sa population baisse, ou que les départs dominent,
et qu’elle montre assez de signes : emploi en baisse, logements vacants. Sa famille est la première qui
lui convient : tradition industrielle en crise, ville moyenne dont le centre se vide, rural peu dense et
éloigné. Tous les seuils se règlent dans « Seuils ».
"""
FAMILIES_HERE: Final = """
Les mêmes signes, commune par commune : une intercommunalité peut tenir quand son centre s’affaiblit, et
l’inverse.
"""
FAMILIES_CAUTION: Final = """
Le départ des habitants qualifiés, que le document de départ cite en premier, n’est pas connu pour toute
la France : ce signe n’est pas compté. Les cadres du Nord et du Pas-de-Calais sont dans « Les trajectoires
».

Le solde des départs est ce qui reste quand on retire les naissances et les décès : il contient aussi les
écarts de comptage du recensement.

« En affaiblissement » décrit dix ans d’évolution, non un destin : un autre seuil, une autre période
donnent une autre carte.

Une petite commune bascule avec quelques familles. Les signes d’une commune de moins de 200 habitants sont
fragiles.
"""
