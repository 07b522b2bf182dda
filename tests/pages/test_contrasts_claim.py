"""« 15 aires urbaines »: the shares are those of the table, and the claim is never passed off as verified."""

from __future__ import annotations

import pytest

from loaders import catalog
from pages.shared.contrasts import claim
from viz.french import NBSP, NNBSP


def plain(text):
    return text.replace(NNBSP, " ").replace(NBSP, " ")


def test_fifteen_areas_have_the_published_share_of_private_jobs():
    assert claim._jobs(2024, 15) == pytest.approx(52.397, abs=0.01)
    assert claim._jobs(2024, claim.over_threshold()) == pytest.approx(54.537, abs=0.01)
    assert claim._jobs(2014, 15) == pytest.approx(50.822, abs=0.01)


def test_shares_of_people_are_those_that_the_sidecar_tells():
    told = plain(" ".join(catalog.read_sidecar(claim.TABLE)["caveats"]))
    assert "pour 42,3 % et 44,5 % de la population" in told
    assert [round(claim._people(n), 1) for n in (15, claim.over_threshold())] == [42.3, 44.5]


def test_all_jobs_of_the_census_are_shared_over_the_same_communes_at_both_dates():
    jobs = claim.cached_census_jobs()
    shares = [claim.all_jobs_share(year, 15) for year in claim.CENSUS]
    assert 40 < min(shares) < max(shares) < 60
    assert claim.all_jobs_share(2018, 15) == pytest.approx(
        100 * jobs.loc[claim.cached_areas()["code_aav2020"].head(15), 2018].sum() / jobs[2018].sum()
    )
    assert jobs.loc["004", 2018] > jobs.loc["004", 2013] > 500_000  # Lille


def test_areas_are_ranked_by_population_and_leave_communes_without_area_out():
    areas = claim.cached_areas()
    assert areas["population_2022"].is_monotonic_decreasing
    assert "000" not in set(areas["code_aav2020"])


def test_every_share_of_the_picture_is_in_the_sentences_or_beside_it():
    names = [share.name for share in claim.cached_shares()]
    assert names[0].startswith("Affirmation")
    assert claim.cached_shares()[0].value == 55
    assert len(set(names)) == len(names)


def test_sentences_quote_the_figures_shown():
    first, second, third = map(plain, claim._sentences())
    assert "52,4 % des emplois salariés privés de France en 2024, avec 42,3 % des habitants" in first
    assert "passe de 50,8 % à 52,4 % (+1,6 point)" in second
    assert third.startswith("L’aire de Paris à elle seule : 26,7 % ")


def test_the_licence_of_the_table_is_said():
    block = claim._claim_block()
    assert "ODbL" in block.source
    assert "Urssaf" in block.source


def test_the_table_lists_the_areas_above_the_threshold():
    rows = claim._grid().rows
    assert len(rows) == claim.over_threshold()
    assert rows[0][0] == "1. Paris"
