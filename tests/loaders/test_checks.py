import pandas as pd
import pytest

from loaders.checks import (
    require_among,
    require_codes,
    require_columns,
    require_counts,
    require_known,
    require_no_districts,
    require_one_level,
    require_rates,
    require_siren,
    require_status,
    require_unique,
)
from loaders.errors import CodeError, SchemaError

WHERE = "communes.csv"


def test_a_renamed_column_is_named_with_its_file_and_what_is_there_instead():
    frame = pd.DataFrame({"code": [1], "nom": [2]})
    with pytest.raises(SchemaError, match=r"communes\.csv : colonne absente : name\..*nom.*Remède"):
        require_columns(frame, ["code", "name"], WHERE)


def test_a_column_that_nobody_described_is_refused():
    with pytest.raises(SchemaError, match="inattendue : secret"):
        require_columns(pd.DataFrame({"code": [1], "secret": [2]}), ["code"], WHERE)


@pytest.mark.parametrize("code", ["1004", "010004", "A1004", "59 01", ""])
def test_a_code_without_its_five_characters_is_refused(code):
    with pytest.raises(CodeError, match="zéro initial"):
        require_codes(pd.Series(["62498", code]), WHERE)


def test_corsican_codes_are_codes():
    require_codes(pd.Series(["2A004", "2B033", "01004", "97411"]), WHERE)


def test_a_repeated_key_is_shown():
    frame = pd.DataFrame({"code": ["59350", "59350", "59172"], "year": [2021, 2021, 2021]})
    with pytest.raises(CodeError, match="59350 / 2021"):
        require_unique(frame, ["code", "year"], WHERE)


def test_the_same_code_in_two_years_is_no_repetition():
    require_unique(pd.DataFrame({"code": ["59350", "59350"], "year": [2020, 2021]}), ["code", "year"], WHERE)


def test_an_empty_key_is_refused():
    with pytest.raises(SchemaError, match="clé vide"):
        require_unique(pd.DataFrame({"code": ["59350", None]}), ["code"], WHERE)


def test_a_code_of_a_merged_commune_is_unknown_but_an_empty_one_is_not():
    codes = pd.Series(["59350", "59070", None], name="code_commune")
    with pytest.raises(CodeError, match="59070"):
        require_known(codes, {"59350"}, WHERE)
    require_known(codes, {"59350", "59070"}, WHERE)


def test_a_value_outside_a_closed_list_is_shown_with_what_is_admitted():
    levels = pd.Series(["CC", "SIVU", "CA"], name="nature")
    with pytest.raises(SchemaError, match=r"« nature » : « SIVU »\..*admises : CC, CA"):
        require_among(levels, ["CC", "CA"], WHERE)
    require_among(levels, ["CC", "CA", "SIVU"], WHERE)


@pytest.mark.parametrize("code", ["24620036", "2462003645", "24620036A", ""])
def test_a_siren_number_has_nine_digits(code):
    require_siren(pd.Series(["246200364"]), WHERE)
    with pytest.raises(CodeError, match="neuf chiffres"):
        require_siren(pd.Series(["246200364", code]), WHERE)


@pytest.mark.parametrize(("value", "status"), [(0.0, "secret"), (None, "published"), (None, "estimated")])
def test_a_value_is_empty_exactly_when_it_is_hidden_or_missing(value, status):
    good = pd.DataFrame({"value": [0.0, None, None], "status": ["published", "secret", "not_available"]})
    require_status(good, "value", WHERE)
    bad = pd.concat([good, pd.DataFrame({"value": [value], "status": [status]})])
    with pytest.raises(SchemaError, match=status):
        require_status(bad, "value", WHERE)


def test_a_district_is_refused_where_communes_are_wanted():
    with pytest.raises(CodeError, match=r"arrondissements municipaux au lieu de la commune : 75101, 69389\."):
        require_no_districts(pd.Series(["75101", "62498", "69389", "75101"]), WHERE)
    require_no_districts(pd.Series(["75056", "62498", None]), WHERE)


def test_a_commune_beside_its_districts_would_be_counted_twice():
    with pytest.raises(CodeError, match=r"la commune et ses arrondissements à la fois : 13055\. R"):
        require_one_level(pd.Series(["13055", "13201", "75101", "69123"]), WHERE)
    require_one_level(pd.Series(["13055", "75101", "75102", None]), WHERE)


def rates(*values):
    codes = [f"6200{row}" for row in range(len(values))]
    return pd.Series(values, index=pd.Index(codes), name="poverty_rate_pct")


@pytest.mark.parametrize("rate", [140.0, -0.1, 100.01, float("inf")])
def test_a_rate_out_of_bounds_is_shown_with_its_row(rate):
    told = rf"communes\.csv : taux hors de 0 à 100 % dans « poverty_rate_pct » : 62001 → {rate:g}\. Remède"
    with pytest.raises(SchemaError, match=told):
        require_rates(rates(0.0, rate, 100.0, None), WHERE)


def test_rates_at_the_bounds_and_missing_ones_pass():
    require_rates(rates(0.0, 100.0, None), WHERE)
    require_rates(rates(0, 100).astype("Int64"), WHERE)


@pytest.mark.parametrize("count", [-1.0, -0.5, float("inf"), float("-inf")])
def test_a_negative_or_infinite_count_is_shown_with_its_row(count):
    with pytest.raises(SchemaError, match=rf"effectif négatif ou infini.*62002 → {count:g}"):
        require_counts(rates(0.0, 3.7, count), WHERE)


def test_counts_with_decimals_zeros_and_missing_ones_pass():
    require_counts(rates(0.0, 3.7, None), WHERE)
    require_counts(rates(0, 3, None).astype("Int64"), WHERE)
