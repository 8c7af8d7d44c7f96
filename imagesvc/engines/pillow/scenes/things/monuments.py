"""Large things of stone that stand for ever: stones, rocks, obelisks, pillars, arches, statues; the veiled one."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    BONE,
    GOLD,
    IRON,
    STONE,
    Material,
    Outline,
    curve,
    oval,
    rectangle,
    trace,
)
from imagesvc.engines.pillow.scenes.things import fires, ornament
from imagesvc.engines.pillow.scenes.things.forms import path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_WRITTEN = "name names carved inscri* memorial text tally write etched lines engraved epitaph letters"


_MAGIC = "rune* magic* glow* ward* protective enchanted arcane"


def stone(piece: Piece) -> None:
    """Draw a standing stone with lines of writing, tally marks or a device; water runs down if it weeps."""
    if piece.says("hollow compartment rocks boulder pebble"):
        rock(piece)
        return
    lean = [34 * draw - 17 for draw in piece.draws("stone", 8)]
    stuff = piece.body("stone")
    style = 0 if piece.says("slab stele tablet milestone marker") and piece.pick("shape", 2) else 1
    if style == 0:
        shape: Outline = [
            (-230, 20),
            (-222, -500),
            *oval(0, -500, 222, 160, start=180, stop=360, steps=18),
            (222, -500),
            (230, 20),
        ]
    else:
        shape = [
            (-236, 20),
            (-226 + lean[0], -220),
            (-200 + lean[1], -470),
            (-120 + lean[2], -620),
            (20 + lean[3], -660 + lean[4]),
            (150, -610 + lean[5]),
            (214 + lean[6], -440),
            (232 + lean[7], -200),
            (244, 20),
        ]
    piece.part(smooth("-350 46, -300 -24, 300 -24, 350 46, 210 70, -230 70", steps=4), stuff.but(base=0.42), bevel=18)
    piece.part([(x + 48, y + 4) for x, y in shape], stuff.but(base=0.18, angle=80), bevel=12)
    piece.part(shape, stuff, bevel=44, relief=1.3, outline=3)
    if piece.says(_MAGIC):
        _glowing_signs(piece)
    elif piece.says(_WRITTEN):
        _written(piece)
    else:
        ornament.device(piece, y=-330, size=130, glow=False)
    if piece.says("weep* tears water damp seep*"):
        _weeping(piece)
    if piece.says("offering* candle* flower* mourn* memorial fallen"):
        for x, tall in ((-290, 70), (-236, 110), (286, 84)):
            fires.candle(piece, x, 44, width=34, height=tall)


def rock(piece: Piece) -> None:
    """Draw a boulder and its smaller kin; a cairn, if stones are piled up; a hollow, if something is hidden in it."""
    stuff = piece.body("stone")
    if piece.says("cairn piled pile stack*"):
        for k, (x, y, rx, ry) in enumerate(
            (
                (-150, -40, 170, 90),
                (160, -40, 180, 96),
                (0, -150, 210, 90),
                (-40, -270, 170, 76),
                (30, -370, 140, 64),
                (-10, -450, 100, 54),
                (6, -520, 66, 40),
            )
        ):
            draws = piece.draws(f"cairn {k}", 9)
            blob = [
                (x + rx * (0.86 + 0.26 * d) * cos(i * pi / 4.5), y + ry * (0.86 + 0.26 * d) * sin(i * pi / 4.5))
                for i, d in enumerate(draws)
            ]
            piece.part(curve(blob, steps=4), stuff.but(base=0.4 + 0.04 * (k % 3)), bevel=46, relief=1.4)
        return
    for x, y, size, name in ((-300, -10, 0.42, "left"), (310, 10, 0.5, "right"), (0, 0, 1.0, "main")):
        _boulder(piece.moved(x, y, size=size), stuff, name=name)
    if piece.says("hollow hidden compartment hole cavity smuggler*"):
        hole = smooth("-20 -210, 90 -260, 190 -200, 200 -90, 90 -50, -10 -100", steps=5)
        piece.part(hole, IRON.but(base=0.06, dark=0.0), bevel=16, relief=-1, outline=4)
        piece.part(smooth("20 -120, 60 -190, 130 -190, 170 -110, 90 -84", steps=4), piece.body("leather"), bevel=24)
        piece.ball(96, -190, 20, GOLD)
        piece.part(smooth("210 40, 290 -110, 400 -130, 440 0, 330 50", steps=5), stuff.but(base=0.66), bevel=26)
    if piece.says("voice whisper* echo* sound acoustic song singing"):
        ornament.echo(piece, x=60, y=-400)


def obelisk(piece: Piece) -> None:
    """Draw an obelisk on its steps."""
    stuff = piece.body("stone")
    for k, wide in enumerate((300, 240, 180)):
        piece.part(
            rectangle(-wide, -10 - 50 * k, wide, 40 - 50 * k), stuff.but(angle=0, base=0.46), bevel=12, outline=3
        )
    piece.part(trace("-130 -110, -76 -720, 0 -830, 6 -110"), stuff.but(angle=6, base=0.66), bevel=9, outline=3)
    piece.part(trace("6 -110, 0 -830, 76 -720, 130 -110"), stuff.but(angle=-6, base=0.3), bevel=9, outline=3)
    line = [(-44.0 + 2.4 * k, -190.0 - 46 * k) for k in range(11)]
    if piece.says(_MAGIC) or piece.rich:
        ornament.runes(piece, line, size=20)
        piece.glow(0, -800, 90, light=0.4)
    else:
        for x, y in line:
            piece.line([(x - 20, y), (x + 16, y - 4)], 6)


def pillar(piece: Piece) -> None:
    """Draw pillars, one whole and others broken."""
    stuff = piece.body("stone")
    many = piece.says("ruin ruins columns pillars colonnade broken fallen")
    spots = ((-270, -30, 0.7, 380), (280, -20, 0.74, 250), (0, 0, 1.0, 720)) if many else ((0, 0, 1.0, 740),)
    for x, y, size, tall in spots:
        one = piece.moved(x, y, size=size)
        one.part(rectangle(-150, -50, 150, 40), stuff.but(angle=0, base=0.5), bevel=12, outline=3)
        one.turned([(-110, 112), (-90, 130), (-60, 130), (-44, 116)], stuff.but(base=0.6))
        if tall > 600:
            one.turned([(-tall, 92), (-100, 112)], stuff.but(angle=90))
            one.turned([(-tall - 60, 150), (-tall - 30, 130), (-tall, 96)], stuff.but(base=0.6))
            one.part(rectangle(-170, -tall - 110, 170, -tall - 56), stuff.but(angle=0, base=0.6), bevel=12, outline=3)
        else:
            one.part(
                [
                    (-112, -100),
                    (-100, -tall),
                    (-40, -tall - 50),
                    (0, -tall + 30),
                    (50, -tall - 20),
                    (98, -tall + 70),
                    (112, -100),
                ],
                stuff.but(angle=88),
                bevel=60,
                relief=1.3,
            )
        for k in (-2, -1, 0, 1, 2):
            one.line([(40 * k, -min(tall, 700) + 80), (44 * k, -110)], 5)


def arch(piece: Piece) -> None:
    """Draw an arch of stone standing alone, whole or fallen in."""
    stuff = piece.body("stone")
    fallen = piece.says("ruin* broken fallen crumbl* collapsed")
    for side in (-1, 1):
        for k in range(6):
            y = -90 * k
            wide = 74 + 6 * ((k * 5 + side) % 3)
            piece.part(
                rectangle(290 * side - wide, y - 88, 290 * side + wide, y + 30 * (k == 0)),
                stuff.but(base=0.44 + 0.05 * (k % 3), angle=8 * side),
                bevel=13,
            )
    count = 11
    for k in range(count):
        if fallen and k in {7, 8, 9}:
            continue
        a, b = 180 + 180 * k / count, 180 + 180 * (k + 1) / count
        stone_block = (
            oval(0, -500, 370, 350, start=a, stop=b, steps=5) + oval(0, -500, 216, 200, start=a, stop=b, steps=5)[::-1]
        )
        piece.part(stone_block, stuff.but(base=0.5 + 0.05 * (k % 3), angle=a - 270), bevel=13)
    if fallen:
        for x, y in ((120, 10), (200, 30), (60, 36)):
            piece.part(
                smooth(f"{x - 60} {y}, {x - 40} {y - 60}, {x + 50} {y - 66}, {x + 66} {y + 10}, {x} {y + 30}", steps=3),
                stuff,
                bevel=16,
            )
    else:
        piece.part(trace("-60 -720, 60 -720, 44 -880, -44 -880"), stuff.but(base=0.7), bevel=14)
        ornament.emblem(piece, x=0, y=-800, size=40, material=piece.metal("gold"))


def statue(piece: Piece) -> None:
    """Draw a statue: a robed figure with a sword, a king, an angel or a beast, on a plinth."""
    stuff = piece.body("stone")
    for y, w, h in ((40, 270, 60), (-20, 220, 110), (-130, 244, 36)):
        piece.part(rectangle(-w, y - h, w, y), stuff.but(angle=0, base=0.42), bevel=14, outline=3)
    ornament.device(piece, y=-74, size=36, glow=False)
    if piece.says("lion wolf dog griffin dragon beast gargoyle horse"):
        _beast(piece, stuff)
        return
    if piece.says("angel winged wings saint"):
        _wings(piece, stuff)
    robe = rounded("0 -600, 110 -570, 170 -460, 140 -320, 160 -160, 0 -150")
    piece.part(robe, stuff.but(angle=82), bevel=70, relief=1.4, outline=3)
    for x0, x1 in ((-60, -96), (-20, -36), (24, 34), (64, 100)):
        fold = path(f"{x0} -420, {(x0 + x1) / 2} -300, {x1} -165")
        piece.line(fold, [2 + 0.5 * k for k in range(len(fold))])
    for side in (-1, 1):
        arm = path(f"{130 * side} -550, {196 * side} -440, {124 * side} -370, {10 * side} -400")
        piece.part(strip(arm, 86, end=60), stuff.but(angle=30 * side), bevel=24)
    piece.part(rectangle(-15, -680, 15, -160), IRON.but(base=0.6), bevel=8)
    piece.part(rectangle(-76, -480, 76, -446), piece.metal("gold"), bevel=10)
    piece.part(rounded("0 -444, 54 -420, 42 -350, 0 -340", steps=4), stuff.but(base=0.64), bevel=16)
    piece.part(rounded("0 -790, 54 -772, 100 -690, 90 -590, 0 -556"), stuff.but(base=0.42), bevel=36)
    piece.part(rounded("0 -734, 60 -682, 56 -610, 0 -568"), stuff.but(base=0.66), bevel=26, relief=1.4)
    for side in (-1, 1):
        piece.line([(12 * side, -660), (46 * side, -664)], 7)
    piece.line([(0, -660), (4, -630), (-6, -624)], 4)
    piece.line([(-20, -602), (18, -602)], 5)
    if piece.says("king queen emperor ruler founder"):
        piece.part(
            trace("-80 -740, -90 -830, -44 -780, 0 -850, 44 -780, 90 -830, 80 -740, 0 -720"),
            piece.metal("gold"),
            bevel=10,
        )


def veiled(piece: Piece) -> None:
    """Draw a monument under a cloth, for what no word names; its plinth bears the text's own device."""
    stuff = piece.body("stone")
    for y, w, h in ((40, 330, 60), (-20, 280, 150), (-170, 310, 40)):
        piece.part(rectangle(-w, y - h, w, y), stuff.but(angle=0, base=0.44), bevel=14, outline=3)
    ornament.emblem(piece, x=0, y=-92, size=58, material=piece.metal("gold"))
    cloth = piece.cloth("cloth veil shroud").but(angle=80)
    tall, wide = ((-760, 120), (-680, 210), (-820, 80))[piece.pick("veiled", 3)]
    hem = trace("-330 -150, -250 -186, -170 -140, -60 -180, 50 -134, 160 -182, 250 -140, 330 -170")
    crown: Outline = [(-wide * 0.5, tall + 40), (0, tall), (wide * 0.5, tall + 40), (wide, tall + 170)]
    outline = [(-300, -330), (-wide, tall + 170), *crown, (300, -330), *hem[::-1]]
    piece.part(curve([(float(x), float(y)) for x, y in outline], steps=4), cloth, bevel=80, relief=1.4, outline=3)
    for x0, x1, width in ((-0.6, -220, 40), (-0.2, -90, 34), (0.25, 80, 36), (0.7, 220, 42)):
        fold = path(f"{wide * x0} {tall + 150}, {(wide * x0 + x1) / 2 - 14} {(tall - 150) / 2}, {x1} -168")
        piece.part(strip(fold, 4, end=width), cloth.but(base=cloth.base - 0.22), bevel=16, outline=0)
        piece.line(fold, [1 + 5 * i / (len(fold) - 1) for i in range(len(fold))])
    piece.part(
        strip(path(f"{-wide * 1.3} {tall * 0.55}, 0 {tall * 0.55 + 50}, {wide * 1.3} {tall * 0.55}"), 26),
        GOLD.but(angle=50, pitch=6),
        bevel=9,
    )
    ornament.seal(piece, x=0, y=tall * 0.55 + 44, size=54)


def _wings(piece: Piece, stuff: Material) -> None:
    """Two wings raised, feather by feather, the long ones outside."""
    for side in (-1, 1):
        for k in range(7):
            feather = piece.moved(70 * side, -500, turn=side * (16 + 15 * k))
            long = (430, 470, 450, 410, 360, 300, 240)[k]
            vane = rounded(f"0 {-long}, 44 {-long + 60}, 50 {-long * 0.4}, 20 0")
            feather.part(vane, stuff.but(angle=60 * side, base=0.36 + 0.04 * k), bevel=16)
            feather.line([(0, -40), (0, -long + 40)], 3)
        piece.part(
            smooth(f"{40 * side} -590, {150 * side} -640, {230 * side} -560, {170 * side} -470, {60 * side} -450"),
            stuff.but(base=0.6),
            bevel=30,
        )


def _boulder(piece: Piece, stuff: Material, *, name: str) -> None:
    draws = piece.draws(f"boulder {name}", 9)
    outer = [
        (x * (0.9 + 0.2 * d), y * (0.92 + 0.16 * d))
        for (x, y), d in zip(
            trace("-350 40, -340 -170, -230 -360, -40 -450, 170 -420, 320 -270, 370 -70, 340 50, 0 80"),
            draws,
            strict=True,
        )
    ]
    piece.part(curve(outer, steps=3), stuff.but(angle=18), bevel=90, relief=1.4, outline=3)
    piece.part(
        [outer[2], outer[3], outer[4], (60, -260), (-120, -220)], stuff.but(base=0.72, angle=-10), bevel=26, outline=0
    )
    piece.line([outer[4], (130, -280), (180, -160), (140, -60)], [7, 5, 4, 1])
    piece.line([(-140, -230), (-180, -90), (-130, 10)], [5, 4, 1])


def _beast(piece: Piece, stuff: Material) -> None:
    piece.part(strip(path("150 -200, 260 -260, 280 -420, 220 -480"), 50, end=26), stuff, bevel=16)
    piece.part(
        smooth("-150 -165, -170 -420, -100 -560, 40 -540, 160 -380, 190 -165", steps=6),
        stuff,
        bevel=60,
        relief=1.3,
        outline=3,
    )
    for x in (-120, -30):
        piece.part(
            smooth(f"{x - 40} -165, {x - 30} -420, {x + 36} -420, {x + 46} -165", steps=4),
            stuff.but(base=0.6),
            bevel=22,
        )
    piece.part(
        rounded("0 -790, 130 -760, 190 -640, 130 -520, 0 -490", steps=6),
        stuff.but(base=0.4, angle=70, grain=1.4),
        bevel=40,
        relief=1.3,
    )
    piece.part(
        rounded("0 -730, 90 -700, 96 -600, 50 -530, 0 -520", steps=5), stuff.but(base=0.64), bevel=36, relief=1.4
    )
    for side in (-1, 1):
        piece.inks([oval(42 * side, -646, 17, 12)])
        piece.part(smooth(f"{90 * side} -730, {150 * side} -800, {150 * side} -690", steps=3), stuff, bevel=12)
    piece.inks([rounded("0 -596, 26 -600, 14 -570, 0 -564", steps=3)])
    piece.line(path("-40 -550, 0 -536, 40 -550"), 5)
    if piece.says("griffin dragon gargoyle winged"):
        for side in (-1, 1):
            wing = curve(
                [
                    (90 * side, -480),
                    (240 * side, -720),
                    (330 * side, -560),
                    (270 * side, -540),
                    (290 * side, -420),
                    (220 * side, -440),
                    (180 * side, -330),
                ],
                steps=4,
            )
            piece.part(wing, stuff.but(angle=60 * side, base=0.36), bevel=16)


def _written(piece: Piece) -> None:
    for row in range(10):
        y = -500 + 46.0 * row
        x, draws = -160.0, piece.draws(f"line {row}", 9)
        for draw in draws:
            if x > 130:
                break
            end = min(x + 24 + 54 * draw, 166)
            piece.line([(x, y), (end, y - 2)], 8)
            x = end + 18
    if piece.says("mourn* tally dead fallen chalk"):
        for x, y in ((-60, -410), (90, -320), (-110, -180)):
            piece.cuts(
                [strip([(x - 18, y - 18), (x + 18, y + 18)], 7), strip([(x + 18, y - 18), (x - 18, y + 18)], 7)],
                tone=0.95,
            )


def _glowing_signs(piece: Piece) -> None:
    if piece.pick("signs", 2):
        ornament.device(piece, y=-330, size=130, glow=True)
    else:
        piece.glow(0, -320, 150, light=0.25)
        for x in (-86, 86):
            ornament.runes(piece, [(float(x), -550.0 + 42 * k) for k in range(11)], size=26)


def _weeping(piece: Piece) -> None:
    for k, draw in enumerate(piece.draws("tears", 9)):
        x, fall = -180 + 44 * k, 220 + 330 * draw
        piece.cuts(
            [swell([(x, -560 + 20 * (k % 3)), (x + 5, -560 + fall * 0.6), (x - 2, -560 + fall)], 9, ends=2)], hue=0.4
        )
    water = Material(hue=0.75, dark=0.5, bright=1.0, pitch=7, base=0.78, gloss=0.4)
    piece.part(oval(0, 44, 310, 42), STONE.but(base=0.5), bevel=14)
    piece.part(oval(0, 38, 270, 30), water, bevel=10)
    piece.part(strip(oval(20, 36, 120, 13), 3), BONE.but(base=0.95), bevel=2, outline=0)


OBJECTS: dict[str, Draw] = {
    "arch": arch,
    "obelisk": obelisk,
    "pillar": pillar,
    "rock": rock,
    "statue": statue,
    "stone": stone,
    "veiled": veiled,
}
