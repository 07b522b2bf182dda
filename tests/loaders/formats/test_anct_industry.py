import pytest

from loaders.errors import CodeError, GeometryError
from loaders.formats.anct_industry import industry_members, load_industry_territories
from loaders.formats.dgcl_epci import load_epci
from tests.loaders.formats.layers import point, square, write_layer

BETHUNE = {
    "id_ti": "ti-3204",
    "lib_ti": "Béthune-Bruay",
    "lib_groupement": "CA de Béthune-Bruay, Artois-Lys Romane, CA de Lens - Liévin",
    "siren_groupement": "200072460, 246200364",
}
CARROS = {
    "id_ti": "ti-9303",
    "lib_ti": "Carros",
    "lib_groupement": "Carros",
    "siren_groupement": "210600334",
}


def write(tmp_path, changes=(), shape=None):
    features = [(CARROS, point(7.18, 43.78)), ({**BETHUNE, **dict(changes)}, shape or square(2, 50))]
    return write_layer(tmp_path / "ti.geojson", features)


def test_a_territory_has_its_members_and_its_outline(tmp_path):
    territories = load_industry_territories(write(tmp_path))
    assert territories["code_ti"].tolist() == ["ti-3204", "ti-9303"]
    assert territories["name"].tolist() == ["Béthune-Bruay", "Carros"]
    assert territories.crs.to_epsg() == 4326


def test_an_outline_that_is_a_point_is_told(tmp_path):
    mixed = {"type": "GeometryCollection", "geometries": [point(3.6, 46.8), square(3, 46)]}
    assert load_industry_territories(write(tmp_path))["has_points"].tolist() == [False, True]
    assert load_industry_territories(write(tmp_path, shape=mixed))["has_points"].tolist() == [True, True]


def test_members_are_listed_by_siren_since_their_names_hold_commas(tmp_path):
    members = industry_members(load_industry_territories(write(tmp_path)))
    assert members.to_numpy().tolist() == [
        ["ti-3204", "Béthune-Bruay", "200072460"],
        ["ti-3204", "Béthune-Bruay", "246200364"],
        ["ti-9303", "Carros", "210600334"],
    ]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"siren_groupement": "200072460;246200364"}, "SIREN mal formé"),
        ({"siren_groupement": ""}, "SIREN mal formé"),
        ({"siren_groupement": "200072460, 210600334"}, "en double.*210600334"),
        ({"id_ti": "3204"}, "territoire mal formé : 3204"),
        ({"id_ti": "ti-9303"}, "en double.*ti-9303"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, changes, fault):
    with pytest.raises(CodeError, match=fault):
        load_industry_territories(write(tmp_path, changes))


def test_an_outline_that_crosses_itself_is_refused(tmp_path):
    bow = {"type": "Polygon", "coordinates": [[[2, 50], [3, 51], [3, 50], [2, 51], [2, 50]]]}
    with pytest.raises(GeometryError, match="objet 2"):
        load_industry_territories(write(tmp_path, shape=bow))


@pytest.fixture(scope="module")
def official(shared):
    path = shared / "mirror" / "anct" / "territoires_industrie" / "polygone-4326_ti.geojson"
    return load_industry_territories(path)


@pytest.mark.mirror
def test_five_territories_of_149_have_points_for_outline(official):
    assert len(official) == 149
    pointed = official.loc[official["has_points"], "code_ti"].tolist()
    assert pointed == ["ti-2706", "ti-8416", "ti-9301", "ti-9303", "ti-9307"]


@pytest.mark.mirror
def test_members_are_epci_of_2025_but_for_38_communes_and_grand_paris(official, shared):
    epci = set(load_epci(shared / "mirror" / "dgcl" / "epcicom" / "2025.xlsx", 2025)["code_epci"])
    members = industry_members(official)
    other = members[~members["siren"].isin(epci)]
    assert (len(members), len(other)) == (588, 41)
    assert other["siren"].str.startswith("21").sum() == 38
    assert set(other["siren"][~other["siren"].str.startswith("21")]) == {
        "200057990",
        "200058014",
        "200058097",
    }
