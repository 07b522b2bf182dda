"""Colours judged by numbers: order, distance, colour blindness, contrast."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from viz import palettes
from viz.palettes import (
    LAYERS,
    MAX_CLASSES,
    TERRITORIES,
    categorical,
    contrast_ratio,
    diverging,
    from_oklab,
    hex_colour,
    linear_rgb,
    sequential,
    text_on,
    to_oklab,
)

# Machado, Oliveira & Fernandes (2009), doi:10.1109/TVCG.2009.113, severity 1.0, on linear light
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
THEMES = ["light", "dark"]
RAMPS = ["brick", "slate", "forest"]
ADJACENT = 0.06  # OKLab distance; 0.02 is about the least that a side-by-side look can tell
MISSING = 0.05  # a missing commune and a class, never side by side in the legend
LAYER = 0.075


def seen(colour, vision="normal"):
    return to_oklab(np.clip(VISION[vision] @ linear_rgb(colour), 0, 1))


def distance(first, second, vision="normal"):
    return float(np.linalg.norm(seen(first, vision) - seen(second, vision)))


def lightness(colours):
    return [float(seen(colour)[0]) for colour in colours]


def luminance(colour):
    return float(np.array([0.2126, 0.7152, 0.0722]) @ linear_rgb(colour))


def all_class_palettes(largest):
    for theme in THEMES:
        for n in range(2, largest + 1):
            yield from (pytest.param(theme, sequential(n, theme, r), id=f"{r}-{theme}-{n}") for r in RAMPS)
            yield pytest.param(theme, diverging(n, theme), id=f"diverging-{theme}-{n}")


def test_oklab_of_known_colours():  # white and red, from Ottosson's table
    assert seen("#ffffff") == pytest.approx([1, 0, 0], abs=1e-3)
    assert seen("#ff0000") == pytest.approx([0.628, 0.225, 0.126], abs=1e-3)


@pytest.mark.parametrize("colour", ["#000000", "#b1482f", "#0a1b2c", "#ffffff"])
def test_oklab_and_back(colour):
    assert hex_colour(from_oklab(seen(colour))) == colour


def test_contrast_ratio_of_black_white_and_the_limit_grey():
    assert contrast_ratio("#000000", "#ffffff") == contrast_ratio("#ffffff", "#000000") == 21
    assert contrast_ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ramp", RAMPS)
@pytest.mark.parametrize("n", range(2, MAX_CLASSES + 1))
def test_sequential_steps_are_even_and_go_away_from_the_page(ramp, n):
    for theme, sign in (("light", -1), ("dark", 1)):
        steps = np.diff(lightness(sequential(n, theme, ramp).colours)) * sign
        assert steps.min() > 0.06
        assert np.ptp(steps) < 0.012


@pytest.mark.parametrize("ramp", RAMPS)
@pytest.mark.parametrize("theme", THEMES)
def test_a_grey_print_keeps_the_order(ramp, theme):
    greys = [round(255 * luminance(c) ** (1 / 2.2)) for c in sequential(MAX_CLASSES, theme, ramp).colours]
    assert all(abs(a - b) >= 10 for a, b in pairwise(greys))
    assert greys in (sorted(greys), sorted(greys, reverse=True))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("n", range(2, MAX_CLASSES + 1))
def test_diverging_arms_mirror_each_other_in_lightness(theme, n):
    tones = lightness(diverging(n, theme).colours)
    assert tones == pytest.approx(tones[::-1], abs=0.012)
    half = tones[: (n + 1) // 2]
    assert half == sorted(half, reverse=theme == "dark")


@pytest.mark.parametrize("theme", THEMES)
def test_diverging_goes_from_blue_to_red(theme):
    for n in range(2, MAX_CLASSES + 1):
        colours = diverging(n, theme).colours
        below, above = colours[: n // 2], colours[(n + 1) // 2 :]
        assert all(seen(c)[2] < 0 for c in below)
        assert all(seen(c)[1] > 0 and seen(c)[2] > 0 for c in above)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("n", [3, 5, 7, 9])
def test_the_middle_class_takes_no_side(theme, n):
    lab = seen(diverging(n, theme).colours[n // 2])
    assert abs(lab[1]) < 0.01
    assert np.hypot(*lab[1:]) < 0.035


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("theme", "palette"), list(all_class_palettes(7)))
def test_neighbouring_classes_are_told_apart(theme, palette, vision):
    assert min(distance(a, b, vision) for a, b in pairwise(palette.colours)) >= ADJACENT


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("theme", "palette"), list(all_class_palettes(MAX_CLASSES)))
def test_no_class_passes_for_a_missing_or_outside_commune(theme, palette, vision):
    states = (palettes.NOT_AVAILABLE, palettes.OUTSIDE, palettes.SECRET_BACKGROUND)
    gaps = {s: min(distance(c, s.on(theme), vision) for c in palette.colours) for s in states}
    assert min(gaps.values()) >= MISSING, gaps


@pytest.mark.parametrize("theme", THEMES)
def test_missing_states_differ_and_hatches_show(theme):
    not_available, outside = palettes.NOT_AVAILABLE.on(theme), palettes.OUTSIDE.on(theme)
    assert distance(not_available, outside) >= 0.1
    ink, paper = palettes.SECRET_INK.on(theme), palettes.SECRET_BACKGROUND.on(theme)
    assert contrast_ratio(ink, paper) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", ["TEXT", "TEXT_MUTED", "ACCENT"])
@pytest.mark.parametrize("ground", ["BACKGROUND", "SURFACE"])
def test_text_is_readable(theme, text, ground):
    assert contrast_ratio(getattr(palettes, text).on(theme), getattr(palettes, ground).on(theme)) >= 4.5


@pytest.mark.parametrize(("theme", "palette"), list(all_class_palettes(MAX_CLASSES)))
def test_a_figure_written_on_a_class_is_readable(theme, palette):
    assert min(contrast_ratio(text_on(c), c) for c in palette.colours) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_chosen_commune_stands_out_from_every_class(theme):
    chosen = palettes.SELECTION.on(theme)
    for ramp in RAMPS:
        assert min(distance(chosen, c) for c in sequential(7, theme, ramp).colours) >= 0.08
    assert contrast_ratio(chosen, palettes.BACKGROUND.on(theme)) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_layers_stay_apart_for_the_colour_blind(theme, vision):
    colours = categorical(theme).colours
    limit = 0.12 if vision == "normal" else LAYER
    gaps = {pair: distance(*pair, vision) for pair in combinations(colours, 2)}
    assert min(gaps.values()) >= limit, min(gaps, key=gaps.get)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", ["normal", "protanopia", "deuteranopia"])
def test_territories_stay_apart_for_the_colour_blind(theme, vision):
    colours = [paint.on(theme) for paint in TERRITORIES.values()]
    gaps = {pair: distance(*pair, vision) for pair in combinations(colours, 2)}
    assert min(gaps.values()) >= 0.07, min(gaps, key=gaps.get)


def test_layers_cover_the_families_of_the_data_and_three_tables():
    assert list(LAYERS)[:5] == ["bâti", "cité minière", "terril", "cavalier", "espace néo-naturel"]
    assert list(LAYERS)[5:] == ["mine_shafts", "initiatives", "major_sites"]
    assert len(set(categorical().colours)) == 8


def test_palettes_say_what_they_are():
    palette = sequential(5, "dark", "forest")
    assert (palette.id, palette.kind, len(palette.colours)) == ("forest-dark-5", "sequential", 5)
    assert diverging(4).kind == "diverging"
    assert categorical("dark").id == "layers-dark"


@pytest.mark.parametrize("make", [sequential, diverging])
@pytest.mark.parametrize("n", [0, 10])
def test_a_number_of_classes_without_palette_is_refused(make, n):
    with pytest.raises(ValueError, match=f"1 to 9 classes, not {n}"):
        make(n)


@pytest.mark.parametrize("make", [sequential, diverging])
def test_one_class_is_the_middle_of_the_palette(make):
    assert make(1).colours == (make(9).colours[4],)
