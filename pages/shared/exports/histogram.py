"""What a reader takes away from the histogram of a map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from pages.shared import data
from pages.shared.exports.maps import map_about
from pages.shared.exports.model import Export, Table, stem

if TYPE_CHECKING:
    from pages.shared.url_state import State
    from viz.layers import Choropleth, MapView


def histogram_export(view: MapView, state: State, title: str) -> Export:
    """Return what the histogram of a map offers: the drawing, and how many areas are in each bin."""
    layer = view.choropleth
    return Export(
        stem=stem("histogramme", state.indicator, str(state.year), data.file_stem(view.perimeter.id)),
        about=replace(map_about(view, state), title=f"{layer.title}. {title}"),
        table=lambda: _bins_table(layer),
        svg=lambda: _histogram_svg(view, title),
    )


def _bins_table(layer: Choropleth) -> Table:
    from viz.charts.histogram import class_bins  # noqa: PLC0415 (Altair takes a second)

    counts = class_bins(layer.areas["value"], layer.areas["class"])
    frame = pd.DataFrame(
        {
            "de": counts["start"],
            "a": counts["end"],
            "classe": [layer.class_labels[number] for number in counts["class"]],
            "nombre": counts["count"].astype(float),
        }
    )
    return Table(frame, {"de": layer.decimals + 1, "a": layer.decimals + 1, "nombre": 0})


def _histogram_svg(view: MapView, title: str) -> str:
    """Return the histogram of the page, with its title, its perimeter and its source."""
    layer = view.choropleth
    from viz.charts.histogram import class_bins, histogram  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import french_spec, inks  # noqa: PLC0415
    from viz.images import chart_svg  # noqa: PLC0415

    counts = class_bins(layer.areas["value"], layer.areas["class"])
    counted = "Intercommunalités" if layer.scale == "epci" else "Communes"
    chart = histogram(
        counts, view.light.classes, inks("light"), counted=counted, unit=layer.unit, whole=view.whole
    )
    line = ["Trait en tirets : le périmètre entier."] if view.whole is not None else []
    told = f"{title} {layer.title}, {layer.subtitle}"
    return chart_svg(
        french_spec(chart, "light", description=told),
        title=layer.title,
        subtitle=f"{layer.subtitle}. {title}",
        foot=(*line, *layer.notes, layer.source),
        description=told,
    )
