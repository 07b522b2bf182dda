"""A map of six squares, shared by the tests of its renderers."""

from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from tests.viz.six_squares import CODES, HOSTILE, KM, PLACES, observed
from viz.choropleth import Words, choropleth, colours
from viz.layers import Geometry, MapView, Perimeter, Points


@pytest.fixture
def boundaries():
    squares = [box(684_000 + PLACES[c] * KM, 7_036_000, 685_000 + PLACES[c] * KM, 7_037_000) for c in CODES]
    return gpd.GeoSeries(squares, index=list(CODES), crs=2154)


@pytest.fixture
def communes():
    return pd.DataFrame(
        {
            "name": ["Voisine", "Lointaine", "Une", HOSTILE, "Trois", "Quatre"],
            "epci_name": ["CC A", None, "CA B", "CA B", "CA C", "CA C"],
            "code_departement": [code[:2] for code in CODES],
            "population": [10, 900_000, 400, 300, 200, 100],
        },
        index=list(CODES),
    )


@pytest.fixture
def view(boundaries):
    layer = choropleth(
        Geometry(("x.json",), CODES),
        SimpleNamespace(title=f"Taux {HOSTILE}", short="Taux", unit="%", decimals=1, kind="ratio"),
        observed(),
        [10.0, 15.0, 20.0],
        Words(
            subtitle="2021 · Quatre communes",
            notes=("2 communes sur 4, 70 % de la population",),
            source="Source : Insee, 2021.",
            fragile_reason="Valeur fragile : moins de 200 habitants",
        ),
    )
    west, south, east, north = boundaries.loc[layer.areas.index].to_crs(4326).total_bounds.tolist()
    return MapView(
        key="carte",
        choropleth=layer,
        perimeter=Perimeter("quatre", "Quatre communes", (south, west, north, east)),
        light=colours(2, "light"),
        dark=colours(2, "dark"),
        points=(
            Points("puits", "Anciens puits", "Source : Mission.", "p.json", 1, "square"),
            Points("sites", "Grands sites", "Source : Mission.", "s.json", 9, "triangle"),
        ),
        selected="62003",
    )
