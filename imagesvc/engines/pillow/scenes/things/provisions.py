"""Food, drink's company, and what grows: bread, cheese, meat, fish, fruit, mushrooms, herbs, flowers, eggs, rations."""

from math import cos, sin

from imagesvc.engines.pillow.parts import (
    BONE,
    CLOTH,
    GEM,
    GOLD,
    LEATHER,
    PARCHMENT,
    Material,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things.forms import around, path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_LEAF = Material(hue=0.5, dark=0.15, bright=0.8, pitch=6.4, angle=50, grain=0.4, base=0.48)
_CRUST = LEATHER.but(base=0.56, angle=20, hue=0.7, bright=0.85)


def bread(piece: Piece) -> None:
    """Draw a loaf on a cloth; a pie or a cake if the words say so."""
    crust = _CRUST.but(hue=piece.own_hue("bread loaf crust pie cake", default=_CRUST.hue))
    if piece.says("pie cake tart pastry"):
        piece.turned(trace("-60 330, -40 350, 160 270, 180 250"), crust.but(angle=0))
        piece.part(
            smooth("-340 -60, -220 -190, 0 -230, 220 -190, 340 -60, 180 20, -180 20", steps=6),
            crust.but(base=0.66),
            bevel=60,
            relief=1.3,
        )
        for k in range(-3, 4):
            piece.line(path(f"{84 * k - 40} 0, {70 * k} -110, {60 * k + 30} -200"), 5)
        for x, y in around(15, 1.0):
            piece.ball(336 * x, -50 + 60 * y, 34, crust)
        return
    piece.part(
        smooth("-440 260, -200 200, 180 210, 450 270, 320 390, 0 420, -340 390"),
        piece.cloth("cloth napkin").but(base=0.66),
        bevel=24,
    )
    long = piece.says("baguette roll hardtack biscuit")
    loaf = smooth("-420 150, -350 -60, -120 -190, 150 -170, 350 -20, 400 170, 220 280, -280 280", steps=8)
    if long:
        loaf = smooth("-450 140, -380 20, -100 -70, 200 -50, 420 40, 450 170, 240 250, -300 250", steps=8)
    piece.part(loaf, crust, bevel=110, relief=1.3)
    for x in (-220, -70, 80, 220):
        cut = path(f"{x - 70} {-30 + abs(x) * 0.24}, {x} {-70 + abs(x) * 0.2}, {x + 46} {50 + abs(x) * 0.1}")
        piece.part(swell(cut, 46, ends=5), PARCHMENT.but(hue=0.6), bevel=10)


def cheese(piece: Piece) -> None:
    """Draw a wheel of cheese with a wedge cut from it."""
    stuff = GOLD.but(gloss=0, base=0.8, angle=0, hue=piece.own_hue("cheese", default=0.85))
    piece.turned([(-150, 360), (-130, 374), (200, 374), (230, 360)], stuff.but(base=0.6))
    piece.part(oval(0, -150, 366, 130), stuff.but(base=0.94), bevel=14)
    piece.part([(20, -140), (210, -40), (210, 330), (20, 240)], stuff.but(base=0.72, angle=20), bevel=6)
    piece.part([(20, -140), (330, -90), (330, 270), (20, 240)], stuff.but(base=0.5, angle=-20), bevel=6)
    piece.part([(20, -140), (330, -90), (360, -60), (210, -34)], stuff.but(base=0.2, dark=0.1), bevel=6)
    for x, y, r in ((90, -10, 26), (150, 110, 34), (70, 160, 20), (250, 40, 24), (270, 170, 18)):
        piece.part(oval(x, y, r, r * 0.8), stuff.but(base=0.24), bevel=8, relief=-1, outline=2)
    wedge = piece.moved(-210, 290, turn=6, size=0.9)
    wedge.part(trace("-200 -60, 230 -130, 250 30, -190 120"), stuff.but(base=0.66), bevel=10)
    wedge.part(trace("-200 -60, 230 -130, 40 -190"), stuff.but(base=0.95), bevel=8)
    for x, y, r in ((-60, 20, 30), (100, -20, 24), (180, -70, 14)):
        wedge.part(oval(x, y, r, r * 0.8), stuff.but(base=0.24), bevel=8, relief=-1, outline=2)


def meat(piece: Piece) -> None:
    """Draw a haunch on the bone; strips of jerky, or sausages."""
    flesh = LEATHER.but(hue=piece.own_hue("meat flesh steak ham", default=0.9), base=0.5, bright=0.85)
    if piece.says("jerky strip strips dried bacon"):
        for k, x in enumerate((-240, -80, 90, 250)):
            strip_line = path(
                f"{x - 20} {-380 + 30 * (k % 2)}, {x + 34} -140, {x - 34} 120, {x + 20} {380 - 40 * (k % 2)}"
            )
            shape = swell(strip_line, 150, ends=70)
            piece.shadow(shape)
            piece.part(shape, flesh.but(angle=78 + 5 * k, base=0.36 + 0.08 * (k % 2), grain=1.4), bevel=22)
            piece.line(strip_line, 3)
        piece.part(strip(path("-400 -330, 0 -290, 400 -330"), 22), LEATHER.but(hue=0.6, angle=50), bevel=7)
        return
    if piece.says("sausage* wurst"):
        for k, (x, y) in enumerate(((-240, -200), (0, -60), (240, 60), (60, 260), (-220, 220))):
            piece.moved(x, y, turn=30 * k).turned(
                [(-190, 20), (-180, 50), (-120, 84), (120, 84), (180, 50), (190, 20)], flesh
            )
        return
    piece = piece.moved(turn=38)
    piece.part(strip([(0, 170), (0, 430)], 64, end=54), BONE, bevel=20)
    for side in (-1, 1):
        piece.ball(40 * side, 440, 50, BONE)
    piece.part(rounded("0 -400, 200 -330, 270 -120, 190 110, 70 250, 0 270", steps=7), flesh, bevel=120, relief=1.3)
    piece.part(
        rounded("0 -400, 150 -360, 190 -270, 90 -210, 0 -200", steps=6),
        flesh.but(base=0.8, bright=1, dark=0.4),
        bevel=24,
    )
    piece.part(oval(0, -300, 60, 34), BONE, bevel=12)
    for x in (-130, -40, 60, 140):
        piece.line(path(f"{x} -120, {x * 0.8 + 20} 0, {x * 0.6} 120"), 4)


def fish(piece: Piece) -> None:
    """Draw a fish with its scales."""
    piece = piece.moved(turn=-20)
    scale = _SCALES.but(hue=piece.own_hue("fish scales trout salmon herring", default=0.4))
    piece.part(
        smooth("250 -20, 420 -200, 470 -180, 410 0, 480 190, 430 210, 250 40", steps=4),
        scale.but(angle=20, base=0.4),
        bevel=20,
    )
    piece.part(smooth("-60 -150, 60 -290, 190 -240, 210 -90", steps=4), scale.but(angle=60, base=0.42), bevel=14)
    piece.part(
        smooth("-460 10, -330 -120, -100 -190, 140 -120, 290 -20, 140 110, -100 190, -330 130", steps=7),
        scale,
        bevel=110,
        relief=1.3,
    )
    marks = [
        ring(x + 17 * (row % 2), y, 22, 17, start=-80, stop=80)[::4]
        for row, y in enumerate(range(-120, 130, 32))
        for x in range(-190, 200, 36)
        if abs(y) < 150 - abs(x + 60) * 0.42
    ]
    piece.inks(marks)
    piece.line(path("-240 -130, -200 0, -240 130"), 7)
    piece.part(oval(-350, -36, 34), BONE, bevel=10)
    piece.inks([oval(-350, -36, 17)])
    piece.line(path("-456 20, -400 40, -370 30"), 5)
    piece.part(smooth("-120 70, -20 130, -70 220, -150 170", steps=4), scale.but(base=0.4, angle=40), bevel=12)


def fruit(piece: Piece) -> None:
    """Draw an apple, grapes, or a heap of roots."""
    skin = GEM.but(
        hue=piece.own_hue("apple fruit berry berries grape grapes pear plum", default=1.0),
        angle=80,
        base=0.55,
        gloss=0.5,
        pitch=7,
    )
    if piece.says("grape* berry berries"):
        for row in range(6):
            for k in range(6 - row):
                piece.ball((k - (5 - row) / 2) * 116, -190 + 104 * row, 74, skin)
        piece.part(strip(path("0 -240, 20 -340, 90 -420"), 26), LEATHER, bevel=8)
        _leaf(piece.moved(40, -330, turn=60, size=1.2))
        return
    if piece.says("carrot* root roots vegetable* turnip potato* onion*"):
        for x, turn in ((-150, -24), (150, 22), (0, -2)):
            one = piece.moved(x, 0, turn=turn)
            one.part(
                rounded("0 -190, 110 -150, 90 60, 30 330, 0 400"), skin.but(gloss=0.1, angle=0), bevel=60, relief=1.2
            )
            for y in (-90, 10, 120, 210):
                one.line([(-60 + 0.2 * y, y), (-10, y + 8)], 4)
            for lean in (-60, 0, 60):
                one.part(swell(path(f"0 -180, {lean} -290, {lean * 1.7} -400"), 54, ends=8), _LEAF, bevel=10)
        return
    piece.part(
        smooth(
            "0 -190, 120 -260, 290 -220, 370 -30, 310 220, 150 370, 0 340, -150 370, -310 220, -370 -30, "
            "-290 -220, -120 -260",
            steps=7,
        ),
        skin,
        bevel=150,
        relief=1.4,
    )
    piece.part(strip(path("0 -180, 10 -290, 60 -380"), 30, end=22), LEATHER, bevel=9)
    piece.part(swell(path("-100 -210, 0 -160, 110 -210"), 26, ends=4), skin.but(base=0.2), bevel=8, outline=0)
    _leaf(piece.moved(30, -300, turn=62, size=1.2))
    piece.cuts([swell(path("-270 -60, -240 -150, -170 -200"), 40)], hue=0.8)


def mushroom(piece: Piece) -> None:
    """Draw three mushrooms with spotted caps, glowing if they do."""
    for x, y, size in ((-250, 60, 0.6), (260, 90, 0.55), (0, 0, 1.0)):
        one = piece.moved(x, y, size=size)
        cap = LEATHER.but(
            hue=piece.own_hue("mushroom mushrooms cap toadstool fungus", default=0.9), base=0.5, angle=10, bright=0.85
        )
        one.part(smooth("-70 -40, 70 -40, 84 200, 120 400, -120 400, -84 200", steps=5), BONE, bevel=44)
        one.part(
            smooth("-150 60, 0 100, 150 60, 170 130, 60 150, -60 150, -170 130", steps=4),
            BONE.but(base=0.8, angle=80),
            bevel=12,
        )
        one.part(
            smooth("-350 10, -300 -190, -150 -330, 0 -370, 150 -330, 300 -190, 350 10, 180 60, 0 76, -180 60", steps=6),
            cap,
            bevel=110,
            relief=1.3,
        )
        for sx, sy, r in (
            (-190, -130, 42),
            (-40, -230, 54),
            (130, -180, 46),
            (220, -40, 34),
            (30, -60, 40),
            (-110, -10, 30),
        ):
            one.part(oval(sx, sy, r, r * 0.78), BONE.but(base=0.9), bevel=12)
    if piece.says("glow* luminous luminescent biolum* twilight"):
        piece.glow(0, -100, 200, light=0.35)


def herbs(piece: Piece) -> None:
    """Draw a tied bundle of herbs."""
    leaf = _LEAF.but(hue=piece.own_hue("herb herbs leaf leaves plant moss root", default=0.5))
    for k, turn in enumerate((-44, -26, -9, 9, 27, 45)):
        stem = piece.moved(0, 240, turn=turn)
        line = [(0.0, 0.0), (0.0, -330.0 - 90 * (k % 2)), (0.0, -560.0 - 60 * (k % 2))]
        stem.part(strip(line, 18, end=8), leaf.but(base=0.34), bevel=5)
        for i in range(6):
            at = stem.moved(0, -180 - 74 * i, turn=-56 if i % 2 else 56, size=0.78 - 0.07 * i)
            _leaf(at, leaf.but(base=0.4 + 0.06 * (i % 3)))
    for turn in (-20, -7, 8, 22):
        piece.moved(0, 240, turn=turn + 180).part(strip([(0, 0), (0, -190)], 20, end=13), leaf.but(base=0.3), bevel=6)
    for y in (210, 240, 270):
        piece.part(strip(path(f"-66 {y}, 0 {y + 18}, 66 {y}"), 26), GOLD.but(angle=50, gloss=0, hue=0.75), bevel=8)


def flower(piece: Piece) -> None:
    """Draw a flower on its stem: a rose, a lily or a daisy."""
    petal = CLOTH.but(
        hue=piece.hue("flower rose petal petals blossom lotus lily bloom", default=1.0), grain=0.2, bright=0.95
    )
    piece.part(strip(path("0 -80, 20 160, -30 470"), 26, end=20), _LEAF, bevel=8)
    _leaf(piece.moved(4, 220, turn=60, size=1.5))
    _leaf(piece.moved(-6, 310, turn=-64, size=1.4))
    at = piece.moved(0, -180)
    if piece.says("rose"):
        for k, (r, count) in enumerate(((230, 6), (160, 5), (90, 4))):
            for i in range(count):
                turn = 360 / count * i + 30 * k
                at.moved(turn=turn).part(
                    rounded(f"0 {-r - 60}, {r * 0.62} {-r}, {r * 0.5} {-r * 0.2}, 0 0"),
                    petal.but(base=0.42 + 0.1 * k, angle=turn),
                    bevel=26,
                )
        at.line([(r * 0.9 * cos(r / 9), r * 0.9 * sin(r / 9)) for r in range(6, 56, 3)], 5)
        return
    count = 5 + piece.pick("petals", 8)
    for i in range(count):
        at.moved(turn=360 / count * i).part(
            rounded(f"0 -270, {420 / count + 24} -200, {300 / count + 16} -90, 0 -30"),
            petal.but(angle=90, base=0.6),
            bevel=30,
        )
        at.moved(turn=360 / count * i).line([(0, -90), (0, -200)], [4, 1])
    at.part(oval(0, 0, 84), GOLD.but(hue=0.9, angle=40), bevel=30)
    at.inks([oval(x * 0.9, y * 0.9, 7) for r in (22, 48) for x, y in around(r // 4, r)])


def egg(piece: Piece) -> None:
    """Draw an egg in its nest, scaled if a dragon laid it."""
    shell = BONE.but(hue=piece.own_hue("egg eggs shell", default=0.45), angle=0, pitch=7.5)
    piece.part(rounded("0 -420, 170 -330, 280 -80, 270 150, 150 310, 0 350", steps=8), shell, bevel=150, relief=1.4)
    if piece.says("dragon* scale* scaled wyvern reptil*"):
        for row in range(8):
            y = -310 + 82 * row
            half = 270 * (1 - ((y - 40) / 420) ** 2) ** 0.5 if abs(y - 40) < 400 else 0
            for k in range(-4, 5):
                x = (k + 0.5 * (row % 2)) * 74
                if abs(x) < half - 30:
                    piece.part(
                        smooth(
                            f"{x - 38} {y - 20}, {x + 38} {y - 20}, {x + 34} {y + 20}, {x} {y + 60}, {x - 34} {y + 20}",
                            steps=3,
                        ),
                        shell.but(base=0.62 - 0.0009 * x - 0.0005 * y),
                        bevel=12,
                        outline=2,
                    )
    else:
        piece.inks(
            [
                oval((a - 0.5) * 400 * (0.6 + 0.4 * b), -200 + 440 * b, 4 + 9 * c)
                for a, b, c in piece.scatter("strewn", 26)
            ]
        )
    for i in range(40):
        x = -390.0 + 20 * i
        low = 330 + 60 * sin(i * 1.7) + 0.00024 * (400 - abs(x)) ** 2
        piece.part(
            swell([(x - 90, low + 30 * sin(i)), (x, low - 16), (x + 100, low + 30 * cos(i))], 20, ends=6),
            LEATHER.but(hue=0.65, base=0.4 + 0.05 * (i % 4)),
            bevel=6,
            outline=1.8,
        )


def rations(piece: Piece) -> None:
    """Draw provisions in an open cloth: biscuit, cheese, dried meat."""
    cloth = piece.cloth("cloth wrap waxed canvas linen")
    piece.part(
        smooth(
            "-460 130, -380 -60, -410 -190, -200 -230, -60 -330, 110 -250, 330 -260, 390 -90, 460 120, "
            "300 310, 60 360, -280 320",
            steps=6,
        ),
        cloth.but(base=0.74, dark=0.36, bright=1.0),
        bevel=30,
        relief=1.1,
    )
    for line in (
        "-400 -170, -330 -60, -360 90",
        "-60 -310, -20 -230, -90 -170",
        "320 -240, 280 -140, 360 -20",
        "-240 300, -160 250, -60 330",
    ):
        piece.line(path(line), [1, 3, 4, 5, 5, 5, 5, 4, 4, 3, 3, 2, 1])
    for x, y, base in ((-200, -20, 0.5), (-170, 30, 0.66)):
        piece.part(
            oval(x, y, 120, 84), _CRUST.but(base=base, hue=piece.own_hue("biscuit bread", default=_CRUST.hue)), bevel=26
        )
        piece.inks([oval(x + dx, y + dy, 6) for dx in (-50, 0, 50) for dy in (-26, 22)])
    stuff = GOLD.but(gloss=0, hue=0.85)
    piece.part(trace("-10 60, 250 10, 260 140, 0 200"), stuff.but(base=0.7), bevel=10)
    piece.part(trace("-10 60, 250 10, 130 -50"), stuff.but(base=0.95), bevel=8)
    piece.part(oval(130, 96, 22, 17), stuff.but(base=0.25), bevel=6)
    for k in range(3):
        piece.part(
            swell(path(f"{-150 + 80 * k} 250, {-90 + 90 * k} 190, {-20 + 100 * k} 260"), 70, ends=30),
            LEATHER.but(hue=0.95, base=0.42, grain=1),
            bevel=16,
        )
    for k in range(3):
        piece.ball(210 + 50 * (k % 2), 210 + 40 * k - 40, 34, GEM.but(base=0.55))
    piece.part(strip(path("-440 150, -520 240, -470 330, -560 400"), 18), LEATHER.but(hue=0.65, angle=40), bevel=6)


_SCALES = Material(hue=0.4, dark=0.2, bright=1.0, pitch=6.8, angle=10, base=0.56, gloss=0.6)


def _leaf(piece: Piece, stuff: Material = _LEAF) -> None:
    """A leaf growing upwards from (0, 0)."""
    piece.part(rounded("0 -190, 54 -120, 40 -30, 0 0", steps=5), stuff, bevel=16)
    piece.line([(0, -10), (0, -160)], 3.4)


def heap(piece: Piece) -> None:
    """Draw a heap of powder, seeds or sand in a bowl of paper, with a scoop."""
    powder = CLOTH.but(
        hue=piece.own_hue("powder dust ash salt spice sand seed seeds reagent", default=0.9),
        grain=1.2,
        angle=20,
        bright=0.95,
    )
    piece.part(smooth("-450 200, -200 120, 180 120, 450 210, 300 350, -280 350", steps=5), PARCHMENT, bevel=20)
    mound = smooth("-330 240, -200 60, -70 -140, 20 -200, 110 -130, 220 60, 340 240, 150 300, -150 300", steps=6)
    piece.part(mound, powder, bevel=90, relief=1.3)
    specks = [
        oval((a - 0.5) * 800, 330 - 480 * b * (1 - abs(a - 0.5) * 1.7), 4 + 5 * c, steps=7)
        for a, b, c in piece.scatter("strewn", 60)
    ]
    piece.inks(specks[::2])
    piece.cuts(specks[1::2], light=1, tone=0.95)
    scoop = piece.moved(220, 60, turn=40)
    scoop.part(rectangle(-24, -330, 24, -90), piece.body("wood"), bevel=12)
    scoop.part(rounded("0 -110, 90 -100, 100 60, 0 90", steps=5), piece.body("wood").but(base=0.55), bevel=30)


OBJECTS: dict[str, Draw] = {
    "bread": bread,
    "cheese": cheese,
    "egg": egg,
    "fish": fish,
    "flower": flower,
    "fruit": fruit,
    "herbs": herbs,
    "meat": meat,
    "mushroom": mushroom,
    "powder": heap,
    "rations": rations,
}
