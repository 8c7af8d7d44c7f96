"""Ornaments that many objects share: cut stones, emblems, seals, runes, the mark of a skull."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import GEM, STONE, Material, Outline, curve, oval, ring, star
from imagesvc.engines.pillow.scenes.things.forms import around, rounded, shifted, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Piece

WAX = Material(hue=1.0, dark=0.2, bright=0.6, pitch=6.5, angle=30, base=0.45, gloss=0.4)


def emblem(piece: Piece, *, x: float, y: float, size: float, material: Material) -> None:
    """Draw a device that belongs to the words: sun, flower, eye, knot, crescent or tree."""
    points = 5 + piece.pick("emblem", 5)
    piece.part(ring(x, y, size, size * 0.88), material, bevel=4, outline=1.6)
    style = piece.pick("emblem style", 6)
    if style == 0:
        piece.part(star(x, y, size * 0.8, size * 0.36, points=points), material, bevel=8, outline=1.8)
        piece.part(oval(x, y, size * 0.24), GEM, bevel=7)
    elif style == 1:
        for px, py in around(points, size * 0.46, x=x, y=y):
            piece.part(oval(px, py, size * 0.27), material, bevel=8, outline=1.8)
        piece.part(oval(x, y, size * 0.24), GEM, bevel=7)
    elif style == 2:
        eye = [(x - size * 0.74, y), (x, y - size * 0.48), (x + size * 0.74, y), (x, y + size * 0.48)]
        piece.part(curve(eye), material.but(base=0.8), bevel=8, outline=2.2)
        piece.part(oval(x, y, size * 0.33), GEM, bevel=8)
        piece.inks([oval(x, y, size * 0.14)])
    elif style == 3:
        for turn in (0, 60, 120):
            c, s = cos(turn * pi / 180), sin(turn * pi / 180)
            loop = [
                (x + size * 0.74 * (a * c - b * s), y + size * 0.74 * (a * s + b * c))
                for a, b in oval(0, 0, 1, 0.36, steps=28)
            ]
            piece.part(strip(loop, size * 0.13), material, bevel=4, outline=1.8)
    elif style == 4:
        moon = oval(x, y, size * 0.72, start=50, stop=310) + oval(x + size * 0.3, y, size * 0.56, start=290, stop=70)
        piece.part(moon, material.but(base=0.75), bevel=8, outline=2)
        piece.part(star(x + size * 0.34, y, size * 0.28, size * 0.11, points=5), GEM, bevel=4, outline=1.6)
    else:
        piece.part(strip([(x, y + size * 0.74), (x, y - size * 0.1)], size * 0.2, end=size * 0.1), material, bevel=6)
        for k in range(5):
            px, py = around(5, size * 0.4, x=x, y=y - size * 0.24, start=-90)[k]
            piece.part(oval(px, py, size * 0.23), material.but(base=0.7), bevel=9, outline=1.8)


def seal(piece: Piece, *, x: float, y: float, size: float) -> None:
    """Drop a blob of wax and press an emblem in it."""
    wax = WAX.but(hue=piece.hue("wax seal", default=1.0))
    blob = [
        (
            x + size * (1 + 0.08 * ((i * 7) % 3 - 1)) * cos(i * pi / 6),
            y + size * (1 + 0.08 * ((i * 5) % 3 - 1)) * sin(i * pi / 6),
        )
        for i in range(12)
    ]
    piece.part(curve(blob, steps=4), wax, bevel=14)
    emblem(piece, x=x, y=y, size=size * 0.7, material=wax.but(base=0.62))


def skull_mark(piece: Piece, *, x: float, y: float, size: float) -> None:
    """Paint a skull in ink."""
    head = shifted(
        [(px * size, py * size) for px, py in rounded("0 -1, 0.7 -0.8, 0.8 -0.1, 0.46 0.3, 0.4 0.8, 0 0.86")], x, y
    )
    piece.flat(head, light=1, tone=0.95, hue=0.4, outline=3)
    for side in (-1, 1):
        piece.inks([oval(x + 0.34 * side * size, y - 0.14 * size, size * 0.24, size * 0.22)])
        piece.inks(
            [strip([(x + 0.16 * side * size, y + 0.5 * size), (x + 0.16 * side * size, y + 0.84 * size)], size * 0.07)]
        )
    piece.inks([[(x - 0.12 * size, y + 0.32 * size), (x, y + 0.1 * size), (x + 0.12 * size, y + 0.32 * size)]])
    piece.inks([strip([(x, y + 0.5 * size), (x, y + 0.84 * size)], size * 0.07)])


def echo(piece: Piece, *, x: float, y: float) -> None:
    """Let a sound go out in arcs."""
    for k in range(5):
        r = 110 + 66 * k
        arc = oval(x, y, r, r * 0.84, start=-76, stop=36)
        piece.cuts([swell(arc, 13 - k, ends=3)], light=0.97, tone=0.97, hue=0.9)


def crystal(piece: Piece, x: float, y: float, size: float) -> None:
    """Set a cut crystal of six facets."""
    crown = [
        (x - size * 0.62, y - size * 0.2),
        (x, y - size),
        (x + size * 0.62, y - size * 0.2),
        (x + size * 0.5, y + size * 0.45),
        (x, y + size),
        (x - size * 0.5, y + size * 0.45),
    ]
    stuff = GEM.but(hue=piece.gem_hue("crystal gem gemstone jewel"))
    middle = (x - size * 0.08, y - size * 0.05)
    for i, base in enumerate((0.95, 0.5, 0.3, 0.36, 0.6, 0.85)):
        facet = [crown[i], crown[(i + 1) % 6], middle]
        piece.part(facet, stuff.but(base=base, angle=i * 60.0), bevel=3, outline=1.6)


def facets(piece: Piece, *, x: float, y: float, rx: float, ry: float) -> None:
    """Set a brilliant, its facets to the upper left the lightest; a small one has fewer."""
    stuff = GEM.but(hue=piece.gem_hue(), pitch=6)
    small = rx * piece.pose.size < 60
    outer = oval(x, y, rx, ry, steps=8)[:-1]
    inner = oval(x, y - ry * 0.06, rx * 0.55, ry * 0.52, start=22, stop=382, steps=8)[:-1]
    if small:
        piece.part(outer, stuff.but(base=0.45), bevel=rx * 0.4, outline=1.8)
    else:
        for i, base in enumerate((0.38, 0.26, 0.34, 0.55, 0.85, 0.98, 0.9, 0.55)):
            tilted = stuff.but(base=base, angle=45.0 * i)
            piece.part([outer[i], outer[(i + 1) % 8], inner[i]], tilted, bevel=2, outline=1.4)
            flat = [inner[i], outer[(i + 1) % 8], inner[(i + 1) % 8]]
            piece.part(flat, tilted.but(base=min(base + 0.12, 1)), bevel=2, outline=1.2)
    piece.part(inner, stuff.but(base=0.78, angle=-30), bevel=4, outline=1.6)
    piece.cuts(
        [swell([(x - rx * 0.36, y - ry * 0.04), (x - rx * 0.16, y - ry * 0.34)], rx * 0.2, ends=rx * 0.08)], hue=0.7
    )


def device(piece: Piece, *, y: float, size: float, glow: bool) -> None:
    """Carve a star in a ring, or let it glow."""
    points = 5 + piece.pick("device", 4)
    shapes = [ring(0, y, size, size * 0.88), star(0, y, size * 0.8, size * 0.36, points=points)]
    if glow:
        for shape in shapes:
            piece.cuts([shape], hue=1.0)
        piece.glow(0, y, size, light=0.25)
        return
    piece.inks(shapes[:1])
    piece.part(shapes[1], STONE.but(base=0.3), bevel=8, relief=-1)
    piece.inks([oval(0, y, size * 0.16)])


def runes(piece: Piece, spine: Outline, *, size: float) -> None:
    """Cut glowing runes along a line."""
    marks = (
        [(-0.5, -1), (0.5, 0), (-0.5, 1)],
        [(0, -1), (0, 1)],
        [(-0.5, -0.8), (0.5, 0.8)],
        [(0.5, -0.9), (-0.5, 0), (0.5, 0.9)],
        [(-0.5, 1), (-0.5, -1), (0.5, -0.2)],
    )
    for i, (x, y) in enumerate(spine[1::2]):
        mark = marks[(i * 3 + piece.pick("runes", 5)) % len(marks)]
        points = [(x + px * size, y + py * size * 0.9) for px, py in mark]
        piece.cuts([strip(points, max(7.0, size * 0.42))], light=1, tone=0.98, hue=1.0)
