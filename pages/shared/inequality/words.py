"""The texts of the page: what each figure shows, and what it does not say. A paragraph per block of lines."""

from __future__ import annotations

from typing import Final

COUNT: Final = """
« {title} » est un nombre : il dit d’abord la taille des communes, et tout écart y passerait pour une
inégalité. Choisissez un revenu, un taux ou une part, par exemple « Niveau de vie médian ».
"""
BELOW_ZERO: Final = """
« {title} » descend au-dessous de zéro dans certaines communes : une part d’un total, la courbe de Lorenz et
les indices de Gini et de Theil n’ont alors pas de sens. Choisissez un autre indicateur, ou voyez ses
déciles dans « Communes ou ménages ? ».
"""
OUTSIDE: Final = """
Cette mesure est calculée pour les communes du Nord et du Pas-de-Calais : choisissez l’un de leurs
périmètres, le Bassin minier par exemple.
"""
NO_FRANCE: Final = """
La France entière n’est pas montrée : cet indicateur n’est pas connu pour toutes ses communes en {year}.
"""

LORENZ: Final = """
Les communes sont rangées de la valeur la plus basse à la plus haute. Plus la courbe s’écarte de la
diagonale en tirets (toutes les communes à égalité), plus les communes diffèrent.
"""
GAP: Final = """
Ce qui manque à chaque part des habitants pour avoir la même part du total : la distance, en points, entre
la courbe et la diagonale.
"""
GINI: Final = """
0 : toutes les communes ont la même valeur. 1 : une seule commune aurait tout. C’est deux fois la surface
entre la diagonale et la courbe, chaque commune comptant selon ses habitants.
"""
LORENZ_CAUTION: Final = """
Seules les inégalités entre communes sont mesurées : chaque habitant reçoit la valeur de sa commune. Ce qui
sépare les habitants d’une même commune n’apparaît pas, et c’est souvent l’essentiel (voir « Communes ou
ménages ? »).

Un indice de Gini faible ne veut pas dire que tout va bien : des communes peuvent se ressembler parce
qu’elles sont toutes modestes. Il se lit avec le niveau, sur la carte.

Plus un territoire est grand, plus ses communes diffèrent : le Gini de la France comprend Paris et les
campagnes. On compare surtout des périmètres de même taille, ou le même périmètre au fil des ans.

Le « total » est la somme des valeurs des communes, chacune multipliée par ses habitants : pour un revenu
médian ou un taux, c’est une façon de compter, non une somme d’argent ou de personnes.
"""

THEIL: Final = """
L’indice de Theil se partage exactement en deux : ce qui resterait si toutes les communes d’un groupe
avaient la même valeur (entre les groupes), et le reste (à l’intérieur des groupes).
"""
GROUPS: Final = """
D’ouest en est. Le point est la moyenne des communes pondérée par leurs habitants, la barre va du premier au
neuvième décile, le trait vertical marque l’ensemble du périmètre. Des points loin du trait : des écarts
entre les groupes ; des barres longues : des écarts à l’intérieur.
"""
THREE: Final = """
Dans le plus petit territoire comparé qui contient le périmètre. Le point est la moyenne des communes
pondérée par leurs habitants, la barre va du premier au neuvième décile, le trait vertical marque
l’ensemble.
"""
NO_LARGER: Final = """
Ce découpage compare le périmètre aux métropoles et au reste d’un territoire plus grand, et il n’y en a pas
ici : choisissez un périmètre plus petit, ou les intercommunalités.
"""
TOO_MANY: Final = """
Le périmètre compte {n} intercommunalités : choisissez-en un plus petit pour les voir une à une.
"""
THEIL_CAUTION: Final = """
Le découpage décide d’une partie de la réponse : plus les groupes sont nombreux et petits, plus la part «
entre » grandit. Deux parts ne se comparent que pour le même découpage.

« À l’intérieur » veut dire entre communes d’un même groupe. Les écarts entre ménages d’une même commune,
souvent les plus grands, n’y sont pas.

Les communes d’une métropole qui sont dans le périmètre comptent dans le périmètre. Une intercommunalité qui
déborde du périmètre n’est comptée que pour ses communes qui en font partie.

Une moyenne de médianes n’est pas une médiane : les niveaux des groupes sont des approximations.
"""

BETWEEN: Final = """
Huit habitants sur dix vivent dans une commune dont la valeur est sur la barre, du premier au neuvième
décile. Le point partage les habitants en deux moitiés.
"""
HOUSEHOLDS: Final = """
Une autre question, une autre mesure : combien de fois le niveau de vie que dépassent les 10 % les plus
aisés contient celui que n’atteignent pas les 10 % les plus modestes (D9/D1, Filosofi). Le trait marque la
France ; les intercommunalités, d’ouest en est, sont celles dont plus de la moitié des habitants vivent dans
le périmètre.
"""
BETWEEN_CAUTION: Final = """
Chaque habitant reçoit la valeur de sa commune : ce rapport dit combien les communes diffèrent, non combien
les habitants diffèrent. Il est bien plus petit que celui des ménages.

Les déciles sont ceux des habitants, rangés par la valeur de leur commune : une grande ville pèse son poids.
"""
HOUSEHOLDS_CAUTION: Final = """
Le rapport D9/D1 compare des ménages où qu’ils vivent dans le territoire. Il ne se calcule pas à partir des
communes, et l’Insee ne le publie pas pour le Bassin minier : il est donc donné par intercommunalité.

Un rapport faible peut venir de revenus modestes pour presque tous : il ne dit rien du niveau. D1 et D9 ne
disent rien non plus de ce qui se passe au-delà, parmi les 10 % les plus modestes ou les plus aisés.

L’Insee ne publie les déciles que des communes assez peuplées ; les autres n’en ont pas.
"""

ONE_YEAR: Final = """
« {title} » n’est connu ici que pour {year} : il faut au moins deux années pour voir si les écarts se
réduisent.
"""
SIGMA: Final = """
L’écart typique entre communes, en part de leur moyenne (coefficient de variation), sur les mêmes communes
chaque année et avec les mêmes poids. Quand la ligne descend, les communes se rapprochent.
"""
SIGMA_CAUTION: Final = """
Des communes plus proches ne vont pas forcément mieux : elles peuvent se rapprocher par le bas.

Quelques dates ne font pas une tendance. Une méthode de calcul ou une définition peut changer d’une année à
l’autre : voyez la fiche de l’indicateur dans « Sources et méthode ».
"""
BETA: Final = """
Un point par commune d’au moins {least} habitants, d’autant plus grand qu’elle est peuplée : son niveau de
départ à l’horizontale, son évolution à la verticale. Une droite qui descend : les communes parties de plus
bas ont le plus augmenté.
"""
BETA_CAUTION: Final = """
Une droite qui descend ne suffit pas : les aléas d’une petite commune, hauts une année, retombent la
suivante, et donnent la même pente sans aucun rattrapage. Il faut aussi que la courbe des écarts descende.

Une commune change aussi parce que ses habitants changent : des départs et des arrivées déplacent un revenu
médian sans que personne ne gagne plus ou moins.
"""

LISA: Final = """
Chaque commune est comparée à ses voisines, puis à ce que donnerait le hasard. Calculé sur les {total}
communes du Nord et du Pas-de-Calais : « haute » et « basse » s’entendent par rapport à leur moyenne.
"""
LISA_CAUTION: Final = """
« Non significatif » ne veut pas dire « moyen » : la ressemblance avec les voisines n’est pas assez nette
pour exclure le hasard. Une commune peut avoir une valeur très basse et être dans cette classe.

Chaque commune est un test : sur plus de mille, des dizaines sortiraient par hasard. La correction du taux
de fausses découvertes (Benjamini et Hochberg) accepte qu’environ une commune signalée sur vingt le soit à
tort.

Une ressemblance entre voisines n’explique rien : elle ne dit pas si l’une agit sur l’autre, ni pourquoi.
Les voisines belges ne sont pas comptées, faute de données comparables.

Chaque commune compte autant, quelle que soit sa population, et seules les communes qui se touchent par un
côté sont voisines.
"""

FRAGILITY: Final = """
Chaque commune reçoit de 1 à 10 points par thème selon sa place parmi les communes du Nord et du
Pas-de-Calais, puis les points s’ajoutent (à la manière des scores du CGET, 2017). Changez le poids des
thèmes : la carte suit, et le lien de la page garde votre recette. Cette partie ne dépend ni de l’indicateur
ni de l’année choisis plus haut.
"""
FDEP_SIGNS_WRONG: Final = """
L’indice FDep n’est pas donné : sur ces données, un de ses indicateurs compte à rebours de son sens
habituel.
"""
THEMES_LEAD: Final = """
De 1 (le dixième des communes le moins fragile) à 10 (le plus fragile). Le point du périmètre est la moyenne
de ses communes, pondérée par leurs habitants ; les poids choisis n’y changent rien.
"""
RANKS: Final = """
Sans chaque thème tour à tour, avec vos poids, avec l’indice FDep : autant de recettes raisonnables. Le
nombre de rangs dont une commune bouge dit ce que vaut un classement.
"""
FRAGILITY_CAUTION: Final = """
Un score décrit un lieu parmi ceux auxquels il est comparé, jamais ses habitants. Il dit où des difficultés
s’ajoutent, non d’où elles viennent ni ce qui s’y invente.

Le choix des cinq indicateurs et de leur sens est celui du site : la part des familles monoparentales ou des
logements vacants n’est pas une fragilité en soi. Un autre choix donnerait une autre carte.

Le score est relatif : si toutes les communes progressent ensemble, il ne bouge pas. Il ne se compare ni
d’une région à l’autre ni d’une année à l’autre.

FDep (Rey et autres, 2009) : première composante principale de quatre indicateurs. Le site prend les
diplômés du supérieur au lieu des bacheliers, et les ouvriers parmi les 15 ans ou plus.

Une commune dont un indicateur n’est pas publié n’a pas de score : rien n’est complété. Dans les très
petites communes, les taux du recensement sont fragiles.
"""
RANKS_CAUTION: Final = """
Ce site ne publie pas de classement des communes : le rang change trop d’une recette à l’autre, et il ne dit
rien de la distance qui sépare deux rangs.

D’autres recettes donneraient des écarts plus grands encore : celles-ci gardent les mêmes sources et les
mêmes années.
"""
