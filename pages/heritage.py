"""Patrimoine mondial: the property, its shafts, who lives there, its major sites, its likes elsewhere."""

from pages.shared.chrome import page_foot
from pages.shared.embed import page_title
from pages.shared.heritage.parts import PARAMETER, PARTS
from pages.shared.panels import lead
from pages.shared.parts import select_part
from pages.shared.url_state import url_state

state = url_state()
page_title("Patrimoine mondial")
lead(
    "Le Bassin minier est inscrit sur la Liste du patrimoine mondial depuis 2012 (bien n° 1360, critères "
    "ii, iv et vi). Que contient le bien, quand a-t-on creusé, qui y vit aujourd’hui ?"
)
part = select_part(PARAMETER)
PARTS[part].show(state)
page_foot()
