"""A build killed (SIGKILL) at any moment: through the catalog, the tables are all old or all new."""

import hashlib
import itertools
import os
import random
import shutil
import time

import pytest

from loaders import catalog
from loaders.swap import JOURNAL, STAGING
from loaders.toml_text import dumps
from loaders.verify import verify
from tests.loaders import killing

SEED = 1360
KILLS = 50


@pytest.fixture(scope="module", autouse=True)
def warm(repo_root):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(repo_root))  # for the server that the children are forked from
        yield


@pytest.fixture(autouse=True)
def door(world, monkeypatch):
    monkeypatch.setattr(catalog, "DATA", world.data)
    monkeypatch.setattr(catalog, "TABLES", world.data / "tables")
    monkeypatch.setattr(os, "fsync", int)  # as in the children


def publish(world, edition):
    """Have the facts name an edition: it is then in each table, its sidecar and the report."""
    world.write("pits.csv", str(edition))


def editions():
    """Read everything through the catalog; give the editions found, one when all is of one build."""
    found = {entry["rows_kept"] for entry in catalog.read_build_report()["table"]}
    for name in killing.RECIPES:
        frame, sidecar = catalog.read_table(name), catalog.read_sidecar(name)
        assert hashlib.sha256(catalog.read_table_bytes(name)).hexdigest() == sidecar["sha256"]
        found |= {*frame["edition"], len(frame), sidecar["rows"]}
    return found


def staged(world):
    return list(world.data.glob(f"{STAGING}*"))


def begin(world, edition, **how):
    """Start building an edition in a child."""
    publish(world, edition)
    return killing.start(killing.build_edition, world.data, world.places, **how)


def seconds_of_a_build(world):
    start = time.perf_counter()
    killing.finish(begin(world, 1))
    return time.perf_counter() - start


def test_killed_at_random_moments_the_tables_are_of_one_build_and_the_next_build_succeeds(world):
    seconds_of_a_build(world)  # the first one also starts the server of children
    moments, kills = random.Random(SEED), 0  # noqa: S311
    longest = min(seconds_of_a_build(world) for _ in range(3))
    for edition in itertools.count(2):
        child = begin(world, edition)
        child.join(moments.uniform(0, longest))
        child.kill()
        kills += killing.finish(child)
        assert editions() in ({edition}, {edition - 1}), edition
        killing.build_edition(world.data, world.places)
        assert editions() == {edition}
        assert staged(world) == []
        if kills == KILLS:
            return


def test_killed_before_a_change_on_the_disk_the_tables_are_of_one_build(world):
    killing.finish(begin(world, 1))
    became_new, current = [], 1
    for step in itertools.count(1, 2):  # every other one: test_swap.py takes them all
        killed = killing.finish(begin(world, step + 1, step=step))
        found = editions()
        assert found in ({current}, {step + 1}), step
        if not killed:
            break
        (current,) = found
        became_new.append(current == step + 1)
        for left in staged(world):  # sweeping them would shift the steps of the next one
            shutil.rmtree(left)
    assert became_new == sorted(became_new)  # old up to one step, new from there on
    assert set(became_new) == {False, True}
    assert staged(world) == []


def die_midway(data, name):
    """Leave what a build leaves that was killed once it had renamed one file."""
    (data / ".staging-dead" / "old" / "tables").mkdir(parents=True)
    (data / name).replace(data / ".staging-dead" / "old" / name)
    (data / name).write_bytes(b"new")
    (data / JOURNAL).write_text(dumps({"stage": ".staging-dead", "kept": [name], "added": []}))


def test_a_read_during_which_a_swap_began_is_done_again(world):
    killing.finish(begin(world, 1))
    path, name = world.data / "tables" / "pits.parquet", "tables/pits.parquet"
    old, reads = path.read_bytes(), []

    def read():
        if not reads:
            die_midway(world.data, name)
        reads.append(path.read_bytes())
        return reads[-1]

    assert catalog._settled(read) == old
    assert reads == [b"new", old]


def test_a_check_puts_the_old_tables_back_first(world):
    killing.finish(begin(world, 1))
    (world.data / "tables" / "pits.toml").unlink()
    before = world.tables()
    die_midway(world.data, "tables/pits.parquet")
    assert verify(world.data) == ["table ou fiche absente : pits (lancez « python -m loaders build »)."]
    assert world.tables() == before
