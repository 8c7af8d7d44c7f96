"""Vessels: potions, vials, jars, flasks, skins, mugs, goblets, bowls, pots, urns; what is in them is seen."""

import itertools

from imagesvc.engines.pillow.parts import (
    BONE,
    CLOTH,
    GEM,
    GLASS,
    IRON,
    PARCHMENT,
    WOOD,
    Outline,
    curve,
    oval,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import ellipse_rim, path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_BELLIES = (
    "-250 62, -236 70, -90 64, -40 80, 60 190, 180 262, 280 276, 360 236, 392 200",
    "-250 58, -236 66, -60 62, 0 82, 80 220, 190 292, 300 262, 378 170, 394 120",
    "-250 66, -236 76, -120 70, -70 120, -20 186, 60 206, 340 212, 380 200, 396 170",
    "-250 54, -236 62, -80 54, 40 70, 200 190, 330 300, 372 306, 396 280",
)
_LIQUID = "liquid potion elixir draught contents oil wine poison fluid ink brew tonic mold glow vial phial"


def bottle(piece: Piece) -> None:
    """Draw a corked bottle with liquid in it; its belly varies, and a label or a skull hangs from its neck."""
    profile = trace(_BELLIES[piece.pick("bottle", len(_BELLIES))])
    if piece.says("ceramic clay stoneware pottery earthenware"):
        _crock(piece, profile)
        return
    piece.turned([(-376, 46), (-366, 58), (-230, 50)], WOOD.but(angle=0, hue=0.6, pitch=6))
    glass = GLASS.but(hue=piece.hue("glass bottle flask", default=0.15))
    piece.turned(profile, glass, outline=4)
    _filled(piece, profile, level=40 + 90 * piece.draws("level", 1)[0])
    glint = [(-0.72 * _radius(profile, y), y) for y in (70.0, 140.0, 220.0, 300.0)]
    piece.cuts([swell(curve(glint, closed=False), 20)], hue=0.3)
    piece.turned(trace("-262 76, -254 86, -236 86, -226 74"), glass.but(base=0.66))
    _neck_tag(piece)


def vial(piece: Piece) -> None:
    """Draw a slender vial, or a syringe of another age."""
    piece = piece.moved(turn=16)
    if piece.says("syringe injector stim* hypo* serum"):
        _syringe(piece)
        return
    profile = trace("-330 84, -316 96, -290 92, -270 84, 300 92, 370 78, 400 40")
    piece.turned(trace("-440 66, -430 78, -330 74, -310 70"), WOOD.but(angle=0, hue=0.6, pitch=6))
    piece.turned(profile, GLASS, outline=4)
    _filled(piece, profile, level=-120, rim=0.22)
    piece.cuts([swell([(-62, -220), (-64, 0), (-60, 240)], 22)], hue=0.3)
    for y in (-262, 250):
        piece.turned([(y, 92), (y + 8, 100), (y + 36, 100), (y + 44, 92)], piece.metal("gold"))
    if piece.says("wax sealed"):
        piece.turned(trace("-452 60, -440 84, -380 86, -340 100, -320 90"), ornament.WAX)


def jar(piece: Piece) -> None:
    """Draw a preserving jar: with a mushroom, an eye, or something dry in it."""
    piece.turned(trace("-300 170, -286 216, -220 250, 320 256, 372 236, 386 200"), GLASS, outline=4)
    fluid = GEM.but(
        hue=piece.hue("liquid fluid amber brine jar", default=1.0), dark=0.4, base=0.7, bright=0.95, pitch=8
    )
    piece.turned([(-60, 222), (320, 228), (360, 206)], fluid, outline=1.5)
    piece.part(oval(0, -60, 222, 30), fluid.but(base=0.95, dark=0.6), bevel=8, outline=1.5)
    if piece.says("eye eyes eyeball"):
        piece.ball(0, 130, 140, BONE.but(base=0.8))
        piece.part(oval(-20, 120, 66), GEM.but(hue=0.5, base=0.4), bevel=16)
        piece.inks([oval(-20, 120, 30)])
        piece.line(path("60 250, 90 300, 60 340"), 8)
    elif piece.says("mushroom* fung* spore* cap"):
        piece.part(smooth("-34 80, 34 80, 48 250, 70 318, -70 318, -48 250", steps=5), BONE, bevel=22)
        piece.part(
            smooth("-170 110, -130 0, 0 -46, 130 0, 170 110, 90 128, 0 134, -90 128"),
            CLOTH.but(base=0.55, angle=10),
            bevel=50,
        )
        for x, y, r in ((-70, 50, 22), (20, 20, 28), (90, 66, 18), (-10, 84, 14)):
            piece.part(oval(x, y, r, r * 0.8), BONE, bevel=6)
    else:
        for a, b, c in zip(piece.draws("x", 16), piece.draws("y", 16), piece.draws("r", 16), strict=True):
            piece.ball((a - 0.5) * 330, 330 - 300 * b * b, 24 + 26 * c, CLOTH.but(hue=0.5 + 0.5 * c, angle=90 * a))
    piece.cuts([swell(path("-196 -180, -204 40, -198 240"), 24)], hue=0.3)
    piece.turned(trace("-404 190, -394 214, -320 214, -300 200"), piece.metal("gold"))
    piece.turned([(-300, 204), (-270, 226), (-256, 216)], CLOTH)


def flask(piece: Piece) -> None:
    """Draw a wineskin, or a hip flask of metal."""
    if piece.says("hip metal steel canteen"):
        steel = piece.metal()
        piece.part(rounded("0 -230, 210 -220, 260 -100, 250 380, 0 400"), steel, bevel=80, relief=1.2)
        piece.turned([(-340, 60), (-330, 74), (-250, 74), (-226, 60)], steel.but(base=0.4))
        ornament.emblem(piece, x=0, y=90, size=120, material=steel.but(base=0.75))
        return
    hide = piece.body("leather")
    piece.part(strip(path("-60 -300, -330 -200, -380 60, -250 250", steps=8), 24), hide.but(base=0.36), bevel=8)
    piece.part(
        smooth("-50 -250, 50 -250, 110 -120, 270 60, 310 260, 200 400, -60 430, -250 340, -270 140, -110 -90"),
        hide.but(angle=24),
        bevel=110,
        relief=1.3,
    )
    piece.line(path("60 -150, 200 40, 250 230, 160 380"), 4)
    for k in range(8):
        x, y = 92 + 19 * k - 1.4 * k * k, -120 + 62 * k
        piece.line([(x - 14, y + 8), (x + 18, y - 6)], 4)
    piece.turned([(-330, 46), (-320, 56), (-240, 52)], piece.body("wood").but(angle=0))
    piece.turned([(-400, 24), (-390, 40), (-330, 34)], WOOD.but(base=0.6, angle=0))
    piece.part(strip([(-58, -230), (58, -236)], 44), piece.metal("gold"), bevel=12)


def mug(piece: Piece) -> None:
    """Draw a tankard, foaming over; a plain cup if it holds tea."""
    stuff = piece.body("wood").but(angle=90) if not piece.says("clay ceramic porcelain tea") else piece.body("bone")
    iron = piece.metal("iron")
    handle = path("210 -190, 380 -180, 420 0, 380 210, 220 250")
    piece.part(strip(handle, 66), stuff.but(base=0.4), bevel=20)
    piece.turned(trace("-300 220, -280 226, 280 250, 330 252, 350 240"), stuff)
    if stuff.angle == 90:
        for x in (-0.7, -0.36, 0, 0.36, 0.7):
            piece.line([(222 * x, -290), (248 * x, 330)], 4)
    for y, r in ((-230, 224), (240, 246)):
        piece.turned([(y, r), (y + 8, r + 8), (y + 56, r + 10), (y + 64, r + 3)], iron)
    piece.part(ellipse_rim(-300, 222), stuff.but(base=0.2), bevel=10)
    if piece.says("empty tea water coffee"):
        piece.part(ellipse_rim(-290, 190), GEM.but(base=0.5), bevel=8)
        for x in (-60, 40):
            piece.cuts(
                [swell(path(f"{x} -330, {x + 50} -400, {x - 20} -460, {x + 20} -540"), 22, ends=2)],
                light=0.95,
                tone=0.95,
            )
        return
    foam = BONE.but(base=0.88, bright=1.0, grain=0.6)
    for x, y, r in (
        (-170, -310, 62),
        (170, -306, 66),
        (-80, -350, 78),
        (80, -346, 80),
        (0, -370, 84),
        (-60, -300, 70),
        (90, -296, 62),
    ):
        piece.ball(x, y, r, foam)
    piece.part(smooth("-214 -300, -160 -280, -150 -170, -176 -110, -206 -170", steps=5), foam, bevel=20)


def goblet(piece: Piece) -> None:
    """Draw a goblet or chalice set with stones, wine in it."""
    cup = piece.body("gold")
    piece.turned(
        trace(
            "-330 230, -318 240, -120 232, 20 190, 110 90, 140 50, 170 62, 190 44, 320 50, 350 130, 384 220, 404 224"
        ),
        cup,
    )
    piece.part(oval(0, -328, 230, 48), cup.but(base=0.2), bevel=14)
    piece.part(
        oval(0, -318, 200, 36), GEM.but(hue=piece.hue("wine blood liquid water", default=1.0), base=0.5), bevel=10
    )
    for y, r in ((-250, 238), (30, 190)):
        piece.turned([(y, r), (y + 6, r + 5), (y + 22, r + 3), (y + 28, r - 4)], cup.but(base=0.66))
    for i in range(7):
        ornament.facets(piece, x=-190 + 63.3 * i, y=-110 + 46 * (1 - abs(i - 3) / 3), rx=25, ry=32)
    ornament.facets(piece, x=0, y=160, rx=26, ry=22)


def bowl(piece: Piece) -> None:
    """Draw a bowl of stew with its spoon, or a plate; a mortar with its pestle."""
    stuff = piece.body("wood").but(angle=0) if not piece.says("porcelain ceramic clay") else piece.body("bone")
    if piece.says("mortar pestle"):
        stone = piece.body("stone")
        piece.part(strip([(60, -60), (270, -430)], 70, end=96), stone.but(base=0.6), bevel=30)
        piece.turned(trace("-150 290, -130 306, 60 270, 220 180, 270 110, 300 170, 390 220, 404 200"), stone)
        piece.part(ellipse_rim(-150, 284), stone.but(base=0.16), bevel=10)
        piece.part(strip([(60, -60), (110, -150)], 70, end=74), stone.but(base=0.6), bevel=30)
        return
    if piece.says("plate dish platter tray"):
        piece.part(oval(0, 60, 430, 250), stuff, bevel=24)
        piece.part(oval(0, 44, 320, 176), stuff.but(base=0.4), bevel=14, relief=-1)
        ornament.emblem(piece, x=0, y=40, size=90, material=stuff.but(base=0.7))
        return
    piece.part(strip(path("140 -120, 260 -260, 400 -360"), 44, end=30), WOOD.but(base=0.6), bevel=12)
    piece.turned(trace("-90 390, -70 404, 40 370, 170 270, 260 150, 290 150, 330 170, 350 160"), stuff)
    piece.part(ellipse_rim(-90, 388, squash=0.3), stuff.but(base=0.66), bevel=12)
    stew = GEM.but(hue=piece.hue("stew soup broth porridge", default=0.9), base=0.5, angle=5, gloss=0.3)
    piece.part(ellipse_rim(-84, 344, squash=0.28), stew, bevel=10)
    for x, y, r in ((-200, -90, 44), (-60, -60, 52), (90, -110, 46), (210, -80, 36), (-120, -140, 30), (20, -150, 30)):
        piece.ball(x, y, r, CLOTH.but(hue=0.5 + (r % 3) * 0.22, base=0.6))
    for x in (-120, 0):
        piece.cuts(
            [swell(path(f"{x} -190, {x + 56} -260, {x - 20} -330, {x + 30} -410"), 24, ends=2)], light=0.95, tone=0.95
        )


def pot(piece: Piece) -> None:
    """Draw a cauldron or kettle with its handle."""
    iron = piece.metal("iron")
    if piece.says("kettle teapot tea coffee"):
        piece.part(strip(path("-250 -130, -200 -390, 0 -450, 200 -390, 250 -130"), 40), piece.body("wood"), bevel=12)
        piece.part(
            smooth("230 100, 330 40, 350 -120, 430 -180, 470 -140, 420 -60, 400 120, 260 230", steps=5), iron, bevel=26
        )
        piece.turned(trace("-210 130, -190 170, -60 270, 130 310, 300 270, 350 200"), iron)
        piece.turned(trace("-280 20, -270 36, -240 30, -230 110, -200 140"), iron.but(base=0.6))
        return
    if piece.says("pan skillet frying"):
        piece.part(strip([(200, -100), (470, -400)], 70, end=54), iron, bevel=20)
        piece.part(oval(-60, 110, 380, 300), iron, bevel=34)
        piece.part(oval(-60, 100, 310, 236), iron.but(base=0.3), bevel=18, relief=-1)
        return
    handle = path("-300 -170, -240 -390, 0 -460, 240 -390, 300 -170")
    piece.part(strip(handle, 22), iron, bevel=8)
    for x in (-190, 0, 190):
        piece.part([(x - 34, 280), (x + 34, 280), (x + 20, 410), (x - 20, 410)], iron.but(base=0.3), bevel=12)
    piece.turned(trace("-190 270, -120 300, 40 344, 180 324, 290 234, 340 124, 350 60"), iron)
    piece.turned(trace("-230 300, -222 318, -190 318, -180 290"), iron.but(base=0.6))
    piece.part(oval(0, -226, 296, 62), iron.but(base=0.16), bevel=14)
    brew = GEM.but(hue=piece.hue(_LIQUID + " soup stew", default=1.0), base=0.7, dark=0.4)
    piece.part(oval(0, -206, 262, 44), brew, bevel=12)
    for x, y, r in ((-120, -212, 22), (30, -200, 30), (130, -216, 16)):
        piece.ball(x, y, r, brew.but(base=0.9))
    for side in (-1, 1):
        piece.part(ring(296 * side, -130, 44, 26), iron, bevel=9)


def urn(piece: Piece) -> None:
    """Draw an urn, a vase or an amphora, painted with bands."""
    clay = piece.body("stone").but(angle=0, grain=0)
    clay = clay.but(hue=piece.hue("urn vase amphora clay porcelain pottery jug pitcher", default=0.6))
    for side in (-1, 1):
        piece.part(
            strip(path(f"{96 * side} -300, {250 * side} -310, {270 * side} -180, {200 * side} -70"), 42), clay, bevel=14
        )
    piece.turned(
        trace(
            "-430 130, -414 146, -396 132, -330 90, -250 96, -120 210, 20 270, 160 240, 300 140, 360 100, "
            "400 160, 430 170"
        ),
        clay,
    )
    piece.part(ellipse_rim(-424, 130), clay.but(base=0.14), bevel=8)
    for y, r in ((-130, 206), (150, 246)):
        piece.turned([(y, r), (y + 12, r + 10), (y + 30, r + 8), (y + 40, r + 2)], clay.but(base=0.8, hue=0.95))
    for k in range(-3, 4):
        x = 70 * k * (1 - abs(k) * 0.05)
        piece.part(trace(f"{x - 26} 90, {x} -20, {x + 26} 90, {x} 120"), clay.but(base=0.24), bevel=6, outline=1.8)


def _filled(piece: Piece, profile: Outline, *, level: float, rim: float = 0.13) -> None:
    """Fill a glass up to a level: the liquid, its surface, bubbles rising, and a light in it if it glows."""
    stuff = GEM.but(hue=piece.hue(_LIQUID, default=1.0), base=0.55, dark=0.3, bright=0.9, pitch=7)
    foot = profile[-1][0]
    shape = [(level, _radius(profile, level) - 16)]
    shape += [(float(y), _radius(profile, y) - 16) for y in range(int(level) + 20, int(foot) - 16, 20)]
    shape.append((foot - 16, max(20.0, profile[-1][1] - 40)))
    piece.turned(shape, stuff, outline=1.5)
    piece.part(ellipse_rim(level, shape[0][1], squash=rim), stuff.but(base=0.92, dark=0.5), bevel=8, outline=1.5)
    draws = piece.draws("bubbles", 27)
    for a, b, c in zip(draws[0::3], draws[1::3], draws[2::3], strict=True):
        y = level + 40 + b * (foot - level - 90)
        piece.ball((a - 0.5) * 1.3 * max(30.0, _radius(profile, y) - 30), y, 6 + 12 * c, stuff.but(base=0.95))
    if piece.says("glow* shimmer* luminous luminescent glimmer* radiant"):
        piece.glow(0, (level + foot) / 2, 130, light=0.4)


def _neck_tag(piece: Piece) -> None:
    piece.line(path("-66 -180, 0 -164, 66 -184"), 7)
    if piece.says("poison* venom* toxic* deadly death skull"):
        ornament.skull_mark(piece, x=0, y=160, size=96)
        return
    piece.line([(60, -178), (84, -112)], 4)
    piece.part(trace("74 -150, 214 -196, 246 -96, 108 -48, 66 -80"), PARCHMENT, bevel=5)
    for k in range(3):
        piece.line([(112 + 8 * k, -134 + 26 * k), (206 + 8 * k, -164 + 26 * k)], 4)


def _crock(piece: Piece, profile: Outline) -> None:
    clay = BONE.but(hue=piece.hue("ceramic clay flask bottle", default=0.5), base=0.55, dark=0.2, bright=0.85)
    piece.turned([(-340, 46), (-330, 56), (-230, 50)], WOOD.but(angle=0, hue=0.6, pitch=6))
    piece.turned(profile, clay, outline=3)
    piece.turned(trace("-262 80, -254 90, -236 90, -226 76"), clay.but(base=0.7))
    for y in (40.0, 300.0):
        r = _radius(profile, y)
        piece.turned([(y, r), (y + 10, r + 4), (y + 26, r + 4)], clay.but(base=0.3))
    ornament.emblem(piece, x=0, y=180, size=90, material=clay.but(base=0.8))
    _neck_tag(piece)


def _syringe(piece: Piece) -> None:
    steel = piece.metal()
    piece.turned([(-440, 90), (-430, 100), (-410, 100), (-400, 90)], steel)
    piece.turned([(-400, 22), (-200, 22)], steel)
    profile = trace("-200 90, -190 100, 200 100, 240 80")
    piece.turned(profile, GLASS, outline=4)
    _filled(piece, profile, level=-90, rim=0.2)
    for k in range(6):
        piece.line([(-96, -60 + 46 * k), (-40 - 20 * (k % 2), -60 + 46 * k)], 5)
    piece.turned([(-220, 150), (-212, 158), (-196, 158), (-188, 150)], steel)
    piece.turned([(230, 70), (250, 40), (290, 30), (296, 9), (470, 3)], IRON)


def _radius(profile: Outline, y: float) -> float:
    for (y0, r0), (y1, r1) in itertools.pairwise(profile):
        if y0 <= y <= y1:
            return r0 + (r1 - r0) * (y - y0) / (y1 - y0)
    return profile[-1][1]


OBJECTS: dict[str, Draw] = {
    "bottle": bottle,
    "bowl": bowl,
    "flask": flask,
    "goblet": goblet,
    "jar": jar,
    "mug": mug,
    "pot": pot,
    "urn": urn,
    "vial": vial,
}
