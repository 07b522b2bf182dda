"""Who is next to whom."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely


def contiguity(boundaries: gpd.GeoSeries) -> pd.DataFrame:
    """List the pairs of territories that share an edge (rook contiguity).

    Parameters
    ----------
    boundaries
        One polygon per territory, index unique, any CRS, outlines that match along shared edges.

    Returns
    -------
    pairs
        Ordered pairs, sorted: columns ``focal`` and ``neighbour``, each an index label; every pair comes both
        ways. A territory that shares no edge of positive length (an island, or one that meets others at a
        point only) is in no row; nor is an empty or missing outline.

    Notes
    -----
    Rook contiguity: Cliff and Ord (1981), Spatial Processes. Two outlines whose lines cross without running
    together share no edge, even where the polygons overlap.
    """
    lines = shapely.boundary(boundaries.to_numpy())
    first, second = shapely.STRtree(lines).query(lines, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    shared = shapely.length(shapely.intersection(lines[first], lines[second])) > 0
    focal = np.concatenate([first[shared], second[shared]])
    neighbour = np.concatenate([second[shared], first[shared]])
    labels = boundaries.index
    pairs = pd.DataFrame({"focal": labels[focal], "neighbour": labels[neighbour]})
    return pairs.sort_values(["focal", "neighbour"], ignore_index=True)
