"""Sources et méthode: how to read the figures, what each is, where it comes from, what it does not say."""

from pages.shared.chrome import page_foot
from pages.shared.embed import page_title
from pages.shared.panels import lead
from pages.shared.parts import select_part
from pages.shared.reference import PARAMETER, PARTS, reference_style
from pages.shared.reference_text import plain
from pages.shared.reference_words import LEAD
from pages.shared.url_state import basin_state

reference_style()
state = basin_state()
page_title("Sources et méthode")
lead(plain(LEAD))
part = select_part(PARAMETER)
PARTS[part].show(state)
page_foot()
