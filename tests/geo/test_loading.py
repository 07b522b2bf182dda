"""A page that shows one measure must not wait for the libraries of another."""

import pkgutil
import subprocess
import sys

import geo

HEAVY = (
    "scipy",
    "sklearn",
    "esda",
    "libpysal",
    "matplotlib",
    "geopandas",
    "mapclassify",
    "folium",
    "streamlit",
)


def test_loading_every_measure_loads_no_heavy_library(repo_root):
    modules = ", ".join(f"geo.{module.name}" for module in pkgutil.iter_modules(geo.__path__))
    script = f"import sys, {modules}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=repo_root, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
