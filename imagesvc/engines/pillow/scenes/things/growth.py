"""What grows: trees, stumps, fallen logs, bushes, great mushrooms, crystals."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    GEM,
    STONE,
    WOOD,
    Material,
    curve,
    oval,
    rectangle,
    ring,
)
from imagesvc.engines.pillow.scenes.places import sky, trees
from imagesvc.engines.pillow.scenes.things import standing
from imagesvc.engines.pillow.scenes.things.forms import path, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_LEAVES = Material(hue=0.5, dark=0.12, bright=0.8, pitch=6.6, angle=-35, grain=1.6, base=0.46)


def tree(piece: Piece) -> None:
    """Draw a great tree of its kind, bare if it is dead."""
    bench, x, foot, size = piece.bench, piece.pose.x, piece.pose.y + 10, 880 * piece.pose.size
    mood = sky.mood_of(piece.reading)
    if piece.says("dead bare wither* burnt hollow lightning twisted gnarled leafless"):
        trees.bare_tree(bench, x=x, foot=foot, size=size)
    elif piece.says("fir pine conifer spruce evergreen"):
        trees.conifer(bench, x=x, foot=foot, size=size, mood=mood)
    elif piece.says("willow weeping"):
        trees.willow(bench, x=x, foot=foot, size=size, mood=mood)
    elif piece.says("birch aspen"):
        trees.birch(bench, x=x, foot=foot, size=size, mood=mood)
    elif piece.says("palm oasis tropical"):
        trees.palm(bench, x=x, foot=foot, size=size, mood=mood)
    else:
        for k in (-2, -1, 1, 2):
            root = path(f"{30 * k} -60, {62 * k} -8, {120 * k} 26")
            piece.part(strip(root, 40, end=8), WOOD.but(base=0.36), bevel=10)
        trees.leafy_tree(bench, x=x, foot=foot - 10, size=size, mood=mood)


def stump(piece: Piece) -> None:
    """Draw a stump with its rings, an axe in it if wood is chopped there; a pile of logs."""
    if piece.says("woodpile logs firewood pile"):
        for row in range(4):
            for k in range(5 - row):
                x, y = (k - (4 - row) / 2) * 190, -70 - 160 * row
                piece.part(oval(x, y, 96), WOOD.but(base=0.3), bevel=14)
                piece.part(oval(x, y, 78), WOOD.but(base=0.75, angle=0), bevel=8)
                for r in (56, 34, 14):
                    piece.part(ring(x, y, r, r - 5), WOOD.but(base=0.3), bevel=2, outline=1)
        return
    bark = piece.body("wood").but(angle=88, grain=2.2, base=0.36)
    piece.part(
        smooth(
            "-250 -330, 250 -330, 270 -150, 330 -30, 460 50, 250 40, 120 66, 0 40, -130 66, -260 40, "
            "-460 50, -330 -30, -270 -150",
            steps=4,
        ),
        bark,
        bevel=60,
        relief=1.3,
        outline=3,
    )
    piece.part(oval(0, -330, 256, 80), WOOD.but(base=0.75, angle=0), bevel=12, outline=3)
    for r in (210, 164, 118, 74, 34):
        piece.part(ring(8, -330, r, r - 7, squash=0.31), WOOD.but(base=0.3), bevel=2, outline=1)
    if piece.says("axe chop* block wood*"):
        one = piece.moved(40, -360, turn=24)
        one.part(rectangle(-22, -470, 22, 0), WOOD.but(base=0.55), bevel=12)
        one.part(smooth("-20 -60, 90 -90, 160 -30, 150 40, 60 30, -20 20", steps=4), piece.metal(), bevel=18)
    else:
        for x, size in ((-270, 150), (300, 190)):
            standing.mushroom(
                piece.bench,
                x=piece.pose.x + x * piece.pose.size,
                foot=piece.pose.y + 40 * piece.pose.size,
                size=size * piece.pose.size,
            )


def fallen_log(piece: Piece) -> None:
    """Draw a log lying, its cut face towards us, moss and mushrooms on it."""
    bark = piece.body("wood").but(angle=4, grain=2.0, base=0.38)
    piece.part(
        smooth("-330 -260, 0 -250, 400 -210, 470 -120, 460 0, 380 50, 0 40, -330 30", steps=4),
        bark,
        bevel=90,
        relief=1.4,
        outline=3,
    )
    piece.part(strip(path("150 -220, 230 -340, 330 -400"), 60, end=24), bark, bevel=18)
    piece.part(oval(-330, -116, 110, 146), WOOD.but(base=0.72, angle=0), bevel=12, outline=3)
    for r in (88, 62, 38, 16):
        piece.part(ring(-330, -116, r, r - 6, squash=1.32), WOOD.but(base=0.3), bevel=2, outline=1)
    for x, size in ((20, 120), (110, 90)):
        standing.mushroom(
            piece.bench,
            x=piece.pose.x + x * piece.pose.size,
            foot=piece.pose.y - 236 * piece.pose.size,
            size=size * piece.pose.size,
        )


def bush(piece: Piece) -> None:
    """Draw a bush with berries, flowers or thorns; reeds by the water."""
    leaves = _LEAVES.but(
        hue=piece.hue("leaves hedge ivy vines fern plants", default=piece.reading.print_hue("green", default=0.5))
    )
    draws = piece.draws("bush", 60)
    clumps = []
    for k in range(16):
        x = -330 + 44 * k
        clumps.append((x, -90 - 330 * (1 - (x / 400) ** 2) * (0.5 + 0.5 * draws[k]), 120 + 40 * draws[k + 16]))
    clumps += [(-240 + 120 * k, -90 - 90 * draws[k + 32], 130) for k in range(5)] + [
        (-120, -230, 150),
        (120, -230, 150),
        (0, -190, 170),
    ]
    for cx, cy, r in sorted(clumps, key=lambda clump: clump[1]):
        blob = [
            (
                cx + r * (0.84 + 0.3 * (i * 7 % 5) / 5) * cos(i * pi / 6),
                cy + r * (0.8 + 0.3 * (i * 5 % 4) / 4) * sin(i * pi / 6),
            )
            for i in range(12)
        ]
        piece.part(curve(blob, steps=3), leaves.but(base=0.46 - 0.0004 * (cy + 240)), bevel=54, relief=1.4, outline=2)
    shapes = []
    for k in range(50):
        px, py = (draws[k] - 0.5) * 600, -40 - 420 * draws[(k * 7 + 3) % 60]
        if abs(px) < 320 + py * 0.2:
            shapes.append(swell([(px, py), (px + 12, py - 20), (px + 10, py - 40)], 13, ends=1))
    piece.inks(shapes)
    if piece.says("flower* rose* bloom* garden berr*"):
        bloom = GEM.but(hue=piece.hue("flower flowers rose roses berries blooms", default=1.0))
        for k in range(17):
            px, py = (draws[k + 8] - 0.5) * 560, -70 - 380 * draws[(k * 5 + 11) % 60]
            piece.ball(px, py, 24 + 10 * draws[k], bloom)


def great_mushroom(piece: Piece) -> None:
    """Draw giant mushrooms, one over the others."""
    for x, y, size in ((-280, -20, 320), (290, -10, 380), (-10, 20, 760), (-180, 44, 190), (190, 48, 230)):
        standing.mushroom(
            piece.bench,
            x=piece.pose.x + x * piece.pose.size,
            foot=piece.pose.y + y * piece.pose.size,
            size=size * piece.pose.size,
        )


def crystals(piece: Piece) -> None:
    """Draw a cluster of tall crystals."""
    stuff = GEM.but(hue=piece.hue("crystal crystals shard geode", default=1.0), pitch=7.5)
    for x, h, w, lean in (
        (-200, 380, 74, -140),
        (210, 420, 78, 150),
        (-100, 560, 90, -60),
        (120, 600, 92, 64),
        (0, 780, 116, 6),
    ):
        tip, top = (x + lean, -h), -h * 0.8
        piece.part(
            [(x - w, 20), (x - w + lean * 0.8, top), tip, (x + lean * 0.86, top + 50), (x - 6, 30)],
            stuff.but(base=0.86, angle=70),
            bevel=5,
            outline=3,
        )
        piece.part(
            [(x - 6, 30), (x + lean * 0.86, top + 50), tip, (x + w + lean * 0.8, top + 10), (x + w, 20)],
            stuff.but(base=0.34, angle=-70),
            bevel=5,
            outline=3,
        )
        piece.cuts([swell([(x - w * 0.6, -40), (x - w * 0.6 + lean * 0.6, top * 0.8)], 12)], hue=0.9)
    for k in range(7):
        piece.ball(-290 + 96 * k, 30, 46 + 14 * (k % 3), STONE)
    piece.glow(0, -360, 230, light=0.22, hue=0.5)


OBJECTS: dict[str, Draw] = {
    "bush": bush,
    "crystals": crystals,
    "fallen-log": fallen_log,
    "great-mushroom": great_mushroom,
    "stump": stump,
    "tree": tree,
}
