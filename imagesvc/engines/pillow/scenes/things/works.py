"""Works and machines: anvils, levers, engines, consoles, reactors, tanks, cannons, telescopes, portals, cars, bones."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    BONE,
    CLOTH,
    GEM,
    GLASS,
    IRON,
    METAL,
    STONE,
    WOOD,
    Material,
    oval,
    rectangle,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import curios, fires, ornament
from imagesvc.engines.pillow.scenes.things.forms import around, cog, ellipse_rim, path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_GLOW = Material(hue=1.0, dark=0.6, bright=1.0, pitch=7, base=0.92)
_SCREEN = Material(hue=1.0, dark=0.08, bright=0.7, pitch=6.5, base=0.36)


def anvil(piece: Piece) -> None:
    """Draw an anvil on its block, a hammer leaning, sparks flying."""
    piece.turned([(-300, 270), (-280, 280), (20, 300), (40, 290)], WOOD.but(angle=90))
    piece.part(oval(0, -300, 272, 60), WOOD.but(base=0.7, angle=0), bevel=10, outline=3)
    piece.part(strip([(-290, -150), (-290, -90)], 20), IRON, bevel=5)
    fires.anvil_top(piece.moved(0, -300))
    one = piece.moved(60, -690, turn=64)
    one.part(rectangle(-20, -40, 20, 330), WOOD.but(base=0.6), bevel=9)
    one.part(rectangle(-100, -110, 100, -20), piece.metal(), bevel=16)
    fires.spark(piece, -40, -690, 60)


def lever(piece: Piece) -> None:
    """Draw a lever on its plate with cogs; a wheel to turn."""
    iron, brass = piece.metal("iron"), piece.metal("gold")
    piece.part(
        smooth("-330 40, -330 -520, -290 -570, 290 -570, 330 -520, 330 40", steps=3),
        piece.body("stone"),
        bevel=20,
        outline=3,
    )
    piece.part(rectangle(-250, -500, 250, -30), iron, bevel=18, outline=3)
    for x, y in ((-215, -465), (215, -465), (-215, -65), (215, -65)):
        piece.ball(x, y, 20, brass)
    piece.part(cog(-110, -170, 90, teeth=11), brass, bevel=10)
    piece.part(cog(70, -120, 60, teeth=9), brass.but(base=0.4), bevel=9)
    piece.part(rectangle(-36, -420, 36, -140), IRON.but(base=0.06), bevel=9, relief=-1)
    piece.part(strip([(0, -260), (210, -720)], 50, end=38), iron.but(base=0.66), bevel=15, outline=3)
    piece.ball(218, -740, 66, CLOTH.but(hue=piece.hue("handle knob lever", default=1.0), gloss=0.5))
    piece.part(oval(0, -260, 62), brass, bevel=18)


def machine(piece: Piece) -> None:
    """Draw an engine: boiler, pipes, dials, a fly-wheel, steam."""
    copper, iron = piece.metal("gold"), piece.metal("iron")
    piece.part(rectangle(-440, -60, 440, 40), iron.but(angle=0), bevel=16, outline=3)
    piece.moved(-110, -330, turn=90).turned(
        [(-310, 150), (-290, 236), (-260, 246), (230, 246), (270, 236), (290, 180)], copper
    )
    for x in (-320, -120, 80):
        piece.moved(x - 30, -330, turn=90).turned([(-22, 248), (-16, 256), (16, 256), (22, 248)], iron)
    piece.moved(-240, -560).turned([(-330, 70), (-310, 90), (-270, 60), (0, 66)], iron)
    for k, (x, y, r) in enumerate(((-230, -930, 60), (-150, -990, 76), (-60, -1030, 60))):
        piece.ball(x, y + 20 * k, r, BONE.but(base=0.9, bright=1.0, hue=0.2))
    piece.part(
        strip(path("40 -560, 60 -700, 250 -720, 290 -560, 290 -430"), 60), copper.but(base=0.4), bevel=20, outline=3
    )
    piece.part(ring(290, -230, 250, 196), iron, bevel=20, outline=3)
    for px, py in around(6, 200):
        piece.part(strip([(290, -230), (290 + px, -230 + py)], 28), iron, bevel=9)
    piece.part(oval(290, -230, 56), copper, bevel=16)
    piece.part(strip([(290 + 90, -330), (-60, -290)], 34), METAL, bevel=10)
    for x, y in ((-300, -380), (-130, -420)):
        piece.part(oval(x, y, 80), copper.but(base=0.7), bevel=14)
        piece.part(oval(x, y, 58), BONE.but(base=0.92), bevel=6)
        piece.line([(x, y), (x + 30, y - 34)], 8)
    if piece.says("glow* magic* arcane crystal energy humming"):
        ornament.crystal(piece, -60, -640, 90)
        piece.glow(-60, -640, 110, light=0.4)


def console(piece: Piece) -> None:
    """Draw a console with screens, keys and lights."""
    steel = piece.metal()
    piece.part(trace("-360 40, -400 -250, 400 -250, 360 40"), steel.but(base=0.34, angle=0), bevel=16, outline=3)
    piece.part(trace("-440 -250, -360 -400, 360 -400, 440 -250"), steel.but(base=0.7, angle=0), bevel=12, outline=3)
    piece.part(trace("-380 -430, -420 -860, 420 -860, 380 -430"), IRON.but(base=0.4), bevel=20, outline=3)
    piece.part(trace("-330 -480, -360 -810, 360 -810, 330 -480"), _SCREEN, bevel=14, relief=-1)
    piece.glow(0, -640, 220, light=0.3)
    draws = piece.draws("console", 30)
    piece.cuts([ring(-170, -640, 110, 98), ring(-170, -640, 60, 52), strip([(-170, -640), (-90, -710)], 8)], hue=1.0)
    wave = [(20 + 15 * k, -700 + 70 * sin(k * 0.8) * draws[k]) for k in range(20)]
    piece.cuts([strip(wave, 9)], hue=1.0)
    for k in range(6):
        piece.cuts([rectangle(30 + 46 * k, -500 - 90 * draws[k + 20], 62 + 46 * k, -500)], hue=1.0, tone=0.85)
    for row in range(3):
        for col in range(9):
            x, y = -330 + 80 * col - 8 * row * (col - 4) / 4, -376 + 40 * row
            lit = draws[(row * 9 + col) % 30] > 0.7
            piece.part(
                rectangle(x - 26, y - 13, x + 26, y + 13), _GLOW if lit else IRON.but(base=0.5), bevel=6, outline=2
            )
    for k in range(5):
        piece.flat(rectangle(-300 + 130 * k, -190, -220 + 130 * k, -170), light=1, tone=0.95, hue=1.0, outline=2)


def reactor(piece: Piece) -> None:
    """Draw a core of light held between rings."""
    steel = piece.metal()
    piece.turned([(-110, 200), (-90, 260), (0, 330), (40, 350)], steel)
    piece.turned([(-880, 300), (-850, 320), (-800, 240), (-760, 180)], steel)
    piece.glow(0, -440, 260, light=0.55)
    piece.turned([(-770, 130), (-700, 150), (-180, 150), (-110, 130)], GLASS.but(hue=0.9), outline=4)
    piece.turned([(-740, 50), (-600, 80), (-440, 110), (-280, 80), (-140, 50)], _GLOW, outline=2)
    for y in (-640, -440, -240):
        piece.part(ring(0, y, 290, 236, squash=0.3), steel.but(base=0.66), bevel=14, outline=3)
        for side in (-1, 1):
            piece.part(rectangle(262 * side - 26, y - 40, 262 * side + 26, y + 40), IRON, bevel=10)
    bolts = piece.draws("bolts", 16)
    for k in range(4):
        line = [((bolts[k * 4 + i] - 0.5) * 200, -720 + 190 * i) for i in range(4)]
        piece.cuts([strip(line, 8, end=4)], tone=1.0, hue=1.0)
    for side in (-1, 1):
        piece.part(
            strip(path(f"{330 * side} 30, {420 * side} -60, {400 * side} -700, {300 * side} -830"), 44),
            IRON,
            bevel=14,
            outline=3,
        )


def tank(piece: Piece) -> None:
    """Draw a tank of glass with something adrift in it, or a pod where someone sleeps."""
    steel = piece.metal()
    piece.turned([(-90, 260), (-70, 300), (30, 320), (40, 320)], steel)
    piece.turned([(-900, 150), (-880, 240), (-800, 280), (-780, 270)], steel)
    piece.turned([(-790, 250), (-80, 250)], GLASS.but(hue=0.6, dark=0.3, base=0.6), outline=4)
    fluid = GEM.but(hue=piece.hue("fluid liquid glow tank vat", default=1.0), base=0.74, dark=0.4, pitch=8)
    piece.turned([(-700, 236), (-80, 240)], fluid, outline=1.6)
    piece.part(ellipse_rim(-700, 236), fluid.but(base=0.92), bevel=8, outline=1.6)
    if piece.says("cryo* stasis pod sleep* body person human* clone"):
        piece.part(
            rounded("0 -640, 60 -620, 66 -540, 40 -500, 120 -450, 130 -280, 80 -120, 0 -110", steps=5),
            BONE.but(hue=0.5, base=0.3, dark=0.02, bright=0.6),
            bevel=40,
            relief=1.2,
        )
        piece.inks([strip([(-30, -570), (-12, -570)], 5), strip([(12, -570), (30, -570)], 5)])
    else:
        piece.ball(0, -470, 110, BONE.but(hue=0.5, base=0.34, dark=0.02, bright=0.6))
        for k in range(5):
            x = -80 + 40 * k
            piece.part(
                swell(path(f"{x} -420, {x + 40 - 10 * k} -300, {x - 20} -210, {x + 20} -150"), 34, ends=6),
                BONE.but(hue=0.5, base=0.3, dark=0.02, bright=0.6),
                bevel=10,
            )
        piece.cuts([oval(-36, -480, 17, 22), oval(36, -480, 17, 22)], hue=0.9)
    for a, b, c in piece.scatter("strewn", 12):
        piece.ball((a - 0.5) * 400, -640 + 520 * b, 8 + 14 * c, fluid.but(base=0.95))
    piece.cuts([swell(path("-206 -740, -214 -450, -206 -160"), 34)], hue=0.4)
    for y in (-560, -250):
        piece.turned([(y, 252), (y + 6, 262), (y + 34, 262), (y + 40, 252)], steel)
    for k in range(4):
        piece.flat(rectangle(-140 + 80 * k, -40, -90 + 80 * k, -16), light=1, tone=0.95, hue=1, outline=2)


def cannon(piece: Piece) -> None:
    """Draw a cannon on its carriage; a ballista or a catapult."""
    wood, iron = piece.body("wood"), piece.metal("iron")
    if piece.says("catapult trebuchet ballista"):
        piece.part(strip([(-440, -60), (440, -60)], 56), wood.but(angle=0), bevel=16, outline=3)
        for x in (-120, 120):
            piece.part(strip([(x * 2, -60), (x * 0.4, -480)], 50), wood, bevel=14, outline=3)
        piece.part(strip([(330, -30), (-300, -760)], 46, end=34), wood.but(base=0.6), bevel=14, outline=3)
        piece.part(oval(-330, -800, 110, 66), iron, bevel=20, outline=3)
        piece.ball(-330, -830, 80, STONE)
        for x in (-330, 330):
            _cart_wheel(piece.moved(x, -50, size=0.3))
        return
    piece.part(trace("-300 -60, -330 -240, 60 -330, 400 -60, 340 0"), wood, bevel=20, outline=3)
    barrel = piece.moved(-40, -370, turn=-74)
    barrel.turned(
        [
            (-480, 92),
            (-460, 116),
            (-420, 100),
            (-400, 90),
            (-60, 110),
            (-40, 126),
            (0, 126),
            (20, 116),
            (290, 146),
            (320, 140),
            (360, 60),
            (380, 34),
            (420, 40),
            (440, 10),
        ],
        iron,
    )
    barrel.part(ellipse_rim(-480, 90, squash=0.3), IRON.but(base=0.05, dark=0.0), bevel=10)
    _cart_wheel(piece.moved(-40, -190, size=0.5))
    for x, y in ((250, 0), (340, 0), (295, -76)):
        piece.ball(x + 60, y, 46, IRON)


def great_telescope(piece: Piece) -> None:
    """Draw a telescope on its tripod; an orrery with its planets; a globe."""
    brass, wood = piece.metal("gold"), piece.body("wood")
    if piece.says("orrery armillary planets celestial astrolabe"):
        piece.turned([(-330, 30), (-100, 40), (-60, 90), (0, 150), (40, 170)], brass)
        piece.ball(0, -460, 84, _GLOW)
        piece.glow(0, -460, 110, light=0.35)
        for k, (r, tilt) in enumerate(((190, 0.3), (290, 0.34), (400, 0.36))):
            piece.part(ring(0, -460, r, r - 13, squash=tilt), brass, bevel=5, outline=2)
            turn = 0.7 + 2.3 * k + piece.draws("planets", 3)[k] * 3
            piece.ball(
                r * cos(turn), -460 + r * tilt * sin(turn), 34 + 12 * k, GEM.but(hue=(0.5, 0.75, 0.25)[k], base=0.55)
            )
        piece.part(ring(0, -460, 420, 400), brass.but(base=0.7), bevel=7, outline=2)
        return
    if piece.says("globe"):
        piece.turned([(-130, 26), (-60, 60), (0, 150), (40, 200)], wood)
        piece.ball(0, -460, 320, CLOTH.but(hue=0.3, base=0.6, angle=0, gloss=0.3))
        for k, draw in enumerate(piece.draws("lands", 5)):
            x, y = -180 + 90 * k, -620 + 330 * draw
            piece.part(
                smooth(
                    f"{x - 80} {y}, {x - 20} {y - 70}, {x + 80} {y - 30}, {x + 60} {y + 60}, {x - 30} {y + 80}", steps=4
                ),
                CLOTH.but(hue=0.75, base=0.6),
                bevel=14,
            )
        piece.part(strip(oval(0, -460, 360, start=-120, stop=120), 34), brass, bevel=9, outline=3)
        return
    for x in (-230, 30, 250):
        piece.part(strip([(0, -430), (x, 40)], 36), wood, bevel=12, outline=3)
    piece.ball(0, -440, 50, brass)
    tube = piece.moved(0, -500, turn=56)
    tube.turned([(-470, 116), (-450, 134), (-390, 134), (-370, 116), (0, 110)], brass)
    tube.turned([(0, 84), (260, 80)], piece.body("leather").but(angle=0))
    tube.turned([(260, 60), (280, 74), (330, 74), (350, 50), (420, 54), (430, 44)], brass)
    tube.part(ellipse_rim(-470, 114, squash=0.3), GLASS.but(base=0.92), bevel=12)


def portal(piece: Piece) -> None:
    """Draw a ring of stones around turning light."""
    stuff = piece.body("stone")
    piece.glow(0, -450, 320, light=0.5)
    piece.flat(oval(0, -450, 340, 390), light=0.6, tone=0.45, hue=1.0, outline=3)
    for k in range(6):
        phase = k * pi / 3
        arm = [
            ((40 + 26 * i) * cos(phase + i * 0.3), -450 + 1.14 * (40 + 26 * i) * sin(phase + i * 0.3))
            for i in range(11)
        ]
        piece.cuts([swell(arm, 34, ends=3)], light=1, tone=0.95, hue=1.0)
    piece.cuts([star(0, -450, 120, 46, points=10)], tone=1.0, hue=1.0)
    for k in range(13):
        a, b = 90 + 360 * k / 13 + 2, 90 + 360 * (k + 1) / 13 - 2
        block = (
            oval(0, -450, 430, 480, start=a, stop=b, steps=5) + oval(0, -450, 336, 386, start=a, stop=b, steps=5)[::-1]
        )
        piece.part(block, stuff.but(base=0.4 + 0.08 * (k % 3), angle=a), bevel=16, outline=3)
        turn = (a + b) / 2 * pi / 180
        piece.cuts([star(383 * cos(turn), -450 + 433 * sin(turn), 24, 8, points=4)], hue=1.0)
    piece.part(trace("-330 50, -260 -40, 260 -40, 330 50"), stuff.but(base=0.6, angle=0), bevel=14, outline=3)
    piece.part(trace("-430 90, -360 30, 360 30, 430 90"), stuff.but(base=0.46, angle=0), bevel=14, outline=3)


def vehicle(piece: Piece) -> None:
    """Draw a car of the road, or one that hovers."""
    paint = piece.cloth("car vehicle hovercar rover truck speeder").but(grain=0, angle=0, gloss=0.5, bright=0.95)
    hover = piece.says("hover* speeder neon cyber* anti-gravity flying")
    body = smooth(
        "-500 -130, -470 -230, -300 -270, -170 -420, 130 -430, 290 -280, 460 -240, 510 -140, 480 -80, -480 -80", steps=5
    )
    if hover:
        piece.glow(0, -10, 200, light=0.5)
        for x in (-300, 300):
            piece.flat(oval(x, -40, 130, 26), light=1, tone=0.95, hue=1.0, outline=2)
    piece.part(body, paint, bevel=50, relief=1.3, outline=3)
    piece.part(
        smooth("-150 -390, -20 -396, -20 -280, -250 -270", steps=3), GLASS.but(base=0.5, dark=0.2, angle=40), bevel=16
    )
    piece.part(
        smooth("20 -396, 120 -394, 220 -290, 20 -280", steps=3), GLASS.but(base=0.4, dark=0.2, angle=40), bevel=16
    )
    piece.line(path("-460 -190, 0 -220, 490 -180"), 5)
    piece.line([(0, -400), (4, -90)], 4)
    piece.flat(oval(480, -190, 30, 24), light=1, tone=1, hue=1.0, outline=3)
    piece.flat(oval(-490, -190, 24, 20), light=0.8, tone=0.6, hue=1.0, outline=3)
    if not hover:
        for x in (-290, 290):
            piece.part(oval(x, -70, 120), IRON.but(dark=0.02, base=0.24), bevel=26, outline=3)
            piece.part(oval(x, -70, 64), METAL, bevel=18)
            piece.part(star(x, -70, 52, 20, points=5), IRON, bevel=6)


def bones_heap(piece: Piece) -> None:
    """Draw a skeleton's remains: ribs, bones, a skull."""
    for k in range(6):
        x = -250 + 80 * k
        rib = path(f"{x} 20, {x - 60} -170, {x + 10} -330, {x + 130} -330")
        piece.part(strip(rib, 34, end=12), BONE.but(base=0.6 + 0.03 * k), bevel=11)
    piece.part(strip(path("-190 -330, 50 -350, 330 -310"), 54), BONE, bevel=16)
    for x0, y0, x1, y1 in ((-430, 20, -130, 40), (180, 50, 430, -20), (60, 40, 250, 60)):
        piece.part(strip([(x0, y0), (x1, y1)], 40), BONE.but(base=0.75), bevel=13)
        for x, y in ((x0, y0), (x1, y1)):
            piece.ball(x, y - 12, 26, BONE)
            piece.ball(x, y + 14, 26, BONE)
    curios.skull(piece.moved(270, -120, turn=12, size=0.46))


def _cart_wheel(piece: Piece) -> None:
    piece.part(ring(0, 0, 420, 330), WOOD.but(base=0.5), bevel=24, outline=3)
    for k in range(8):
        c, s = cos(k * pi / 4 + 0.2), sin(k * pi / 4 + 0.2)
        piece.part(strip([(60 * c, 60 * s), (345 * c, 345 * s)], 52), WOOD.but(base=0.5), bevel=14)
    piece.part(oval(0, 0, 120), IRON.but(base=0.5), bevel=28)


OBJECTS: dict[str, Draw] = {
    "anvil": anvil,
    "bones-heap": bones_heap,
    "cannon": cannon,
    "console": console,
    "great-telescope": great_telescope,
    "lever": lever,
    "machine": machine,
    "portal": portal,
    "reactor": reactor,
    "tank": tank,
    "vehicle": vehicle,
}
