"""The texts of the reference page that no dictionary holds. A block is a title, then its paragraph."""

from __future__ import annotations

from typing import Final

LEAD: Final = """
D’où vient chaque chiffre, comment il est calculé, ce qu’il couvre et ce qu’il ne dit pas. Cette page est
écrite à partir des dictionnaires et des fiches qui accompagnent les données : rien n’y est recopié.
"""
EXACT: Final = """
Le taux d’un groupe de communes n’est pas la moyenne de leurs taux : une grande ville y compterait autant
qu’un village. Quand les effectifs sont publiés, il est calculé exactement :
"""
APPROXIMATE: Final = """
Quand seuls les taux ou les médianes sont publiés, le chiffre d’ensemble est une moyenne pondérée, et
l’écran dit « approximation ». Une moyenne de médianes n’est pas une médiane.
"""
CLASSES_RULES: Final = """
De {fewest} à {most} classes. La borne haute appartient à la classe, la borne basse à la précédente, sauf
pour la première. Les bornes sont arrondies comme les valeurs affichées : carte, légende et tableau
disent la même chose. Par défaut, les classes sont les mêmes toutes les années, pour que deux cartes se
comparent.
"""
METHOD_WORDS: Final = {
    "quantiles": "tout le dégradé sert, mais deux valeurs très proches peuvent changer de couleur.",
    "naturelles": "des groupes aussi homogènes que possible, qui suivent les ruptures de la distribution.",
    "egales": "des intervalles de même largeur : l’extrême se voit, des classes restent presque vides.",
    "ecarts_types": "la distance à la moyenne, utile quand la distribution est à peu près symétrique.",
}
GEOGRAPHY: Final = """
Plusieurs listes de communes portent le nom de bassin minier : elles ne donnent pas les mêmes chiffres,
et aucun chiffre n’est montré sans la sienne (voir « Périmètres »). Les communes sont celles du code
officiel géographique au 1er janvier {year} : {communes} dans le Nord et le Pas-de-Calais. Les données
plus anciennes y sont ramenées ; la valeur d’une commune dont le périmètre a changé est dite estimée ou
non disponible, jamais complétée.
"""
STATUS_WORDS: Final = """
Publié
Diffusé par la source, ou rapport exact d’effectifs diffusés : la couleur de sa classe. Un zéro publié
est un vrai zéro.

Estimé
Moyenne ou périmètre partiel, dit au survol, dans la légende et dans le tableau. Sur la carte, la couleur
de sa classe ; en pointillé dans les barres de cette page.

Secret statistique
Trop peu d’habitants ou de ménages pour publier sans rien révéler : hachuré. Ni un zéro, ni une valeur
basse.

Non disponible
Absent de la source pour cette commune ou cette année : gris.

Fragile
Publié, mais fondé sur trop peu de cas : part ou taux dans une commune de moins de {inhabitants}
habitants ({communes} communes), prix sur moins de {sales} ventes. Dit au survol et dans le tableau ; à
ne pas commenter seul.
"""
SHEETS: Final = """
Quelle année
La plus récente dont la France entière a aussi le chiffre ; pour un groupe de communes, la plus récente dont
les effectifs font un taux exact. Une valeur secrète garde son année et le dit, sans chercher plus loin.

Communes comparables
Celles de France du même niveau dans la grille de densité de l’Insee, et dont la population va de la moitié
au double. S’il y en a moins de {enough}, du tiers au triple ; s’il en manque encore, toutes celles du même
niveau. Un chiffre connu pour deux départements seulement ne porte que sur celles-là, et leur nombre est dit.

Jumelles
Les {twins} communes les plus proches parmi les comparables : distance quadratique moyenne sur {indicators}
indicateurs connus partout, chacun divisé par son écart-type. Se ressembler n’est pas suivre le même chemin.

Rang
Place de la plus haute à la plus basse valeur publiée d’un groupe nommé ; deux valeurs égales à l’affichage
ont le même rang. Une valeur fragile n’en a pas. Ce n’est jamais un mérite.

Trois contextes
100 × le taux ÷ celui du Nord–Pas-de-Calais (ou de la France), de l’intercommunalité, des communes qui
partagent un bout de limite. Les taux viennent d’effectifs.

Solde des arrivées et des départs
Ce qui reste de l’évolution une fois ôtés les naissances et les décès. Connu ici pour 2013–2018 ; avant, les
naissances et les décès des communes ne sont pas dans les tables de ce site.

Autour
Éléments du bien, puits et initiatives dont le point est à moins de {radius} km du contour. Le point d’une
initiative est le plus souvent le centre de sa commune : la distance est approchée.

Un territoire composé
Ses communes sont dans l’adresse de la page, rien n’est gardé sur le serveur. Ses taux viennent d’effectifs
quand ils sont publiés ; ses médianes sont des approximations. Un chiffre couvert par moins de {share} % de
sa population n’est pas donné.
"""
"""How sheets of communes and territories are made: a block for each rule."""
LIMITS: Final = """
Quelle commune serait « la pire »
Il n’y a pas ici de palmarès. Un rang dépend de l’indicateur, de l’année et du périmètre choisis ; deux
communes voisines au classement sont souvent indiscernables. Le tableau se trie pour chercher, pas pour
désigner.

Ce que vit une personne
Un chiffre de commune est une moyenne ou une part. Là où le chômage et l’absence de diplôme sont tous
deux élevés, rien ne dit que ce sont les mêmes habitants (erreur écologique). Les contrastes entre
quartiers d’une même commune disparaissent.

Une cause
Deux cartes qui se ressemblent n’expliquent rien à elles seules. L’âge des habitants, la taille des
communes ou l’histoire des logements peuvent produire la même ressemblance.

Une valeur exacte au dixième
Le recensement interroge chaque année une partie des habitants : ses résultats sont des estimations, et
une année en résume cinq. Dans une petite commune, un écart d’un point peut venir de quelques réponses.

Ce que cache le secret statistique
{secret} valeurs sur {values} ({share} %) sont sous secret, surtout les revenus des petites communes. Le
chiffre des communes connues n’est pas celui de toutes : chacun est donné avec le nombre de communes et
la part de la population qu’il couvre.

Aujourd’hui
Les statistiques communales paraissent avec plusieurs années de retard. Elles décrivent l’année inscrite
à côté du chiffre, pas celle où vous le lisez.

Toutes les initiatives
Les initiatives solidaires et coopératives sont un relevé d’exemples trouvés dans des pages publiques.
Leur absence sur la carte ne prouve rien, et leur nombre par commune n’est pas une mesure.

La limite d’un terrain
Les contours sont simplifiés pour dessiner vite une carte lisible. Ils ne servent ni à mesurer une
surface, ni à savoir de quel côté d’une limite se trouve une parcelle.
"""


def blocks(text: str) -> list[tuple[str, str]]:
    """Return the title and the paragraph of each block of a text."""
    parts = [block.partition("\n") for block in text.strip().split("\n\n")]
    return [(title, paragraph.replace("\n", " ")) for title, _, paragraph in parts]
