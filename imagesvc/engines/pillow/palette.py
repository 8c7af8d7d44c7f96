"""The palettes and the named colours as data, and the table of colours that a picture is printed with.

Mixed in OKLab (Björn Ottosson, https://bottosson.github.io/posts/oklab/). Hues are degrees in OKLCH, from the dark end
of a block to its light end; four anchors each, so that a path can turn through warm colours instead of crossing grey.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

PATH_LEVELS = 5  # ground, between, subject, between, accent
SPOTS = (2.0, 3.0)  # values of hue that no path leads to: blocks of the colours that the text names
HUE_LEVELS = PATH_LEVELS + len(SPOTS)
TONE_LEVELS = 9
INK_LEVELS = 4
PAPER_TONES = 3

Anchors = tuple[float, float, float, float]

_LIGHTNESS: Anchors = (0.25, 0.46, 0.69, 0.91)


@dataclass(frozen=True, kw_only=True)
class Block:
    """One colour block: hue, chroma and lightness from dark to light."""

    hue: Anchors
    chroma: Anchors = (0.05, 0.08, 0.08, 0.05)
    lightness: Anchors = _LIGHTNESS


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Three blocks and an ink. A palette that very many words speak for names `sisters`, for variety."""

    ground: Block
    subject: Block
    accent: Block
    ink: tuple[float, float, float]  # lightness, chroma, hue
    sisters: tuple[str, ...] = ()


PALETTES: dict[str, Palette] = {
    "dusk": Palette(
        ground=Block(hue=(285, 320, 385, 435), chroma=(0.07, 0.10, 0.12, 0.10)),
        subject=Block(hue=(300, 345, 400, 440), chroma=(0.05, 0.08, 0.10, 0.08)),
        accent=Block(hue=(35, 50, 75, 95), chroma=(0.10, 0.15, 0.15, 0.10)),
        ink=(0.19, 0.05, 290),
    ),
    "night": Palette(
        ground=Block(hue=(268, 255, 235, 212), chroma=(0.07, 0.08, 0.06, 0.03), lightness=(0.22, 0.38, 0.60, 0.86)),
        subject=Block(hue=(255, 225, 190, 150), chroma=(0.05, 0.06, 0.05, 0.04)),
        accent=Block(hue=(50, 68, 84, 98), chroma=(0.09, 0.13, 0.13, 0.09), lightness=(0.34, 0.58, 0.79, 0.94)),
        ink=(0.16, 0.05, 268),
    ),
    "noon": Palette(
        ground=Block(hue=(240, 218, 194, 100), chroma=(0.05, 0.065, 0.05, 0.045), lightness=(0.26, 0.47, 0.72, 0.94)),
        subject=Block(hue=(34, 48, 64, 82), chroma=(0.06, 0.10, 0.10, 0.06)),
        accent=Block(hue=(26, 40, 62, 88), chroma=(0.12, 0.16, 0.15, 0.09), lightness=(0.34, 0.58, 0.79, 0.94)),
        ink=(0.19, 0.045, 245),
    ),
    "winter": Palette(
        ground=Block(hue=(250, 240, 225, 212), chroma=(0.05, 0.06, 0.045, 0.02), lightness=(0.30, 0.54, 0.76, 0.94)),
        subject=Block(hue=(262, 248, 232, 220), chroma=(0.05, 0.06, 0.05, 0.02), lightness=(0.28, 0.50, 0.74, 0.95)),
        accent=Block(hue=(40, 58, 76, 95), chroma=(0.10, 0.14, 0.13, 0.08), lightness=(0.40, 0.62, 0.81, 0.95)),
        ink=(0.20, 0.04, 255),
    ),
    "dungeon": Palette(
        ground=Block(hue=(205, 192, 170, 145), chroma=(0.05, 0.065, 0.055, 0.04), lightness=(0.24, 0.42, 0.64, 0.88)),
        subject=Block(hue=(220, 180, 135, 105), chroma=(0.03, 0.04, 0.045, 0.05)),
        accent=Block(hue=(50, 68, 86, 100), chroma=(0.10, 0.14, 0.14, 0.09), lightness=(0.34, 0.58, 0.79, 0.94)),
        ink=(0.17, 0.03, 205),
        sisters=("night", "sea", "winter"),
    ),
    "forest": Palette(
        ground=Block(hue=(205, 165, 132, 108), chroma=(0.05, 0.075, 0.08, 0.07), lightness=(0.24, 0.43, 0.66, 0.90)),
        subject=Block(hue=(152, 138, 122, 108), chroma=(0.05, 0.08, 0.09, 0.06)),
        accent=Block(hue=(60, 74, 90, 105), chroma=(0.10, 0.14, 0.14, 0.10), lightness=(0.36, 0.60, 0.80, 0.94)),
        ink=(0.18, 0.04, 165),
    ),
    "fire": Palette(
        ground=Block(hue=(345, 385, 412, 432), chroma=(0.08, 0.12, 0.12, 0.08), lightness=(0.22, 0.40, 0.62, 0.88)),
        subject=Block(hue=(10, 32, 56, 80), chroma=(0.06, 0.09, 0.10, 0.07)),
        accent=Block(hue=(34, 54, 80, 100), chroma=(0.14, 0.17, 0.16, 0.10), lightness=(0.38, 0.62, 0.82, 0.95)),
        ink=(0.17, 0.05, 20),
    ),
    "arcane": Palette(
        ground=Block(hue=(292, 300, 312, 328), chroma=(0.09, 0.12, 0.10, 0.05), lightness=(0.23, 0.40, 0.62, 0.88)),
        subject=Block(hue=(282, 292, 306, 320), chroma=(0.07, 0.09, 0.08, 0.04)),
        accent=Block(hue=(195, 186, 176, 165), chroma=(0.07, 0.11, 0.12, 0.08), lightness=(0.36, 0.60, 0.80, 0.95)),
        ink=(0.17, 0.06, 292),
    ),
    "sea": Palette(
        ground=Block(hue=(236, 222, 200, 182), chroma=(0.06, 0.08, 0.07, 0.04), lightness=(0.25, 0.45, 0.68, 0.91)),
        subject=Block(hue=(232, 214, 190, 172), chroma=(0.05, 0.07, 0.06, 0.04)),
        accent=Block(hue=(36, 54, 74, 95), chroma=(0.11, 0.15, 0.14, 0.08), lightness=(0.38, 0.62, 0.82, 0.95)),
        ink=(0.19, 0.05, 240),
    ),
    "earth": Palette(
        ground=Block(hue=(18, 56, 76, 90), chroma=(0.05, 0.07, 0.07, 0.05), lightness=(0.25, 0.45, 0.69, 0.91)),
        subject=Block(hue=(38, 50, 66, 80), chroma=(0.06, 0.09, 0.09, 0.06)),
        accent=Block(hue=(30, 48, 68, 86), chroma=(0.11, 0.14, 0.14, 0.09), lightness=(0.36, 0.60, 0.80, 0.94)),
        ink=(0.18, 0.04, 50),
        sisters=("noon", "dusk", "blood"),
    ),
    "neon": Palette(
        ground=Block(hue=(285, 305, 335, 380), chroma=(0.09, 0.13, 0.13, 0.08), lightness=(0.21, 0.38, 0.60, 0.86)),
        subject=Block(hue=(270, 292, 322, 350), chroma=(0.07, 0.10, 0.11, 0.07)),
        accent=Block(hue=(212, 202, 192, 182), chroma=(0.08, 0.12, 0.13, 0.08), lightness=(0.38, 0.62, 0.82, 0.96)),
        ink=(0.16, 0.07, 285),
    ),
    "plague": Palette(
        ground=Block(hue=(142, 132, 120, 108), chroma=(0.05, 0.075, 0.08, 0.06), lightness=(0.21, 0.37, 0.58, 0.86)),
        subject=Block(hue=(160, 140, 120, 104), chroma=(0.025, 0.04, 0.055, 0.06)),
        accent=Block(hue=(148, 138, 128, 115), chroma=(0.10, 0.15, 0.17, 0.12), lightness=(0.38, 0.62, 0.82, 0.95)),
        ink=(0.16, 0.03, 145),
    ),
    "blood": Palette(
        ground=Block(hue=(15, 30, 60, 85), chroma=(0.02, 0.02, 0.02, 0.02), lightness=(0.24, 0.44, 0.68, 0.91)),
        subject=Block(hue=(18, 20, 24, 40), chroma=(0.07, 0.09, 0.07, 0.04)),
        accent=Block(hue=(22, 25, 30, 50), chroma=(0.13, 0.18, 0.17, 0.08), lightness=(0.34, 0.52, 0.70, 0.92)),
        ink=(0.17, 0.03, 15),
    ),
}


COLOURS: dict[str, Block] = {
    "red": Block(hue=(16, 22, 27, 42), chroma=(0.10, 0.17, 0.17, 0.08), lightness=(0.24, 0.43, 0.61, 0.88)),
    "orange": Block(hue=(38, 48, 58, 76), chroma=(0.09, 0.14, 0.15, 0.09), lightness=(0.28, 0.50, 0.70, 0.91)),
    "yellow": Block(hue=(72, 86, 97, 104), chroma=(0.08, 0.13, 0.15, 0.09), lightness=(0.34, 0.60, 0.82, 0.95)),
    "gold": Block(hue=(56, 72, 86, 98), chroma=(0.07, 0.12, 0.14, 0.08), lightness=(0.28, 0.52, 0.76, 0.94)),
    "green": Block(hue=(156, 148, 140, 126), chroma=(0.07, 0.12, 0.13, 0.08), lightness=(0.24, 0.43, 0.65, 0.90)),
    "teal": Block(hue=(204, 196, 188, 180), chroma=(0.06, 0.09, 0.10, 0.06), lightness=(0.25, 0.45, 0.67, 0.91)),
    "blue": Block(hue=(266, 258, 248, 234), chroma=(0.09, 0.14, 0.12, 0.05), lightness=(0.24, 0.42, 0.64, 0.90)),
    "purple": Block(hue=(296, 302, 308, 318), chroma=(0.10, 0.15, 0.13, 0.06), lightness=(0.24, 0.42, 0.64, 0.90)),
    "pink": Block(hue=(346, 354, 362, 374), chroma=(0.09, 0.14, 0.12, 0.05), lightness=(0.34, 0.57, 0.76, 0.93)),
    "brown": Block(hue=(40, 50, 60, 74), chroma=(0.05, 0.075, 0.075, 0.05), lightness=(0.20, 0.36, 0.55, 0.82)),
    "black": Block(hue=(285, 275, 262, 250), chroma=(0.02, 0.02, 0.02, 0.015), lightness=(0.13, 0.21, 0.33, 0.62)),
    "grey": Block(hue=(262, 255, 240, 220), chroma=(0.015, 0.015, 0.012, 0.01), lightness=(0.25, 0.46, 0.69, 0.93)),
    "white": Block(hue=(250, 150, 95, 90), chroma=(0.015, 0.012, 0.014, 0.015), lightness=(0.42, 0.68, 0.87, 0.98)),
}
_PALE = frozenset({"black", "grey", "white"})  # colours that would make a dull light


def coloured(palette: Palette, *, subject: str = "", accent: str = "") -> Palette:
    """The palette with the subject or the accent in a named colour."""
    if subject:
        palette = replace(palette, subject=COLOURS[subject])
    if accent and accent not in _PALE:
        palette = replace(palette, accent=COLOURS[accent])
    return palette


def colour_table(
    palette: Palette, *, dyes: tuple[str, ...] = (), blocks: tuple[Block, ...] = ()
) -> npt.NDArray[np.uint8]:
    """Return the sRGB colours by index: ((hue level * 9) + tone level) * 4 + ink level, then the paper; n x 3.

    The hue levels are those of the path, then the dyes; places without a dye have the subject's colours. A scene's
    own blocks take these places in order.
    """
    ground, subject, accent = (_path(block) for block in (palette.ground, palette.subject, palette.accent))
    path = [ground, (ground + subject) / 2, subject, (subject + accent) / 2, accent]
    spots = [_path(COLOURS[name]) for name in dyes[: len(SPOTS)]]
    rows = [*path, *spots, *[subject] * (len(SPOTS) - len(spots))]
    rows[: len(blocks)] = [_path(block) for block in blocks]
    blend = np.stack(rows)[:, :, None, :]
    ink = _lab(*palette.ink)
    share = np.linspace(0, 1, INK_LEVELS)[None, None, :, None]
    lab = (blend * (1 - share) + ink * share).reshape(-1, 3)
    paper = np.array([_lab(0.955 - 0.008 * step, 0.012, 85) for step in range(PAPER_TONES)])
    return _srgb(np.concatenate([lab, paper]))


def _path(block: Block) -> npt.NDArray[np.float64]:
    """The block's colours, dark to light, one row of OKLab for each tone level."""
    at = np.linspace(0, 3, TONE_LEVELS)
    hue, chroma, lightness = (
        np.interp(at, range(4), anchors) for anchors in (block.hue, block.chroma, block.lightness)
    )
    turn = np.deg2rad(hue)
    return np.stack([lightness, chroma * np.cos(turn), chroma * np.sin(turn)], axis=1)


def _lab(lightness: float, chroma: float, hue: float) -> npt.NDArray[np.float64]:
    turn = np.deg2rad(hue)
    return np.array([lightness, chroma * np.cos(turn), chroma * np.sin(turn)])


def _srgb(lab: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    lightness, a, b = lab.T
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = np.stack(
        [
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        ],
        axis=1,
    ).clip(0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    colours: npt.NDArray[np.uint8] = np.rint(encoded * 255).astype(np.uint8)
    return colours
