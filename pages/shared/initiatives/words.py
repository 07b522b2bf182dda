"""The texts of the page: what each figure shows, and what it does not say."""

from __future__ import annotations

from typing import Final

CARTE_SOURCE: Final = (
    "Sources : relevés du projet, cités ligne par ligne (faits cités, chaque page reste sous les "
    "droits de son "
    "éditeur) ; ANCT, fabriques et manufactures, janvier 2024, Licence Ouverte 2.0. Points : mairies et "
    "centroïdes des communes."
)
CARTE_NOTES: Final = """
Aucun point n’est une adresse : un disque pâle veut dire « quelque part dans cette commune ». Un symbole
creux est une ligne dont la confiance est moyenne. Les lignes sans lieu sont dans la liste, pas sur la carte.

La liste du bassin est un relevé d’exemples, non exhaustif : un vide sur la carte n’est pas une absence
d’initiatives.
"""
ESS_PLACE: Final = """
Les établissements de l’économie sociale et solidaire du répertoire SIRENE ne sont pas dans cette carte : le
site n’en contient aucun. Leur place est prête dans le modèle de données.
"""
PROXIMITY: Final = """
La carte croise deux choses : le score de fragilité de la page « Inégalités » (cinq thèmes de même poids), et
la distance, à vol d’oiseau, du centre de la commune à l’initiative la plus proche de la liste choisie.
"""
PROXIMITY_CAUTION: Final = """
Un vol d’oiseau n’est pas un trajet, et le point d’une initiative est celui de sa commune : une distance de 0
veut dire « dans la même commune ».

Une liste partielle donne une distance trop longue : une initiative plus proche peut manquer à la liste.
Seules les fabriques et les manufactures sont relevées partout de la même façon (ANCT, janvier 2024).

Être près d’une initiative ne veut pas dire en profiter : rien n’est dit de sa taille, de son public ni de ce
qu’elle fait. Les initiatives belges ne sont pas dans ces listes.

« Fragile » veut dire ici : parmi les deux cinquièmes des communes du Nord et du Pas-de-Calais dont le score
est le plus élevé. Le score décrit un lieu, jamais ses habitants.
"""
RATE_CAUTION: Final = """
Un nombre par habitant n’a de sens que pour une liste complète : il est donné pour les fabriques et les
manufactures. Pour le relevé du bassin, il dirait surtout où l’on a cherché.

Ces nombres sont petits : une seule création ou fermeture les change beaucoup.
"""
NOT_COMPLETE: Final = """
Cette liste n’est pas exhaustive : aucun nombre par habitant n’en est tiré, et les distances sont des
maximums.
"""
COMPARE: Final = """
Seules des listes relevées partout de la même façon se comparent : les labels et les zonages de l’État. Le
relevé du bassin n’en fait pas partie.
"""
COMPARE_CAUTION: Final = """
Un label ou un zonage dit qu’un programme de l’État s’applique, non ce qu’il finance ni ce qu’il change. Il
peut répondre à une difficulté (quartiers prioritaires) ou récompenser un projet (fabriques).

La part des habitants est celle des communes concernées entières : dans une commune qui a un quartier
prioritaire, la plupart des habitants vivent souvent hors de ce quartier.

Action cœur de ville (avril 2024) et Petites villes de demain (janvier 2021) ne sont connus ici que pour le
Nord et le Pas-de-Calais.
"""
GUIDE: Final = """
Ce que les travaux cités par le projet disent des initiatives : ce qui les aide, ce qui les freine, les mots
pour en parler. Ces notions servent à lire une initiative ; elles ne sont attachées à une ligne de la liste
que si un document le dit de cette ligne.
"""
OWN: Final = """
Déposez votre propre liste, en CSV ou en XLSX : le site reconnaît les colonnes, retrouve les communes, vérifie
chaque ligne et propose les doublons probables. Rien n’est gardé : votre liste n’existe que pour cette visite,
dans la mémoire du serveur, et disparaît avec elle.
"""
PROPOSE: Final = """
Il manque une initiative ? Remplissez ce que vous savez : le site prépare un texte à télécharger, que vous
adresserez vous-même à la Mission Bassin Minier. Rien n’est envoyé d’ici, rien n’est gardé.
"""
