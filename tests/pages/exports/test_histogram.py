"""The histogram of the page « Carte » as files: all published communes are in it, and its words name all."""

from pages.shared import data
from pages.shared.exports.histogram import histogram_export
from pages.shared.maps import map_view
from pages.shared.url_state import State
from tests.viz.six_squares import parsed
from viz.images import svg_png

TITLE = "Combien de communes, à quelles valeurs ?"
SVG = "{http://www.w3.org/2000/svg}"


def export_of(**choices):
    state = State(**choices)
    return histogram_export(map_view(state, "carte", 620), state, TITLE)


def test_every_published_commune_is_counted_once():
    export = export_of(indicator="median_income_eur", year=2021, perimeter="nord_pas_de_calais")
    known = data.observations("median_income_eur", 2021)["value"].notna().sum()
    frame = export.table().frame
    assert frame["nombre"].sum() == known
    assert (frame["a"] > frame["de"]).all()
    assert export.stem == "histogramme_median_income_eur_2021_nord_pas_de_calais"


def test_the_drawing_says_what_where_when_and_who():
    export = export_of(indicator="poverty_rate_pct", year=2021)
    drawing = parsed(export.svg())
    words = " ".join("".join(node.itertext()) for node in drawing.iter(f"{SVG}text")).replace("\u202f", " ")
    for told in ("Taux de pauvreté", "250", "communes", "Source", "2021", "Communes", "périmètre entier"):
        assert told in words, told
    assert svg_png(export.svg()).startswith(b"\x89PNG")
