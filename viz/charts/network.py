"""Two columns of names and the links between them, which cross little; one name may stand out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import altair as alt
import pandas as pd

from viz.charts.rows import inline, layered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viz.charts.theme import Inks

ROW_PX: Final = 20
HEAD_PX: Final = 8
LEFT, RIGHT = 0.42, 0.58
"""Where links start and end, in parts of the width: names have the rest."""
GAP_PX: Final = 9
FAINT: Final = 0.28


def ordered(links: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the names on the left as they come, those on the right by the mean place of their links.

    Parameters
    ----------
    links
        ``left`` and ``right``: one link each.

    Notes
    -----
    The barycentre heuristic of Sugiyama, Tagawa and Toda (1981), one pass.
    """
    left = list(dict.fromkeys(links["left"]))
    places = links["left"].map({name: place for place, name in enumerate(left)})
    means = places.groupby(links["right"], sort=False).mean()
    return left, means.sort_values(kind="stable").index.tolist()


def crossings(links: pd.DataFrame, left: Sequence[str], right: Sequence[str]) -> int:
    """Count the pairs of links that cross when both columns stand in these orders."""
    pairs = sorted(
        {(left.index(a), right.index(b)) for a, b in zip(links["left"], links["right"], strict=True)}
    )
    return sum(a < c and b > d for i, (a, b) in enumerate(pairs) for c, d in pairs[i + 1 :])


def network(links: pd.DataFrame, ink: Inks, chosen: str | None) -> alt.LayerChart:
    """Return the picture of links between two columns.

    Parameters
    ----------
    links
        ``left``, ``right``: names; ``colour`` of the link.
    ink
        Colours of the page.
    chosen
        A name on the left that stands out, the others being faint; None for none.

    Returns
    -------
    chart
        As wide as its container.
    """
    left, right = ordered(links)
    rows = max(len(left), len(right))
    heights = {
        side: {name: (place + 0.5) * rows / len(names) for place, name in enumerate(names)}
        for side, names in (("left", left), ("right", right))
    }
    frame = links.drop_duplicates(["left", "right"]).assign(
        a=lambda f: f["left"].map(heights["left"]), b=lambda f: f["right"].map(heights["right"])
    )
    strong = frame["left"] == chosen if chosen else pd.Series(data=True, index=frame.index)
    shown = set(frame.loc[strong, "right"])
    layers = [
        _curves(frame.assign(strong=strong), rows),
        *_names(
            pd.DataFrame({"name": left}), heights["left"], ink, {chosen} if chosen else set(left), "left"
        ),
        *_names(pd.DataFrame({"name": right}), heights["right"], ink, shown, "right"),
    ]
    return layered(layers, height=ROW_PX * rows + HEAD_PX)


def _curves(frame: pd.DataFrame, rows: int) -> alt.Chart:
    bends = [(LEFT, "a"), (0.5, "a"), (0.5, "b"), (RIGHT, "b")]
    points = pd.DataFrame(
        {
            "link": number,
            "x": x,
            "y": row[side],
            "step": step,
            "colour": row["colour"],
            "opacity": 0.85 if row["strong"] else 0.13,
            "width": 1.8 if row["strong"] else 1.0,
            "told": f"{row['left']} – {row['right']}",
        }
        for number, row in enumerate(frame.to_dict("records"))
        for step, (x, side) in enumerate(bends)
    )
    line = alt.Chart(inline(points)).mark_line(interpolate="basis")
    return line.encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, rows], nice=False, reverse=True)),
        order="step:Q",
        detail="link:N",
        color=alt.Color("colour:N", scale=None),
        opacity=alt.Opacity("opacity:Q", scale=None),
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        tooltip=alt.Tooltip("told:N", title="Lien"),
    )


def _names(
    names: pd.DataFrame, heights: dict[str, float], ink: Inks, strong: set[str], side: str
) -> list[alt.Chart]:
    """Write a column of names; those that do not stand out are faint."""
    frame = names.assign(
        y=names["name"].map(heights),
        x=LEFT if side == "left" else RIGHT,
        opacity=[1.0 if name in strong else FAINT for name in names["name"]],
    )
    on_left = side == "left"
    style: dict[str, Any] = {"align": "right" if on_left else "left", "dx": -GAP_PX if on_left else GAP_PX}
    text = alt.Chart(inline(frame)).mark_text(
        baseline="middle", fontSize=12.5, limit=alt.ExprRef(f"width * {LEFT} - {GAP_PX}"), **style
    )
    dot = alt.Chart(inline(frame)).mark_point(filled=True, size=24, color=ink.muted, opacity=1)
    place = {"x": alt.X("x:Q"), "y": alt.Y("y:Q"), "opacity": alt.Opacity("opacity:Q", scale=None)}
    tooltip = alt.Tooltip("name:N", title="Programme" if on_left else "Partenaire")
    return [dot.encode(**place), text.encode(text="name:N", tooltip=tooltip, **place)]
