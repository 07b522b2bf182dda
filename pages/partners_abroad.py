"""Coopérations: whom the Mission Bassin Minier works with, where, since when, and Europe's coal regions."""

from pages.shared.chrome import page_foot
from pages.shared.cooperations.parts import PARAMETER, PARTS
from pages.shared.embed import page_title
from pages.shared.panels import lead
from pages.shared.parts import select_part
from pages.shared.url_state import url_state

state = url_state()
page_title("Coopérations")
lead(
    "Avec qui la Mission Bassin Minier a-t-elle travaillé en Europe et dans le monde depuis 2002, et à quoi "
    "ressemblent les autres régions charbonnières d’Europe ?"
)
part = select_part(PARAMETER)
PARTS[part].show(state)
page_foot()
