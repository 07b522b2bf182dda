import pytest

from loaders.errors import CodeError, SchemaError, SourceError
from loaders.formats import anct_grids
from loaders.formats.anct_grids import load_centrality, load_density, load_rurality

DENSITY = """insee_com,lib_com,niveau_densite
62498,Lens,Grands centres urbains
59001,Abancourt,Rural à habitat dispersé
01004,Ambérieu-en-Bugey,Centres urbains intermédiaires
"""
RURALITY = """insee_com,lib_com,niveau_ruralite
59001,Abancourt, Les ruralités résidentielles mixtes
59006,L'Orée de Mormal, Commune dont le périmètre a changé depuis la réalisation de la typologie
62498,Lens, Hors champ : DOM ou commune urbaine
"""
CENTRALITY = """insee_com,lib_com,niveau_centralite
62498,Lens,Centre majeur d'équipements et de services
97101,Les Abymes, - undefined
"""


def write(tmp_path, text, encoding="utf-8-sig"):
    path = tmp_path / "grille.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return path


def test_density_has_the_label_and_its_code_sorted_by_commune(tmp_path):
    density = load_density(write(tmp_path, DENSITY))
    assert density["code_commune"].tolist() == ["01004", "59001", "62498"]
    assert density["density_code"].tolist() == ["2", "6", "1"]
    assert density["density_level"].tolist()[2] == "Grands centres urbains"


def test_codes_follow_the_order_from_dense_to_sparse():
    assert list(anct_grids.DENSITY_CODES.values()) == list("1234567")
    first, *_, last = anct_grids.DENSITY_CODES
    assert (first, last) == ("Grands centres urbains", "Rural à habitat très dispersé")


def test_the_space_before_a_label_is_dropped(tmp_path):
    types = load_rurality(write(tmp_path, RURALITY)).set_index("code_commune")["rurality_type"]
    assert types["59001"] == "Les ruralités résidentielles mixtes"
    assert types["59006"] == anct_grids.CHANGED
    assert types["62498"] == anct_grids.OUT_OF_SCOPE


def test_an_undefined_centrality_is_missing_and_not_a_level(tmp_path):
    levels = load_centrality(write(tmp_path, CENTRALITY)).set_index("code_commune")["centrality_level"]
    assert levels.isna().to_dict() == {"62498": False, "97101": True}


def test_an_unknown_label_is_shown(tmp_path):
    text = DENSITY.replace("Grands centres urbains", "Zone dense")
    with pytest.raises(SchemaError, match=r"grille\.csv.*« Zone dense ».*Grands centres urbains"):
        load_density(write(tmp_path, text))


def test_one_grid_is_not_taken_for_another(tmp_path):
    with pytest.raises(SchemaError, match="niveau_densite"):
        load_density(write(tmp_path, RURALITY))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("01004", "1004", "mal formé : 1004"),
        ("01004", "62498", r"en double.*62498"),
        (",", ";", "séparateur"),
    ],
)
def test_what_is_wrong_with_codes_or_layout_is_named(tmp_path, old, new, fault):
    with pytest.raises((CodeError, SchemaError), match=fault):
        load_density(write(tmp_path, DENSITY.replace(old, new)))


def test_another_encoding_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="encodage"):
        load_density(write(tmp_path, DENSITY, "latin-1"))


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"rien\.csv"):
        load_density(tmp_path / "rien.csv")


@pytest.mark.mirror
def test_the_official_density_counts_every_commune_of_2025(shared):
    density = load_density(shared / "mirror" / "anct" / "grilles" / "densite.csv")
    assert density["density_code"].value_counts().sort_index().to_dict() == {
        "1": 699,
        "2": 637,
        "3": 1_996,
        "4": 947,
        "5": 5_072,
        "6": 18_288,
        "7": 7_236,
    }
    assert len(density) == 34_875


@pytest.mark.mirror
def test_the_official_rurality_leaves_74_merged_communes_without_type(shared):
    rurality = load_rurality(shared / "mirror" / "anct" / "grilles" / "ruralite.csv")
    assert len(rurality) == 34_875
    counts = rurality["rurality_type"].value_counts()
    assert (counts[anct_grids.CHANGED], counts[anct_grids.OUT_OF_SCOPE]) == (74, 4_240)


@pytest.mark.mirror
def test_the_official_centrality_is_undefined_overseas_and_only_there(shared):
    centrality = load_centrality(shared / "mirror" / "anct" / "grilles" / "centralite.csv")
    missing = centrality["centrality_level"].isna()
    assert missing.sum() == 129
    assert missing.equals(centrality["code_commune"].str.startswith("97"))
    assert (centrality["centrality_level"] == anct_grids.CENTRALITIES[-1]).sum() == 142
