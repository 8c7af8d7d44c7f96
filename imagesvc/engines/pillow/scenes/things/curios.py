"""What is left of creatures, raw stuffs and playthings: skulls, claws, feathers, ingots, ore, cloth, dice, dolls."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    BONE,
    GEM,
    GOLD,
    IRON,
    LEATHER,
    WOOD,
    Material,
    curve,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import mirrored, path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def skull(piece: Piece) -> None:
    """Draw a skull; horned, or of a beast, by words."""
    bone = piece.body("bone")
    if piece.says("horned demon* bull ram goat horns"):
        for side in (-1, 1):
            horn = path(f"{200 * side} -230, {380 * side} -300, {450 * side} -180, {400 * side} -20")
            piece.part(strip(horn, 130, end=12), bone.but(base=0.4, angle=60), bevel=34)
    head = rounded("0 -390, 240 -290, 280 -60, 220 90, 200 190, 130 230, 120 340, 0 370", steps=7)
    piece.part(head, bone, bevel=120, relief=1.3)
    for side in (-1, 1):
        socket = [
            (50 * side, -20),
            (120 * side, -76),
            (206 * side, -40),
            (200 * side, 56),
            (110 * side, 90),
            (56 * side, 50),
        ]
        piece.inks([curve(socket)])
        if piece.says("glow* lich crystal* enchant* cursed"):
            piece.cuts([oval(124 * side, 6, 30)], hue=1.0)
            piece.glow(124 * side, 6, 50, light=0.4)
        piece.inks([curve([(6 * side, 160), (22 * side, 84), (52 * side, 150), (34 * side, 172)], steps=4)])
        piece.line(path(f"{250 * side} 40, {180 * side} 140, {140 * side} 220"), 4)
    for i in range(8):
        x = -116 + 30 * i
        piece.part(
            smooth(f"{x} 236, {x + 26} 236, {x + 24} 322, {x + 2} 322", steps=3),
            bone.but(base=0.85),
            bevel=7,
            outline=3,
        )
    piece.line(trace("30 -370, 50 -300, 20 -240, 56 -180"), 4)


def bones(piece: Piece) -> None:
    """Draw crossed bones, or a rib cage's piece."""
    bone = piece.body("bone")
    for turn in (-42, 40, 4) if piece.says("pile heap bones") else (-42, 40):
        one = piece.moved(turn=turn)
        one.part(
            smooth("-50 -330, 50 -330, 36 -150, 40 150, 54 330, -54 330, -40 150, -36 -150", steps=5),
            bone.but(angle=84),
            bevel=30,
        )
        for x, y in ((-50, -380), (54, -376), (-54, 376), (50, 384)):
            one.ball(x, y, 64, bone)


def claw(piece: Piece) -> None:
    """Draw a tooth or a claw, set in metal if it is worn; a horn of a beast."""
    bone = piece.body("bone")
    claw_shape = smooth("-190 -330, 150 -360, 230 -100, 190 150, 60 380, -60 470, 10 260, 0 60, -70 -130", steps=7)
    if piece.says("tooth teeth fang tusk"):
        claw_shape = smooth("-150 -360, 0 -400, 160 -350, 170 -60, 110 240, 20 460, -50 260, -110 -40", steps=7)
    piece.part(claw_shape, bone.but(angle=6), bevel=100, relief=1.3)
    for k in range(3):
        piece.line(
            path(f"{-90 + 70 * k} -260, {-10 + 60 * k} -60, {20 + 30 * k} 130"), [1, 2, 3, 4, 4, 4, 3, 3, 2, 2, 1, 1, 1]
        )
    if piece.says("necklace pendant cord charm set worn trophy") or piece.rich:
        metal = piece.metal("gold")
        piece.part(strip([(-200, -320), (0, -370), (200, -320)], 90), metal, bevel=18)
        piece.part(ring(0, -440, 66, 38), metal, bevel=11)
    else:
        piece.part(
            smooth("-200 -350, -60 -420, 100 -410, 190 -340, 120 -290, -120 -270", steps=5),
            LEATHER.but(hue=0.9, base=0.34),
            bevel=24,
        )


def feather(piece: Piece) -> None:
    """Draw a great feather."""
    piece = piece.moved(turn=28)
    plume = piece.cloth("feather plume quill").but(pitch=6)
    spine = path("20 520, 0 250, -20 -100, 40 -470")
    for side in (-1, 1):
        edge = path(
            f"{10 * side} 300, {120 * side} 200, {(150 if side < 0 else 130) * side} -90, {110 * side} -330, 44 -490"
        )
        middle = [point for point in spine if point[1] < 310]
        piece.part(
            edge + middle[::-1], plume.but(angle=-50 * side, base=plume.base + (0.1 if side < 0 else -0.06)), bevel=20
        )
    for x, y, dx in ((-130, 120, -60), (-140, -140, -54), (128, 30, 60), (110, -240, 54)):
        piece.inks([[(x, y), (x - dx * 1.3, y + 46), (x - dx * 1.1, y + 62)]])
    piece.part(strip(spine, 24, end=5), BONE, bevel=7)
    for k in range(4):
        piece.part(
            swell([(0, 330 + 22 * k), (-60, 300 + 30 * k), (-90, 330 + 30 * k)], 16, ends=3),
            plume,
            bevel=4,
            outline=1.6,
        )


def scale_hide(piece: Piece) -> None:
    """Draw a hide or a pelt stretched out; scales if a dragon wore it."""
    fur = piece.body("leather").but(
        hue=piece.hue("hide pelt fur skin scale scales leather", default=0.55), grain=1.6, angle=84
    )
    pelt = rounded(
        "0 -360, 90 -400, 140 -330, 330 -380, 390 -290, 250 -190, 250 120, 400 300, 330 380, 180 300, "
        "60 320, 30 460, 0 470",
        steps=5,
    )
    piece.part(pelt, fur, bevel=70, relief=1.1)
    if piece.says("scale scales dragon* serpent snake lizard reptil*"):
        for row in range(9):
            for k in range(-3, 4):
                x, y = (k + 0.5 * (row % 2)) * 72, -260 + 62 * row
                if abs(x) < 220:
                    piece.part(
                        smooth(
                            f"{x - 38} {y - 14}, {x + 38} {y - 14}, {x + 30} {y + 28}, {x} {y + 54}, {x - 30} {y + 28}",
                            steps=3,
                        ),
                        fur.but(grain=0, gloss=0.4, base=0.55 - 0.0005 * x),
                        bevel=12,
                        outline=2,
                    )
        return
    hairs = []
    for a, b, c in piece.scatter("strewn", 90):
        px, py = (a - 0.5) * 440, -300 + 620 * b
        hairs.append(strip([(px, py), (px + (c - 0.5) * 20, py + 34)], 4, end=1))
    piece.inks(hairs)


def ingot(piece: Piece) -> None:
    """Draw ingots stacked."""
    metal = piece.metal("gold" if piece.says("gold* brass copper bronze") else "steel").but(angle=0)
    for x, y in ((-230, 190), (230, 210), (0, -90)):
        one = piece.moved(x, y, size=0.86)
        one.part(trace("-210 -110, 150 -110, 250 130, -290 130"), metal.but(base=0.5), bevel=16)
        one.part(trace("-210 -110, 150 -110, 210 -190, -130 -190"), metal.but(base=0.92), bevel=14)
        one.part(trace("150 -110, 210 -190, 320 20, 250 130"), metal.but(base=0.24), bevel=12)
        ornament.emblem(one, x=-20, y=20, size=64, material=metal.but(base=0.7))


def ore(piece: Piece) -> None:
    """Draw a lump of ore with veins; coal, or a log of wood, by words."""
    if piece.says("wood log logs lumber plank planks firewood"):
        for x, y in ((-200, 170), (210, 190), (0, -70)):
            log = piece.moved(x, y, turn=0)
            log.moved(60, 0, turn=72).turned([(-330, 150), (260, 156)], WOOD.but(angle=0))
            log.part(oval(-190, 90, 130, 150), WOOD.but(base=0.7, angle=0), bevel=12)
            for r in (100, 70, 40, 16):
                log.part(ring(-190, 90, r, r - 6, squash=1.15), WOOD.but(base=0.3), bevel=2, outline=1)
        return
    stone = piece.body("stone")
    coal = piece.says("coal charcoal")
    if coal:
        stone = stone.but(dark=0.02, bright=0.4, gloss=0.6)
    lump = trace("-350 120, -300 -120, -130 -290, 90 -330, 290 -190, 360 60, 240 290, -60 350, -270 290")
    piece.part(lump, stone, bevel=40, relief=1.2)
    middle = [(-90, -60), (120, -40), (40, 150)]
    for i, (px, py) in enumerate(lump):
        (nx, ny), (mx, my) = lump[(i + 1) % len(lump)], middle[i % 3]
        base = max(0.16, min(0.9, 0.5 - 0.0009 * px - 0.0012 * py))
        piece.part(
            [(px, py), (nx, ny), (float(mx), float(my))], stone.but(base=base, angle=50.0 * i), bevel=8, outline=2
        )
    if coal:
        return
    vein = GEM.but(hue=piece.hue("ore vein gold silver copper mithril gem crystal", default=0.95), base=0.8)
    for x, y, r in (
        (-190, -50, 60),
        (-20, -180, 50),
        (150, -90, 66),
        (60, 90, 56),
        (-140, 160, 46),
        (210, 120, 40),
        (-40, 20, 38),
    ):
        nugget = [
            (
                x + r * (0.7 + 0.4 * ((k * 3 + int(r)) % 5) / 5) * cos(k * pi / 3),
                y + r * (0.7 + 0.4 * ((k * 2 + int(r)) % 5) / 5) * sin(k * pi / 3),
            )
            for k in range(6)
        ]
        piece.part(nugget, vein, bevel=14)


def bandage(piece: Piece) -> None:
    """Draw rolled cloth: a bandage, or a bolt of stuff."""
    bolt = not piece.says("bandage* gauze dressing")
    stuff = piece.cloth("cloth fabric silk linen bolt wool velvet bandage canvas")
    if not bolt:
        stuff = stuff.but(base=0.8, bright=1.0)
    piece.part(
        smooth("40 -60, 330 20, 420 170, 300 300, 440 420, 100 420, 140 240, 0 160", steps=5),
        stuff.but(angle=50),
        bevel=26,
    )
    roll = piece.moved(-60, -40, turn=62)
    roll.turned(
        [(-330 if bolt else -200, 176), (-320 if bolt else -190, 184), (300 if bolt else 190, 184)], stuff.but(angle=0)
    )
    end = 300 if bolt else 190
    roll.part(oval(0, end, 184, 70), stuff.but(base=stuff.base + 0.1), bevel=12)
    spiral = [(r * cos(r / 11), end + 0.38 * r * sin(r / 11)) for r in range(10, 170, 3)]
    roll.line(spiral, 5)
    if bolt:
        roll.part(strip([(-186, 0), (0, 40), (186, 0)], 40), GOLD.but(angle=50), bevel=10)


def dice(piece: Piece) -> None:
    """Draw two dice."""
    stuff = piece.body("bone")
    stuff = stuff.but(hue=piece.own_hue("dice die", default=stuff.hue))
    for x, y, size, turn in ((190, -190, 0.74, 18), (-90, 110, 1.0, -8)):
        one = piece.moved(x, y, turn=turn, size=size)
        one.part(trace("0 -300, 270 -190, 0 -80, -270 -190"), stuff.but(base=0.95), bevel=14)
        one.part(trace("-270 -190, 0 -80, 0 240, -270 120"), stuff.but(base=0.62, angle=22), bevel=14)
        one.part(trace("270 -190, 0 -80, 0 240, 270 120"), stuff.but(base=0.3, angle=-22), bevel=14)
        one.inks([oval(0, -190, 38, 17)])
        one.inks([oval(-135 + 66 * d, 25 + 118 * d, 20, 28) for d in (-1, 0, 1)])
        one.inks([oval(135 + 64 * a, 25 + 80 * b - 27 * a, 20, 28) for a in (-1, 1) for b in (-1, 1)])


def chess(piece: Piece) -> None:
    """Draw pieces of a board game on their board."""
    piece.part(trace("-440 230, -200 60, 440 120, 250 330"), WOOD.but(angle=0, base=0.6), bevel=10)
    for i in range(4):
        for k in range(4):
            if (i + k) % 2:
                a, b = i / 4, k / 4
                corner = [(_board(u, v)) for u, v in ((a, b), (a + 0.25, b), (a + 0.25, b + 0.25), (a, b + 0.25))]
                piece.part(corner, WOOD.but(base=0.16, dark=0.04), bevel=4, outline=1.4)
    ivory, dark = piece.body("bone"), WOOD.but(dark=0.04, base=0.28)
    king = "-420 10, -400 10, -390 60, -360 90, -330 50, -300 70, -280 40, -60 56, 60 110, 90 130, 130 140, 140 120"
    pawn = "-200 20, -170 70, -120 80, -80 50, -60 70, -40 40, 60 70, 100 110, 130 120, 140 100"
    piece.moved(-90, 60).turned(trace(king), ivory)
    piece.moved(-90, 60).part(
        mirrored("0 -510, 16 -510, 16 -480, 46 -480, 46 -448, 16 -448, 16 -400, 0 -400"), ivory, bevel=8
    )
    piece.moved(190, 110, size=0.9).turned(trace(pawn), dark)
    piece.moved(-280, 110, size=0.7).turned(trace(pawn), dark)


def doll(piece: Piece) -> None:
    """Draw a rag doll, or a toy horse on wheels."""
    if piece.says("horse pony rocking animal"):
        wood = piece.body("wood").but(base=0.55)
        piece.part(
            smooth(
                "-260 -40, -200 -150, 60 -150, 130 -330, 110 -430, 170 -400, 280 -330, 360 -220, 320 -180, "
                "230 -200, 230 60, 150 100, -200 100, -270 60",
                steps=5,
            ),
            wood,
            bevel=60,
            relief=1.2,
        )
        for x in (-200, -110, 110, 190):
            piece.part(strip([(x, 80), (x - 10, 330)], 60, end=46), wood.but(base=0.4), bevel=16)
        piece.part(strip(path("100 -410, 60 -280, 80 -140"), 60), piece.cloth("mane"), bevel=18)
        piece.part(strip(path("-250 -60, -370 40, -350 200"), 54, end=20), piece.cloth("tail"), bevel=16)
        piece.inks([oval(240, -300, 16)])
        piece.part(smooth("-120 -160, 60 -170, 70 0, -110 10", steps=3), piece.cloth("saddle").but(hue=1.0), bevel=20)
        piece.part(rectangle(-320, 330, 320, 380), wood.but(base=0.3, angle=0), bevel=12)
        for x in (-220, 220):
            piece.part(oval(x, 400, 76), piece.cloth("wheel wheels").but(hue=0.9), bevel=16)
            piece.part(oval(x, 400, 22), IRON, bevel=8)
        return
    stuff = piece.cloth("doll dress")
    skin = BONE.but(base=0.7)
    for side in (-1, 1):
        piece.part(strip(path(f"{70 * side} 170, {90 * side} 330, {110 * side} 430"), 80), skin, bevel=24)
        piece.part(
            strip(path(f"{90 * side} -60, {230 * side} 60, {310 * side} 40"), 74, end=60),
            stuff.but(base=stuff.base - 0.1),
            bevel=22,
        )
        piece.ball(320 * side, 36, 40, skin)
    piece.part(rounded("0 -110, 100 -100, 130 60, 240 270, 0 300", steps=5), stuff, bevel=50, relief=1.2)
    piece.part(oval(0, -250, 180, 170), skin, bevel=70, relief=1.2)
    bear = piece.says("teddy bear")
    for side in (-1, 1):
        if bear:
            piece.part(oval(140 * side, -390, 76), skin.but(base=0.55), bevel=26)
            continue
        piece.part(
            smooth(
                f"{60 * side} -440, {220 * side} -350, {230 * side} -120, {150 * side} -170, {140 * side} -320", steps=5
            ),
            LEATHER.but(hue=0.75, angle=80),
            bevel=26,
        )
        piece.inks([strip([(70 * side - 24, -276), (70 * side + 24, -228)], 9)])
        piece.inks([strip([(70 * side + 24, -276), (70 * side - 24, -228)], 9)])
    piece.line(path("-50 -170, 0 -150, 50 -170"), 7)
    for k in range(3):
        piece.line([(-30 + 26 * k, -182), (-24 + 26 * k, -146)], 4)
    piece.part(trace("-60 60, 40 40, 56 140, -50 150"), stuff.but(base=0.85, angle=10), bevel=8)


def ball(piece: Piece) -> None:
    """Draw a ball of leather or glass."""
    stuff = piece.cloth("ball marble").but(gloss=0.4)
    piece.ball(0, 0, 340, stuff)
    for line in ("-330 -60, 0 60, 330 -60", "-60 -330, 60 0, -60 330", "-240 240, -60 0, 250 -220"):
        piece.line(path(line), 7)


def wax_cake(piece: Piece) -> None:
    """Draw a cake of wax or soap with its stamp."""
    stuff = Material(
        hue=piece.hue("wax soap", default=0.9), dark=0.3, bright=0.95, pitch=7.5, angle=10, base=0.6, gloss=0.4
    )
    piece.part(
        smooth("-330 -160, 330 -190, 390 -120, 390 180, 320 240, -330 240, -390 170, -390 -100", steps=3),
        stuff,
        bevel=70,
        relief=1.2,
    )
    ornament.emblem(piece, x=0, y=30, size=150, material=stuff.but(base=0.8))


def _board(u: float, v: float) -> tuple[float, float]:
    """A place on the chess board in perspective."""
    top = (-200 + 640 * u, 60 + 60 * u)
    foot = (-440 + 690 * u, 230 + 100 * u)
    return top[0] + (foot[0] - top[0]) * v, top[1] + (foot[1] - top[1]) * v


OBJECTS: dict[str, Draw] = {
    "ball": ball,
    "bandage": bandage,
    "bones": bones,
    "chess": chess,
    "claw": claw,
    "dice": dice,
    "doll": doll,
    "feather": feather,
    "hide": scale_hide,
    "ingot": ingot,
    "ore": ore,
    "skull": skull,
    "wax": wax_cake,
}
