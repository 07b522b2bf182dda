"""The texts of the page: what each figure shows, and what it does not say. A paragraph per block of lines."""

from __future__ import annotations

from typing import Final

GAPS: Final = """
Un rond plein : un groupe de communes ; un cercle vert : une famille de territoires en affaiblissement ; un
cercle brique : la partie du périmètre dans une intercommunalité. Le trait marque la France.
"""
GAPS_CAUTION: Final = """
Un groupe est une moyenne : les métropoles ont aussi des quartiers pauvres, et les territoires en
affaiblissement des communes qui vont bien. Voir « Les répartitions ».

Une commune du Bassin minier peut aussi être dans une métropole (l’aire de Lille en atteint quelques-unes) ou
dans un territoire en affaiblissement : le bassin est montré à côté des groupes, non à leur place.

« ≈ » : moyenne des communes pondérée, faute d’effectifs publiés. Une moyenne de médianes n’est pas une
médiane.
"""
DISTRIBUTION: Final = """
La hauteur des barres : la part des habitants du groupe qui vivent dans une commune à cette valeur. Le trait
partage les habitants en deux moitiés. Toutes les lignes ont la même échelle.
"""
DISTRIBUTION_CAUTION: Final = """
Chaque habitant reçoit la valeur de sa commune : ce qui sépare les habitants d’une même commune n’apparaît pas.

Les valeurs extrêmes, qui concernent moins d’un habitant sur cent, sont comptées dans la première et la
dernière barre.
"""
