"""Tools: keys, ropes, hooks, picks, shovels, saws, spoons, tongs, needles, grindstones, wheels, gears, traps."""

from itertools import pairwise
from math import atan2, cos, degrees, pi, sin

from imagesvc.engines.pillow.parts import (
    GOLD,
    IRON,
    LEATHER,
    METAL,
    WOOD,
    Material,
    curve,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import cog, path, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def keys(piece: Piece) -> None:
    """Draw a key, or a bunch on a ring; a card with a strip for doors of the future."""
    if piece.says("keycard card pass access"):
        _card(piece)
        return
    iron = piece.metal("iron")
    if not piece.says("keyring keys dozen bunch ring"):
        _key(piece.moved(turn=32), iron)
        return
    piece.part(ring(0, -270, 196, 164), iron, bevel=12)
    for turn, size, stuff in ((34, 0.84, GOLD), (-30, 0.9, METAL), (2, 1.0, iron)):
        _key(piece.moved(0, -110, turn=turn, size=size), stuff)


def rope(piece: Piece) -> None:
    """Draw a coil of rope, a chain or a whip."""
    if piece.says("chain chains shackle* manacle*"):
        _chain(piece)
        return
    wire = piece.says("wire cable")
    stuff = IRON.but(pitch=6, base=0.5) if wire else piece.body("leather").but(hue=0.6, base=0.6, grain=0)
    stuff = stuff.but(hue=piece.hue("rope cord coil whip twine", default=stuff.hue))
    for k in range(5):
        r = 350 - 36 * k
        piece.part(
            ring(0, -20 + 17 * k, r, r - 42, squash=0.86), stuff.but(angle=35 + 8 * k, pitch=6.2), bevel=18, relief=1.5
        )
    marks = []
    for i in range(60):
        turn = i * pi / 30
        for k in range(5):
            r = 330 - 36 * k
            x, y = r * cos(turn), -20 + 17 * k + 0.86 * r * sin(turn)
            c, s = 14 * cos(turn + 0.7), 14 * sin(turn + 0.7)
            marks.append(strip([(x - c, y - s), (x + c, y + s)], 3.4))
    piece.inks(marks)
    piece.part(strip(path("-40 190, 0 300, 90 380, 60 460"), 42), stuff.but(angle=60), bevel=16)
    piece.part(rectangle(-54, 170, 44, 340), stuff.but(angle=0, pitch=6.4), bevel=22)
    for k in range(6):
        piece.line([(-54, 190 + 27 * k), (44, 180 + 27 * k)], 4)


def hook(piece: Piece) -> None:
    """Draw a grappling hook with the end of its rope; an anchor, or a fish hook."""
    iron = piece.metal("iron")
    if not piece.says("anchor"):
        piece.part(
            strip(path("0 -200, 120 -340, -60 -420, 160 -470"), 34), LEATHER.but(hue=0.6, base=0.6, angle=40), bevel=11
        )
    piece.part(ring(0, -220, 66, 36), iron, bevel=13)
    piece.part(rectangle(-26, -180, 26, 330), iron, bevel=14)
    for side in (-1, 1):
        claw = path(f"0 330, {170 * side} 300, {290 * side} 170, {300 * side} 20")
        piece.part(strip(claw, 58, end=38), iron, bevel=16)
        piece.part(
            trace(f"{300 * side} -60, {250 * side} 60, {200 * side} 90, {350 * side} 60"), iron.but(base=0.66), bevel=10
        )
    if piece.says("anchor"):
        piece.part(rectangle(-190, -120, 190, -70), piece.wood().but(angle=0), bevel=14)
    else:
        piece.part(strip(path("0 330, 40 250, 30 150"), 50, end=30), iron.but(base=0.7), bevel=13)


def pickaxe(piece: Piece) -> None:
    """Draw a miner's pick."""
    piece = piece.moved(turn=32)
    piece.part(
        smooth("-30 -320, 30 -320, 26 100, 42 440, -42 440, -26 100", steps=4), piece.wood().but(angle=88), bevel=18
    )
    head = path("-420 -150, -260 -300, 0 -350, 260 -300, 420 -150")
    piece.part(swell(head, 92, ends=10), piece.metal("iron"), bevel=22)
    piece.part(rectangle(-56, -400, 56, -280), piece.metal("iron").but(base=0.36), bevel=16)
    piece.line(path("-300 -250, -150 -320, 0 -340"), 4)


def shovel(piece: Piece) -> None:
    """Draw a spade, a rake's fork or a broom."""
    piece = piece.moved(turn=36)
    wood = piece.wood().but(angle=88)
    piece.part(rectangle(-22, -440, 22, 160), wood, bevel=13)
    if piece.says("broom brush besom"):
        straw = WOOD.but(hue=0.75, angle=84, base=0.6, pitch=6)
        piece.part(smooth("-70 120, 70 120, 170 470, 90 500, 0 480, -90 500, -170 470", steps=5), straw, bevel=40)
        for y in (140, 190):
            piece.part(rectangle(-90, y, 90, y + 28), LEATHER, bevel=8)
        return
    piece.part(strip(path("-120 -440, -100 -500, 0 -470, 100 -500, 120 -440"), 40), wood.but(base=0.34), bevel=14)
    iron = piece.metal("iron")
    if piece.says("fork rake pitchfork"):
        for x in (-120, -40, 40, 120):
            piece.part(strip(path(f"{x * 0.4} 150, {x} 230, {x} 460"), 30, end=12), iron, bevel=10)
        piece.part(strip([(-130, 190), (130, 190)], 40), iron, bevel=13)
    else:
        piece.part(
            smooth("-150 150, 0 120, 150 150, 160 330, 90 460, 0 520, -90 460, -160 330", steps=5), iron, bevel=34
        )
        piece.part(rectangle(-40, 90, 40, 250), iron.but(base=0.36), bevel=14)
    piece.ball(0, 180, 12, piece.metal("gold"))


def saw(piece: Piece) -> None:
    """Draw a hand saw."""
    piece = piece.moved(turn=-24)
    teeth = [(x, 130.0 + (26 if i % 2 else 0) + 0.04 * x) for i, x in enumerate(range(-470, 190, 22))]
    piece.part([(190, -110), (-470, 40), *[(float(x), y) for x, y in teeth]], piece.metal().but(angle=4), bevel=10)
    wood = piece.wood()
    piece.part(
        smooth("150 -150, 270 -190, 440 -130, 470 80, 380 210, 250 200, 170 150", steps=5),
        wood,
        holes=[smooth("260 -80, 360 -70, 380 60, 320 130, 260 90", steps=5)],
        bevel=26,
    )
    for x, y in ((200, -70), (200, 60)):
        piece.ball(x, y, 15, piece.metal("gold"))


def spoon(piece: Piece) -> None:
    """Draw a spoon, a ladle or a fork."""
    piece = piece.moved(turn=30)
    stuff = piece.wood().but(angle=86)
    piece.part(smooth("-26 -120, 26 -120, 22 150, 40 420, 0 470, -40 420, -22 150", steps=5), stuff, bevel=14)
    if piece.says("fork"):
        for x in (-78, -26, 26, 78):
            piece.part(strip(path(f"{x * 0.6} -140, {x} -230, {x} -440"), 30, end=14), stuff, bevel=9)
        piece.part(smooth("-100 -230, 100 -230, 60 -130, 0 -100, -60 -130", steps=4), stuff, bevel=16)
    else:
        piece.part(
            smooth("0 -490, 120 -440, 150 -320, 100 -180, 0 -110, -100 -180, -150 -320, -120 -440"), stuff, bevel=34
        )
        piece.part(
            smooth("0 -460, 92 -420, 116 -320, 76 -210, 0 -160, -76 -210, -116 -320, -92 -420"),
            stuff.but(base=0.26),
            bevel=24,
            relief=-1,
        )
    if piece.says("rune* etched carved glow*"):
        ornament.runes(piece, [(0.0, 40.0 + 42 * k) for k in range(9)], size=15)


def tongs(piece: Piece) -> None:
    """Draw a pair of tongs, scissors or pliers; a wrench if the words say so."""
    piece = piece.moved(turn=26)
    iron = piece.metal("iron")
    if piece.says("wrench spanner"):
        piece.part(rectangle(-46, -180, 46, 300), iron, bevel=18)
        piece.part(rectangle(-22, -120, 22, 240), iron.but(base=0.3), bevel=8, relief=-1)
        for y, s in ((-280, 1), (400, -1)):
            jaw = [
                (-140, 30 * s),
                (-160, -90 * s),
                (-60, -170 * s),
                (-64, -40 * s),
                (64, -40 * s),
                (60, -170 * s),
                (160, -90 * s),
                (140, 30 * s),
                (0, 130 * s),
            ]
            piece.part([(float(a), y + b) for a, b in jaw], iron, bevel=22)
        return
    shears = piece.says("scissors shears")
    for side in (-1, 1):
        if shears:
            piece.part(
                [(0, -10), (70 * side, -60), (60 * side, -480), (8 * side, -440)],
                METAL.but(base=0.7, angle=60 * side),
                bevel=9,
            )
            piece.part(strip(path(f"{-20 * side} -20, {-90 * side} 130, {-120 * side} 200"), 46), iron, bevel=14)
            piece.part(ring(-150 * side, 320, 140, 96), piece.metal("gold"), bevel=18)
        else:
            piece.part(
                strip(path(f"0 -90, {110 * side} -190, {120 * side} -330, {20 * side} -420"), 50, end=34),
                iron,
                bevel=15,
            )
            piece.part(strip(path(f"0 -90, {-80 * side} 60, {-110 * side} 440"), 46, end=34), iron, bevel=14)
    piece.ball(0, -60 if not shears else -20, 40, iron.but(base=0.66))


def needle(piece: Piece) -> None:
    """Draw needle and thread on their spool; a spindle's wool if the words say so."""
    thread = piece.cloth("thread yarn wool string silk").but(angle=0, pitch=6, bright=0.95, base=0.6)
    thread = thread.but(hue=piece.hue("thread yarn wool string silk", default=0.95))
    piece.turned([(-330, 150), (-320, 170), (-260, 170), (-250, 90)], piece.wood().but(angle=0))
    piece.turned([(-250, 100), (-60, 150), (130, 150), (300, 100)], thread)
    piece.turned([(300, 90), (310, 170), (370, 170), (380, 150)], piece.wood().but(angle=0))
    piece.line(path("140 60, 300 160, 330 320, 200 420, 340 470"), 5)
    piece.moved(240, 20, turn=28).part(
        [(0, 430), (-18, 120), (-16, -380), (0, -420), (16, -380), (18, 120)],
        METAL,
        bevel=8,
        holes=[oval(0, -350, 7, 34)],
    )


def fishing_rod(piece: Piece) -> None:
    """Draw a rod with its reel and a hooked line."""
    rod = piece.moved(turn=36)
    rod.part(strip([(0, 480), (0, 220)], 46), LEATHER.but(hue=0.65, base=0.55), bevel=14)
    rod.part(strip(path("0 230, 8 -100, 40 -480"), 26, end=7), piece.wood().but(angle=86), bevel=7)
    rod.part(oval(-46, 200, 74), piece.metal("gold"), bevel=18)
    rod.part(oval(-46, 200, 34), IRON, bevel=10)
    for y in (60, -120, -300):
        rod.part(ring(20 + 0.0001 * y * y, y, 22, 13), piece.metal("gold"), bevel=4, outline=1.8)
    piece.line(path("322 -362, 360 -100, 300 160, 330 300"), 3.4)
    piece.ball(322, 210, 34, piece.cloth("float").but(hue=1.0, gloss=0.4))
    piece.part(strip(path("332 300, 340 390, 290 420, 262 370"), 17, end=8), piece.metal(), bevel=6)


def pipe(piece: Piece) -> None:
    """Draw a smoker's pipe with its smoke."""
    wood = piece.wood().but(angle=20)
    piece.part(strip(path("-80 230, 120 250, 300 130, 460 90"), 66, end=30), wood.but(base=0.36), bevel=16)
    piece.part(strip(path("380 106, 470 88"), 40, end=30), IRON, bevel=10)
    piece.part(
        smooth("-330 -110, -60 -110, -40 60, -40 250, -130 330, -260 320, -350 200, -360 20", steps=5),
        wood,
        bevel=70,
        relief=1.3,
    )
    piece.part(oval(-196, -110, 140, 40), wood.but(base=0.66), bevel=10)
    piece.part(oval(-196, -108, 104, 26), IRON.but(base=0.08), bevel=8)
    piece.glow(-196, -120, 60, light=0.35)
    for k, line in enumerate(("-200 -150, -130 -250, -260 -330, -170 -450", "-180 -160, -60 -230, -90 -340, 20 -400")):
        piece.cuts([swell(path(line), 40 - 12 * k, ends=3)], light=0.95, tone=0.95)


def umbrella(piece: Piece) -> None:
    """Draw an umbrella, spread."""
    piece = piece.moved(turn=14)
    stuff = piece.cloth("umbrella parasol").but(hue=piece.own_hue("umbrella parasol", default=0.9))
    piece.part(strip(path("0 -300, 0 330, 20 430, 90 450, 130 390"), 26), piece.wood().but(angle=86), bevel=9)
    ribs = [-430.0, -230.0, 0.0, 230.0, 430.0]
    for a, b in pairwise(ribs):
        panel = curve([(0, -410), (a * 0.7, -320), (a, -30)], closed=False) + curve(
            [(a, -30), ((a + b) / 2, -70), (b, -30)], closed=False
        )
        panel += curve([(b, -30), (b * 0.7, -320), (0, -410)], closed=False)
        piece.part(panel, stuff.but(base=0.62 - 0.00035 * (a + b) / 2, angle=60 - 0.12 * a), bevel=22)
    piece.turned([(-470, 4), (-440, 14), (-400, 16)], piece.metal("gold"))


def grindstone(piece: Piece) -> None:
    """Draw a grindstone in its frame."""
    wood = piece.wood()
    for side in (-1, 1):
        piece.part(strip([(300 * side, 440), (60 * side, 20)], 64), wood.but(angle=70 * side), bevel=18)
    piece.part(strip([(-330, 300), (330, 300)], 50), wood.but(angle=0), bevel=14)
    stone = piece.body("stone")
    piece.part(oval(40, -60, 330), stone.but(base=0.26), bevel=20)
    piece.part(oval(0, -80, 330), stone, bevel=40)
    piece.part(oval(0, -80, 270), stone.but(base=0.6), bevel=20, relief=-1)
    for turn in range(0, 360, 30):
        c, s = cos(turn * pi / 180), sin(turn * pi / 180)
        piece.line([(150 * c, -80 + 150 * s), (180 * c, -80 + 180 * s)], 4)
    piece.part(oval(0, -80, 62), IRON, bevel=16)
    piece.part(strip(path("0 -80, 150 -20, 160 90"), 40), IRON, bevel=12)
    piece.moved(160, 110, turn=0).turned([(-40, 26), (-30, 34), (70, 34), (80, 26)], wood.but(angle=0))


def wheel(piece: Piece) -> None:
    """Draw a spoked wheel of a cart."""
    wood = piece.wood().but(angle=30)
    piece.part(ring(0, 0, 420, 330), wood, bevel=22)
    piece.part(ring(0, 0, 430, 408), piece.metal("iron"), bevel=8)
    for k in range(10):
        c, s = cos(k * pi / 5), sin(k * pi / 5)
        piece.part(strip([(80 * c, 80 * s), (345 * c, 345 * s)], 50, end=38), wood.but(angle=k * 36.0), bevel=13)
    piece.part(oval(0, 0, 120), wood.but(base=0.36), bevel=26)
    piece.part(oval(0, 0, 56), piece.metal("iron"), bevel=16)


def gears(piece: Piece) -> None:
    """Draw cogwheels in mesh."""
    brass = piece.metal("gold")
    for x, y, r, teeth, stuff in ((230, 250, 180, 13, IRON), (250, -290, 120, 10, METAL), (-70, -50, 320, 20, brass)):
        piece.shadow(cog(x, y, r, teeth=teeth))
        piece.part(cog(x, y, r, teeth=teeth), stuff, bevel=16)
        piece.part(ring(x, y, r * 0.84, r * 0.76), stuff.but(base=0.3), bevel=5, outline=1.6)
        for i in range(6):
            turn = i * pi / 3
            piece.part(
                oval(x + r * 0.52 * cos(turn), y + r * 0.52 * sin(turn), r * 0.17),
                IRON.but(base=0.14),
                bevel=8,
                relief=-1,
            )
        piece.ball(x, y, r * 0.22, brass if stuff is IRON else METAL)


def trap(piece: Piece) -> None:
    """Draw a trap with jaws of teeth."""
    iron = piece.metal("iron")
    piece.part(ring(0, 60, 420, 370, squash=0.56), iron, bevel=16)
    for i in range(22):
        turn = (i + 0.5) * 2 * pi / 22
        x, y = 395 * cos(turn), 60 + 395 * 0.56 * sin(turn)
        piece.part([(x - 30, y + 6), (x * 0.9, y - 130), (x + 30, y + 6)], iron.but(base=0.7), bevel=8, outline=2)
    piece.part(oval(0, 90, 130, 66), iron, bevel=16)
    piece.part(strip([(-400, 70), (-120, 90)], 44), iron.but(base=0.3), bevel=12)
    piece.part(strip([(400, 70), (120, 90)], 44), iron.but(base=0.3), bevel=12)
    for i in range(5):
        piece.part(
            ring(120 + 62 * i, 330 + 22 * i, 42 if i % 2 else 32, 24 if i % 2 else 14, squash=0.7), iron, bevel=9
        )


def _key(piece: Piece, stuff: Material) -> None:
    piece.part(rectangle(-22, 40, 22, 470), stuff, bevel=11)
    piece.part(ring(0, -40, 116, 64), stuff, bevel=18)
    style = piece.pick("key", 3)
    for turn in (45, 135, 225, 315) if style == 0 else (90, 210, 330) if style == 1 else ():
        x, y = 104 * cos(turn * pi / 180), -40 + 104 * sin(turn * pi / 180)
        piece.part(ring(x, y, 48, 24), stuff, bevel=8)
    if style == 2:
        ornament.facets(piece, x=0, y=-40, rx=52, ry=52)
    for y in (74, 104):
        piece.turned([(y, 32), (y + 6, 37), (y + 16, 37), (y + 22, 32)], stuff)
    bit = (
        "18 330, 130 330, 130 366, 90 366, 90 388, 130 388, 130 450, 86 450, 86 420, 56 420, 56 450, 18 450",
        "18 320, 120 320, 120 350, 60 350, 60 380, 140 380, 140 410, 60 410, 60 440, 110 440, 110 462, 18 462",
        "18 340, 100 340, 140 380, 100 380, 100 410, 140 410, 100 450, 18 450",
    )[piece.pick("bit", 3)]
    piece.part(trace(bit), stuff, bevel=9)


def _card(piece: Piece) -> None:
    piece = piece.moved(turn=-14)
    stuff = piece.cloth("keycard card pass").but(grain=0, angle=30)
    piece.part(
        smooth("-390 -240, 390 -240, 400 -230, 400 230, 390 240, -390 240, -400 230, -400 -230", steps=2),
        stuff,
        bevel=14,
    )
    piece.part(rectangle(-400, -160, 400, -80), IRON.but(dark=0.02, base=0.2), bevel=6)
    piece.part(rectangle(-330, -20, -190, 100), piece.metal("gold"), bevel=12)
    for y in (10, 40, 70):
        piece.line([(-330, y), (-190, y)], 4)
    for k in range(4):
        piece.flat(rectangle(-120 + 120 * k, 120, -40 + 120 * k, 150), light=1, tone=0.95, hue=1, outline=2)
    ornament.emblem(piece, x=270, y=40, size=76, material=piece.metal("steel"))


def _chain(piece: Piece) -> None:
    iron = piece.metal("iron")
    line = path("-390 -300, -120 -240, 220 -330, 330 -120, 60 20, -280 80, -300 270, 20 300, 330 330", steps=4)
    for i, (x, y) in enumerate(line):
        (bx, by) = line[min(i + 1, len(line) - 1)]
        link = piece.moved(x, y, turn=degrees(atan2(by - y, bx - x)))
        if i % 2:
            link.part(strip([(-52, 0), (52, 0)], 30), iron.but(base=0.6), bevel=11)
        else:
            link.part(
                curve(trace("-64 0, -40 -42, 40 -42, 64 0, 40 42, -40 42"), steps=5),
                iron,
                bevel=11,
                holes=[curve(trace("-38 0, -24 -18, 24 -18, 38 0, 24 18, -24 18"), steps=5)],
            )
    if piece.says("shackle* manacle*"):
        for x, y in ((-400, -300), (340, 330)):
            piece.part(ring(x, y, 120, 84), iron, bevel=16)


OBJECTS: dict[str, Draw] = {
    "fishing-rod": fishing_rod,
    "gears": gears,
    "grindstone": grindstone,
    "hook": hook,
    "keys": keys,
    "needle": needle,
    "pickaxe": pickaxe,
    "pipe": pipe,
    "rope": rope,
    "saw": saw,
    "shovel": shovel,
    "spoon": spoon,
    "tongs": tongs,
    "trap": trap,
    "umbrella": umbrella,
    "wheel": wheel,
}
