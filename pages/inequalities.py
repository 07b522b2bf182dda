"""Inégalités: how unequal communes are, where, between whom, since when, and how sure one can be."""

from pages.shared.chrome import page_foot
from pages.shared.embed import is_embedded, page_title
from pages.shared.inequality.parts import PARAMETER, PARTS
from pages.shared.maps import find_commune
from pages.shared.panels import lead, perimeter_words
from pages.shared.parts import select_part
from pages.shared.url_state import url_state
from pages.shared.widgets import select_figure

state = url_state()
page_title("Inégalités")
lead(
    "Les communes se ressemblent-elles ? Les écarts passent-ils entre territoires ou à l’intérieur "
    "de chacun ? Se réduisent-ils ? Chaque mesure est donnée avec ce qu’elle ne dit pas."
)

if not is_embedded():
    select_figure(state)
    find_commune(state, "inegalites-commune")
part = select_part(PARAMETER)
PARTS[part].show(state)
perimeter_words(state)
page_foot()
