"""Places through time: a map, a year to move or to play, how many are at work and whose."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from viz.explorer import furniture
from viz.static_files import module_loader, publish, publish_component

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from viz.explorer.model import Ground


class Team(NamedTuple):
    """A group of places: its French name and its colours on a light and a dark page."""

    label: str
    light: str
    dark: str


class Place(NamedTuple):
    """A place with its years: None where the source does not know one, or contradicts itself.

    ``first`` and ``last`` are the years of opening and closing, both counted at work; ``depth`` is in metres.
    """

    lat: float
    lon: float
    first: int | None
    last: int | None
    team: int
    depth: float | None
    name: str
    text: str


@dataclass(frozen=True)
class Timeline:
    """What `show_timeline` draws.

    Attributes
    ----------
    key
        Names it on the page.
    places_url
        Address of the result of `places_file`.
    teams
        In the order of the legend, the last one for all others.
    bounds, ground, source, notes
        As in `viz.explorer.model.Explorer`.
    first, last
        Years of the slider.
    year
        The year shown.
    noun
        Singular and plural: « puits », « puits ».
    """

    key: str
    places_url: str
    teams: tuple[Team, ...]
    bounds: tuple[float, float, float, float]
    ground: Ground
    source: str
    notes: tuple[str, ...]
    first: int
    last: int
    year: int
    noun: tuple[str, str]

    def shell(self) -> dict[str, Any]:
        """Return what the browser fetches once: all but the year."""
        south, west, north, east = self.bounds
        return {
            "places": self.places_url,
            "teams": [team._asdict() for team in self.teams],
            "bounds": [[south, west], [north, east]],
            "ground": self.ground.payload(),
            "source": self.source,
            "notes": list(self.notes),
            "first": self.first,
            "last": self.last,
            "noun": list(self.noun),
            "polygons": "",
        }


def places_file(places: Sequence[Place]) -> bytes:
    """Return the places as the JSON file that the browser fetches: one list each, in the order of `Place`."""
    return json.dumps([list(place) for place in places], ensure_ascii=False, separators=(",", ":")).encode()


def is_dated(place: Place) -> bool:
    """Tell whether a place has both years, in order."""
    return place.first is not None and place.last is not None and place.first <= place.last


def at_work(places: Sequence[Place], year: int) -> list[Place]:
    """Return the places at work in a year, as the browser counts them: both ends in, undated ones out."""
    return [p for p in places if is_dated(p) and p.first <= year <= p.last]  # type: ignore[operator]


@cache
def _renderer() -> Callable[..., Any]:
    return st.components.v2.component(
        "bassin_timeline",
        js=module_loader(f"{publish_component()}/timeline.js", "mount"),
        isolate_styles=False,
    )


def _nothing() -> None:
    """Stand in for a callback, so that the result always has its attribute."""


def show_timeline(view: Timeline, *, on_change: Callable[[], None] | None = None) -> Any:  # noqa: ANN401 (Streamlit's own result type is not public)
    """Draw places through time; the year at rest is ``st.session_state[view.key].year`` in ``on_change``."""
    shell = json.dumps({**view.shell(), "urls": furniture()}, ensure_ascii=False).encode()
    return _renderer()(
        key=view.key,
        data={"key": view.key, "shell": publish("chronologie", shell), "year": view.year},
        on_year_change=on_change or _nothing,
    )
