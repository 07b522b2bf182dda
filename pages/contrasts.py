"""Contrastes: métropoles and weakening territories, the basin among them, and how solid the contrast is."""

from pages.shared.chrome import page_foot
from pages.shared.contrasts.controls import select_choices
from pages.shared.contrasts.parts import PARAMETER, PARTS
from pages.shared.embed import is_embedded, page_title
from pages.shared.panels import lead
from pages.shared.parts import select_part
from pages.shared.url_state import url_state

state = url_state()
page_title("Métropoles et territoires en affaiblissement : quels écarts ?")
lead(
    "Où se tient le Bassin minier entre les métropoles et les territoires qui s’affaiblissent ? L’écart "
    "est-il le même partout à l’intérieur du bassin ? Tient-il quand on change de définition ?"
)
part = select_part(PARAMETER)
if not is_embedded():
    select_choices(part, state)
PARTS[part].show(state)
page_foot()
