import pandas as pd
import pytest

from loaders.formats.insee_cog import load_events
from loaders.restored import RESTORED, hide_former_perimeters


def frame(*rows):
    columns = ["code_commune", "indicator", "year", "value", "status"]
    return pd.DataFrame(rows, columns=columns)


NAN = float("nan")


def test_the_old_code_loses_its_figure_when_the_commune_that_came_out_has_none():
    values = frame(
        ("60054", "median_income_eur", 2021, 25_320.0, "published"),
        ("60694", "median_income_eur", 2021, NAN, "not_available"),
        ("60054", "population", 2022, 337.0, "published"),
        ("60694", "population", 2022, 547.0, "published"),
    )
    hidden = hide_former_perimeters(values)
    assert hidden["status"].tolist() == ["not_available", "not_available", "published", "published"]
    assert hidden["value"].isna().tolist() == [True, True, False, False]


def test_a_secret_is_no_sign_of_a_former_perimeter():
    values = frame(
        ("14712", "taxed_households_share_pct", 2019, 59.0, "published"),
        ("14666", "taxed_households_share_pct", 2019, NAN, "secret"),
    )
    assert hide_former_perimeters(values).equals(values)


def test_one_of_two_communes_that_came_out_is_enough():
    values = frame(
        ("85084", "tax_households", 2021, 3_663.0, "published"),
        ("85165", "tax_households", 2021, NAN, "not_available"),
        ("85212", "tax_households", 2021, 500.0, "published"),
    )
    assert hide_former_perimeters(values)["status"].tolist() == [
        "not_available",
        "not_available",
        "published",
    ]


def test_another_commune_another_year_and_the_frame_itself_are_left_alone():
    values = frame(
        ("60054", "tax_households", 2019, 360.0, "published"),
        ("60694", "tax_households", 2021, NAN, "not_available"),
        ("62498", "tax_households", 2021, 13_571.0, "published"),
    )
    before = values.copy()
    assert hide_former_perimeters(values).equals(before)
    assert values.equals(before)


def test_a_secret_under_the_old_code_stays_a_secret():
    values = frame(
        ("60054", "poverty_rate_pct", 2021, NAN, "secret"),
        ("60694", "poverty_rate_pct", 2021, NAN, "not_available"),
    )
    assert hide_former_perimeters(values)["status"].tolist() == ["secret", "not_available"]


@pytest.mark.mirror
def test_the_list_is_that_of_the_official_events_since_2016(shared):
    events = load_events(shared / "mirror" / "insee" / "cog" / "v_mvt_commune_2026.csv")
    events = events[(events["insee_mod"] == "21") & (events["date"] > "2016-01-01")]
    communes = events[(events["type_before"] == "COM") & (events["type_after"] == "COM")]
    moved = communes[communes["code_before"] != communes["code_after"]]
    assert dict(zip(moved["code_after"], moved["code_before"], strict=True)) == RESTORED
