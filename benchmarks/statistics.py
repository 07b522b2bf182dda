"""Every statistic of all the communes of France, LISA included: how long it takes, step by step.

``python -m benchmarks.statistics [--runs 3] [--esda]``. Promise: 10 s for the whole process on two quiet
cores, from the start of Python to the last figure. Each run is a process of its own, with nothing in memory.
The processor seconds stand beside the clock: on a busy machine, they are the ones to compare.

``--esda`` also compares our LISA with PySAL's, without numba, on the communes of Nord–Pas-de-Calais.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from geo import demography, robustness, typology
from geo import inequality as between_communes
from geo.aggregate import aggregate_rate
from geo.autocorrelation import local_moran, moran
from geo.classify import assign_classes, class_breaks
from geo.contrasts import missing_to_reference, territorial_deviations
from geo.convergence import beta_convergence, sigma_convergence
from geo.fragility import fdep, rank_range, recipe_scores
from geo.neighbours import contiguity, nearest
from geo.proximity import distance_to_nearest_km
from geo.twins import statistical_twins
from loaders import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

PROMISE_S = 10.0
LENS = "62498"
KIB_PER_MB = 1000**2 / 1024
FRAGILITY = {
    "median_income_eur": "higher_is_better",
    "unemployment_rate_pct": "lower_is_better",
    "vacant_housing_share_pct": "lower_is_better",
    "owner_occupiers_share_pct": "higher_is_better",
}
INDICATORS = (
    *FRAGILITY,
    *("population", "births_2013_2018", "deaths_2013_2018", "jobs_at_workplace"),
    *("unemployed_15_64", "labour_force_15_64", "age_65_plus_share_pct"),
)
SIGNS = {"median_income_eur": -1, "unemployment_rate_pct": 1, "owner_occupiers_share_pct": -1}


class Stopwatch:
    """Clock and processor seconds of named steps."""

    def __init__(self) -> None:
        self.steps: list[dict[str, Any]] = []

    @contextmanager
    def step(self, title: str, *, counts: bool = True) -> Iterator[None]:
        """Measure one step; ``counts`` is False for what is beyond the promise."""
        clock, processor = time.perf_counter(), time.process_time()
        yield
        seconds = {"clock": time.perf_counter() - clock, "processor": time.process_time() - processor}
        self.steps.append({"title": title, **seconds, "counts": counts})


class France:
    """The tables that the statistics are made from."""

    def __init__(self) -> None:
        self.communes = catalog.read_communes()
        self.boundaries: gpd.GeoSeries = catalog.read_boundaries("communes").geometry
        table = catalog.read_table("indicator_values_france")
        used = table[table["indicator"].isin(INDICATORS)]
        self.observed = {
            key: rows.set_index("code_commune")["value"].reindex(self.communes.index)
            for key, rows in used.groupby(["indicator", "year"], observed=True)
        }
        self.pairs = pd.DataFrame()
        self.initiatives = catalog.read_table("initiatives")
        places = gpd.points_from_xy(self.communes["centroid_lon"], self.communes["centroid_lat"], crs=4326)
        self.points: gpd.GeoSeries = gpd.GeoSeries(places, index=self.communes.index).to_crs(2154)

    def value(self, indicator: str, year: int) -> pd.Series:
        """Return one indicator of one year."""
        return self.observed[indicator, year].rename(indicator)

    def latest(self, *indicators: str) -> pd.DataFrame:
        """Return indicators, each in its last year."""
        years = {name: max(year for key, year in self.observed if key == name) for name in indicators}
        return pd.DataFrame({name: self.observed[name, year] for name, year in years.items()})


def run(stopwatch: Stopwatch, started: float) -> None:
    """Compute everything once."""
    france = load(stopwatch, started)
    with stopwatch.step("Contiguïté (contours)"):
        france.pairs = contiguity(france.boundaries)
    with stopwatch.step("Cinq plus proches voisines"):
        nearest(france.points, 5)
    for title, statistic in STATISTICS.items():
        with stopwatch.step(title):
            statistic(france)
    with stopwatch.step("LISA, 9 999 permutations (hors total)", counts=False):
        run_lisa(france, 9_999)


def load(stopwatch: Stopwatch, started: float) -> France:
    """Read the tables; libraries are loaded already, and what that took is the first step."""
    seconds = {"clock": time.time() - started, "processor": time.process_time()}
    stopwatch.steps.append({"title": "Démarrage, bibliothèques", **seconds, "counts": True})
    with stopwatch.step("Lecture des tables"):
        return France()


def run_inequality(france: France) -> None:
    """Gini, Lorenz, Theil by EPCI, variation, deciles of the median income."""
    income, people = france.value("median_income_eur", 2021), france.value("population", 2021)
    between_communes.weighted_gini(income, people)
    between_communes.lorenz_curve(income, people)
    between_communes.theil_decomposition(income, people, france.communes["code_epci"])
    between_communes.weighted_cv(income, people)
    between_communes.interdecile_ratio(income, people)


def run_contrasts(france: France) -> None:
    """Three-context deviations of unemployment, and what is missing to the rate of France."""
    unemployed, active = france.value("unemployed_15_64", 2018), france.value("labour_force_15_64", 2018)
    territorial_deviations(unemployed, active, france.communes["code_epci"], france.pairs)
    missing_to_reference(unemployed, active, aggregate_rate(unemployed, active))


def run_typology(france: France) -> None:
    """Métropoles, balances, trajectories, signs and families of weakening, communes and EPCI."""
    communes, value = france.communes, france.value
    balance = demography.natural_and_migratory_balance(
        value("population", 2013),
        value("population", 2018),
        value("births_2013_2018", 2018),
        value("deaths_2013_2018", 2018),
        years=5,
    )
    demography.trajectory_class(balance)
    for definition in typology.DEFINITIONS:
        typology.metropolitan_flag(communes, definition)
    change = 100 * ((value("population", 2023) / value("population", 2013)) ** 0.1 - 1)
    signs = typology.weakening_signs(
        population_change=change,
        natural=balance["natural_pct"],
        migratory=balance["migratory_pct"],
        jobs_change=100 * ((value("jobs_at_workplace", 2018) / value("jobs_at_workplace", 2013)) ** 0.2 - 1),
        vacancy_rate=value("vacant_housing_share_pct", 2018),
    )
    gap = typology.centre_to_ring_gap(
        value("population", 2013),
        value("population", 2023),
        10,
        communes["code_aav2020"],
        communes["aav2020_category"],
    )
    rural = typology.remote_rural(communes["density_level"], communes["aav2020_category"])
    typology.weakening_family(
        signs,
        industrial=typology.industrial_in_crisis(
            communes["territoire_industrie"].notna(), value("unemployment_rate_pct", 2018)
        ),
        town_centre=typology.emptying_centre(
            communes["aav2020_category"], communes["aav2020_size_class"], change, gap
        ),
        remote_rural=rural,
    )
    typology.majority(rural, value("population", 2018), communes["code_epci"])


def run_fragility(france: France) -> None:
    """Decile scores under every recipe, first component, rank ranges."""
    frame = france.latest(*FRAGILITY)
    scores = recipe_scores(frame, FRAGILITY)
    component = fdep(frame, france.value("population", 2021), signs=SIGNS)
    rank_range(scores.assign(fdep=component.scores))


def run_convergence(france: France) -> None:
    """σ and β of the median income."""
    incomes = pd.DataFrame({year: france.value("median_income_eur", year) for year in (2019, 2021)})
    people = france.value("population", 2018)
    sigma_convergence(incomes, people)
    beta_convergence(incomes[2019], incomes[2021], 2, people)


def run_global_moran(france: France) -> None:
    """Moran's I of unemployment, 999 permutations."""
    moran(france.value("unemployment_rate_pct", 2018), france.pairs, permutations=999)


def run_lisa(france: France, permutations: int = 999) -> pd.DataFrame:
    """Local Moran of unemployment."""
    return local_moran(france.value("unemployment_rate_pct", 2018), france.pairs, permutations=permutations)


def run_twins(france: France) -> None:
    """Find the ten twins of Lens in France."""
    statistical_twins(france.latest(*FRAGILITY, "population", "age_65_plus_share_pct"), LENS, 10)


def run_proximity(france: France) -> None:
    """Distance of every commune to the nearest initiative."""
    known = france.initiatives.dropna(subset=["lat", "lon"])
    targets = gpd.GeoSeries(gpd.points_from_xy(known["lon"], known["lat"], crs=4326)).to_crs(2154)
    distance_to_nearest_km(france.points, targets)


def run_robustness(france: France) -> None:
    """Basin against métropoles, under other indicators and definitions."""
    people, communes = france.value("population", 2021), france.communes
    measures = {
        name: robustness.Measure(series, people, direction=FRAGILITY[name])
        for name, series in france.latest(*FRAGILITY).items()
    }
    base = robustness.Variant(
        "base", measures["median_income_eur"], communes["mbm_250"], typology.metropolitan_flag(communes)
    )
    references = {name: typology.metropolitan_flag(communes, name) for name in typology.DEFINITIONS}
    left_out = {"Paris": communes["code_aav2020"].eq("001"), "Lille": communes["code_aav2020"].eq("004")}
    alternatives = robustness.Alternatives(measures, references=references, left_out=left_out)
    robustness.contrast_under_variants(robustness.one_change_at_a_time(base, alternatives))


def run_classes(france: France) -> None:
    """Natural breaks of the median income."""
    income = france.value("median_income_eur", 2021)
    assign_classes(income, class_breaks(income, "natural", 6))


STATISTICS = {
    "Inégalités (Gini, Lorenz, Theil, déciles)": run_inequality,
    "Écarts à trois contextes": run_contrasts,
    "Métropoles, soldes, signes et familles": run_typology,
    "Fragilité (cinq recettes, étendue des rangs)": run_fragility,
    "Convergence (σ, β)": run_convergence,
    "Moran, 999 permutations": run_global_moran,
    "LISA, 999 permutations": run_lisa,
    "Jumelles statistiques": run_twins,
    "Distance à la plus proche initiative": run_proximity,
    "Robustesse d'un contraste": run_robustness,
    "Classes naturelles": run_classes,
}


def compare_with_esda() -> None:
    """Time 999 local permutations on Nord–Pas-de-Calais: ours, then PySAL's."""
    france = France()
    here = france.communes["code_departement"].isin(["59", "62"])
    values = france.value("unemployment_rate_pct", 2018)[here].dropna()
    pairs = contiguity(france.boundaries[values.index])
    clock = time.perf_counter()
    local_moran(values, pairs, permutations=999)
    ours = time.perf_counter() - clock
    clock = time.perf_counter()
    import esda  # noqa: PLC0415
    from libpysal.weights import W  # noqa: PLC0415

    neighbours = pairs.groupby("focal")["neighbour"].agg(list).reindex(values.index)
    weights = W({code: found if isinstance(found, list) else [] for code, found in neighbours.items()})
    loaded = time.perf_counter() - clock
    esda.Moran_Local(values.to_numpy(), weights, permutations=999, seed=0, keep_simulations=False)
    theirs = time.perf_counter() - clock - loaded
    print(f"\nLISA, {len(values)} communes, 999 permutations")
    print(f"{'geo.autocorrelation, chargement compris':50}{ours:7.2f} s")
    print(f"{'esda sans numba : chargement et voisinages':50}{loaded:7.2f} s")
    print(f"{'esda sans numba : calcul':50}{theirs:7.2f} s")


def measure() -> tuple[list[dict[str, Any]], float]:
    """Run everything in a process of its own; return its steps and its clock seconds."""
    started = time.time()
    command = [sys.executable, "-m", "benchmarks.statistics", "--started", repr(started)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout), time.time() - started


def tell(steps: list[dict[str, Any]], whole: float) -> None:
    """Print the table of one run."""
    print(f"{'':50}{'horloge':>9}{'processeur':>12}")
    for step in steps:
        print(f"{step['title']:50}{step['clock']:7.2f} s{step['processor']:10.2f} s")
    counted = [step for step in steps if step["counts"]]
    clock, processor = (sum(step[key] for step in counted) for key in ("clock", "processor"))
    kept = "tenue" if clock <= PROMISE_S else "non tenue"
    print(f"{'Total (promesse : 10 s, ' + kept + ')':50}{clock:7.2f} s{processor:10.2f} s")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIB_PER_MB
    print(f"Processus entier, fin comprise : {whole:.2f} s ; mémoire, au plus : {memory:.0f} Mo\n")


def main() -> int:
    """Measure as many runs as asked for; the fastest shows what the machine can do when it is quiet."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.statistics")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--esda", action="store_true", help="compare with PySAL on Nord–Pas-de-Calais")
    parser.add_argument("--started", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.started is not None:
        stopwatch = Stopwatch()
        run(stopwatch, options.started)
        print(json.dumps(stopwatch.steps))
        return 0
    for _ in range(options.runs):
        tell(*measure())
    if options.esda:
        compare_with_esda()
    return 0


if __name__ == "__main__":
    sys.exit(main())
