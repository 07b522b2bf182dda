"""Initiatives: the solidarity economy on a map, near or far from need, compared, understood, completed."""

from pages.shared.chrome import page_foot
from pages.shared.embed import page_title
from pages.shared.initiatives.parts import PARAMETER, PARTS
from pages.shared.panels import lead
from pages.shared.parts import select_part
from pages.shared.url_state import url_state

state = url_state()
page_title("Initiatives")
lead(
    "Coopérer plutôt que se faire concurrence : tiers-lieux, insertion, alimentation, énergie… Où sont les "
    "initiatives solidaires que le site connaît, et où manquent-elles ? Le relevé du bassin donne des "
    "exemples, il n’est pas exhaustif."
)
part = select_part(PARAMETER)
PARTS[part].show(state)
page_foot()
