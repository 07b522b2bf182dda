"""A gazetteer small enough to know by heart: real names, real codes, a former commune, namesakes."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from loaders.own_list.check import Outlines
from loaders.own_list.communes import Gazetteer

COMMUNES = [
    ("01004", "Ambérieu-en-Bugey", "01", "01500"),
    ("59051", "La Bassée", "59", "59480"),
    ("62065", "Avion", "62", "62210"),
    ("62178", "Bruay-la-Buissière", "62", "62700"),
    ("62498", "Lens", "62", "62300"),
    ("62617", "Nœux-les-Mines", "62", "62290"),
    ("62300", "Ferques", "62", "62250"),
    ("33281", "Mérignac", "33", "33700"),
    ("16216", "Mérignac", "16", "16200"),
    ("62771", "Sains-en-Gohelle", "62", "62114"),
    ("59526", "Saint-Amand-les-Eaux", "59", "59230"),
    ("23181", "Saint-Amand", "23", "23200"),
    ("62741", "Saint-Amand", "62", "62760"),
    ("75056", "Paris", "75", "75001 75012"),
]


@pytest.fixture
def gazetteer():
    communes = pd.DataFrame(COMMUNES, columns=["code_commune", "name", "code_departement", "postcodes"])
    changes = pd.DataFrame(
        [("62177", "Bruay-en-Artois", "62178"), ("62999", "Fosse-Neuve", "62498")],
        columns=["old_code", "old_name", "new_code"],
    )
    return Gazetteer(communes.set_index("code_commune"), changes)


@pytest.fixture
def outlines():
    """Lens and Nœux-les-Mines as squares of 4 km around their true middle, in one département."""
    middles = gpd.GeoSeries(
        gpd.points_from_xy([2.8186, 2.6644], [50.4376, 50.4767]), index=["62498", "62617"], crs=4326
    )
    squares = middles.to_crs(2154).buffer(2_000, cap_style="square")
    whole = gpd.GeoSeries([shapely.box(*squares.total_bounds)], index=["62"], crs=2154)
    return Outlines(lambda: whole, lambda _: squares)
