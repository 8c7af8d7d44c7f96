"""Instruments of music and of measure: lute, flute, drum, horn, bell; hourglass, clock, compass, telescope, scales."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    CLOTH,
    GLASS,
    GOLD,
    IRON,
    LEATHER,
    PARCHMENT,
    Material,
    curve,
    oval,
    rectangle,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import (
    around,
    cog,
    ellipse_rim,
    mirrored,
    path,
    rounded,
    smooth,
    strip,
    swell,
)
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_DIAL = PARCHMENT.but(base=0.9)


def lute(piece: Piece) -> None:
    """Draw a lute, a guitar, a fiddle, or a harp."""
    wood = piece.body("wood").but(angle=84)
    if piece.says("harp lyre"):
        piece.part(
            strip(path("-260 430, -330 100, -260 -250, -60 -420, 110 -340, 300 -380"), 70, end=50), wood, bevel=22
        )
        piece.part(strip(path("-260 430, 40 160, 300 -380"), 84, end=50), wood.but(base=0.34), bevel=24)
        for k in range(11):
            t = k / 11
            piece.line(
                [(-280 + 540 * t, 330 - 640 * t), (-300 + 470 * t, 40 - 380 * t - 140 * (1 - (2 * t - 1) ** 2))], 3.4
            )
        ornament.emblem(piece, x=-250, y=400, size=64, material=piece.metal("gold"))
        return
    piece = piece.moved(turn=32)
    fiddle = piece.says("fiddle violin viola cello guitar")
    if fiddle:
        body = rounded("0 -70, 130 -50, 170 40, 110 140, 120 200, 210 320, 160 450, 0 480", steps=6)
    else:
        body = rounded("0 -90, 70 -70, 190 90, 250 270, 190 430, 0 490", steps=7)
    piece.part(body, wood.but(base=0.55), bevel=60, relief=1.2)
    piece.part(strip([(0, 120), (0, -440)], 66, end=54), wood.but(base=0.28), bevel=14)
    hole = oval(0, 180, 84) if not fiddle else oval(0, 210, 60)
    piece.part(
        ring(0, 180 if not fiddle else 210, 104 if not fiddle else 76, 84 if not fiddle else 60),
        piece.metal("gold"),
        bevel=6,
    )
    piece.part(hole, IRON.but(base=0.08, dark=0.02), bevel=10)
    piece.part(trace("-40 -440, 40 -440, 60 -590, -60 -590"), wood.but(base=0.36), bevel=14)
    for k in range(3):
        for side in (-1, 1):
            piece.ball(84 * side, -470 - 46 * k, 22, piece.body("bone"))
    piece.part(rectangle(-110, 360, 110, 392), wood.but(base=0.26), bevel=9)
    for x in (-30, -10, 10, 30):
        piece.line([(x, -450), (x * 1.7, 376)], 2.6)
    for y in (-330, -240, -160, -90, -30):
        piece.part(rectangle(-32, y, 32, y + 9), piece.metal("gold"), bevel=3, outline=1.4)


def flute(piece: Piece) -> None:
    """Draw a flute, pan pipes, or a whistle on its chain."""
    stuff = piece.body("wood").but(angle=0)
    if piece.says("whistle"):
        steel = piece.metal()
        for i, (x, y) in enumerate(path("260 -60, 360 -250, 200 -420, -60 -380, -240 -430", steps=6)):
            piece.part(ring(x, y, 26 if i % 2 else 20, 14 if i % 2 else 9), steel, bevel=6, outline=1.8)
        piece.part(
            smooth("-440 -120, 60 -120, 200 -110, 300 0, 300 150, 180 260, 20 250, -60 130, -110 60, -440 40", steps=5),
            steel,
            bevel=60,
            relief=1.2,
        )
        piece.part(trace("-150 -120, -40 -120, -90 0, -150 0"), IRON.but(base=0.08), bevel=8)
        piece.part(oval(150, 70, 90), steel.but(base=0.4), bevel=20, relief=-1)
        ornament.emblem(piece, x=150, y=70, size=70, material=piece.metal("gold"))
        piece.part(ring(290, -30, 50, 28), steel, bevel=9)
        return
    if piece.says("pan pipes panpipes syrinx"):
        for k in range(7):
            x, low = -270 + 90 * k, 330 - 90 * k
            piece.moved(x).turned([(-300, 40), (-290, 44), (low, 42), (low + 8, 36)], stuff)
            piece.moved(x).part(ellipse_rim(-298, 38, squash=0.3), IRON.but(base=0.08), bevel=5)
        for y in (-180, -60):
            piece.part(strip([(-330, y), (330, y)], 50), LEATHER.but(angle=40), bevel=12)
        return
    piece = piece.moved(turn=52)
    piece.turned(trace("-520 44, -510 52, -430 56, -420 48, 400 42, 410 50, 470 52, 480 44"), stuff)
    for y in (-300, -110, -20, 70, 160, 250):
        piece.part(oval(0, y, 22, 26), IRON.but(base=0.06, dark=0.02), bevel=7)
    for y in (-390, -200, 330):
        piece.turned([(y, 48), (y + 6, 54), (y + 24, 54), (y + 30, 48)], piece.metal("gold"))


def drum(piece: Piece) -> None:
    """Draw a drum with its ropes and sticks."""
    wood = piece.cloth("drum") if piece.reading.named("drum") else piece.body("wood").but(angle=90)
    piece.turned([(-170, 330), (260, 330), (280, 322)], wood)
    for k in range(7):
        x = -290 + 97 * k
        for a, b in (((x, -150), (x + 48, 270)), ((x + 97, -150), (x + 48, 270))):
            if abs(a[0]) < 325:
                piece.part(strip([a, b], 13), LEATHER.but(hue=0.7, base=0.65), bevel=4, outline=1.8)
    for y in (-190, 240):
        piece.turned([(y, 338), (y + 8, 346), (y + 54, 346), (y + 62, 338)], piece.metal("gold"))
    piece.part(ellipse_rim(-190, 330, squash=0.3), PARCHMENT.but(base=0.86), bevel=20)
    for a, b in (((-60, -190), (-330, -420)), ((40, -180), (360, -400))):
        piece.part(strip([a, b], 26, end=34), piece.body("wood").but(base=0.55), bevel=9)
        piece.ball(a[0], a[1], 34, piece.body("wood").but(base=0.6))


def horn(piece: Piece) -> None:
    """Draw a horn on its cord; a trumpet if it is of brass and straight."""
    bronze = (
        piece.metal("gold")
        if piece.says("brass bronze copper gold silver trumpet bugle")
        else piece.body("bone").but(angle=50)
    )
    if piece.says("trumpet bugle fanfare"):
        piece = piece.moved(turn=58)
        piece.turned(trace("-520 30, -500 44, -470 24, 160 26, 300 60, 400 130, 470 230, 490 236"), bronze)
        piece.part(ellipse_rim(486, 232, squash=0.24), bronze.but(base=0.2), bevel=14)
        piece.part(smooth("-100 20, 230 30, 200 250, 120 300, 100 200, -60 220"), piece.cloth("banner flag"), bevel=20)
        return
    spine = path("-340 260, -160 310, 70 220, 230 0, 290 -310", steps=8)
    count = len(spine)
    piece.part(strip(path("-250 290, -350 -60, -60 -340, 220 -190", steps=8), 16), LEATHER, bevel=5)
    for k, i in enumerate(range(count - 1)):
        if k % 3 == 0:
            t0, t1 = i / (count - 1), min(i + 3.4, count - 1) / (count - 1)
            piece.part(
                strip(spine[i : i + 5], 44 + 240 * t0**1.6, end=44 + 240 * t1**1.6),
                bronze.but(base=bronze.base - 0.05 * (k % 2)),
                bevel=50,
                relief=1.5,
                outline=1.6,
            )
    piece.part(oval(294, -316, 148, 58), bronze.but(base=0.14, dark=0.04), bevel=12)
    for i in (2, count // 2, count - 5):
        wide = 50 + 240 * (i / (count - 1)) ** 1.6
        piece.part(strip(spine[i : i + 3], wide + 16), piece.metal("gold"), bevel=12)
    piece.part(strip([(-400, 230), (-330, 266)], 40, end=66), piece.metal("gold"), bevel=12)


def bell(piece: Piece) -> None:
    """Draw a hand bell with its clapper."""
    piece = piece.moved(turn=10)
    bronze = piece.metal("gold")
    piece.turned(trace("-440 40, -410 58, -340 46, -200 42"), piece.body("wood").but(angle=0))
    piece.ball(0, 352, 64, IRON)
    piece.turned(trace("-210 50, -196 112, -120 180, 60 218, 200 268, 290 352, 330 372, 350 366"), bronze)
    for y, r in ((-60, 200), (196, 268)):
        piece.turned([(y, r), (y + 8, r + 8), (y + 26, r + 10), (y + 34, r + 6)], bronze.but(base=0.72))
    ornament.emblem(piece, x=-10, y=76, size=84, material=bronze.but(base=0.78))
    for side in (-1, 1):
        for k in range(2):
            piece.line(
                path(
                    f"{(410 + 46 * k) * side} {100 - 40 * k}, {(450 + 52 * k) * side} 200, {(420 + 46 * k) * side} "
                    f"{300 + 40 * k}"
                ),
                [2, 4, 6, 7, 8, 8, 8, 7, 6, 5, 4, 3, 2],
            )


def hourglass(piece: Piece) -> None:
    """Draw an hourglass with sand running."""
    frame = piece.metal("gold") if piece.says("gold* brass silver bronze") else piece.body("wood")
    glass = trace("-330 190, -300 200, -200 190, -60 60, -10 16, 10 16, 60 60, 200 190, 300 200, 330 190")
    piece.turned(glass, GLASS, outline=4)
    sand = GOLD.but(gloss=0, angle=20, grain=1, hue=piece.hue("sand sands dust", default=0.95))
    piece.turned([(-150, 150), (-60, 52), (-14, 9)], sand, outline=1.5)
    piece.part(ellipse_rim(-150, 150, squash=0.16), sand.but(base=0.85), bevel=8, outline=1.6)
    piece.part(rectangle(-6, -14, 6, 200), sand.but(base=0.8), bevel=2, outline=1)
    piece.turned([(130, 8), (240, 120), (300, 180), (322, 176)], sand, outline=1.5)
    piece.cuts(
        [swell(path("-140 -270, -150 -200, -90 -110"), 22), swell(path("-100 120, -160 220, -150 290"), 22)], hue=0.3
    )
    for x in (-240, 240):
        piece.moved(x).turned(trace("-340 20, -320 30, -280 18, -20 16, 0 30, 20 16, 280 18, 320 30, 340 20"), frame)
    for y in (-400, 330):
        piece.turned([(y, 270), (y + 12, 290), (y + 56, 290), (y + 70, 276)], frame)


def clock(piece: Piece) -> None:
    """Draw a pocket watch with its works showing, or a clock with a pendulum."""
    gold = piece.metal("gold")
    if piece.says("pocket watch pocketwatch chronometer timepiece"):
        piece.part(ring(0, -410, 76, 50), gold, bevel=13)
        piece.turned([(-360, 40), (-350, 52), (-300, 52), (-290, 44)], gold)
        for i, (x, y) in enumerate(path("60 -440, 220 -420, 360 -280, 400 -60, 440 60", steps=6)):
            piece.part(ring(x, y, 24 if i % 2 else 19, 13 if i % 2 else 8), gold, bevel=6, outline=1.8)
        radius, cy = 350.0, 60.0
    else:
        wood = piece.body("wood").but(angle=90)
        piece.part(
            mirrored("0 -470, 250 -330, 290 -300, 290 -260, 250 -260, 250 400, 300 410, 300 460"), wood, bevel=22
        )
        piece.part(rectangle(-160, 120, 160, 370), IRON.but(base=0.12, dark=0.04), bevel=14, relief=-1)
        piece.part(strip([(0, 120), (46, 280)], 14), gold, bevel=5)
        piece.ball(50, 296, 50, gold)
        radius, cy = 210.0, -100.0
    piece.part(oval(0, cy, radius), gold, bevel=26)
    piece.part(oval(0, cy, radius * 0.84), _DIAL, bevel=16, relief=-1)
    for i, (x, y) in enumerate(around(12, radius * 0.68, y=cy)):
        ox, oy = x * 1.14, cy + (y - cy) * 1.14
        piece.line([(x, y), (ox, oy)], 12 if i % 3 == 0 else 6)
    piece.part(cog(radius * 0.12, cy + radius * 0.3, radius * 0.2, teeth=12), gold, bevel=7, outline=2)
    piece.part(swell([(0, cy + 24), (radius * 0.36, cy - radius * 0.24)], 24, ends=6), IRON, bevel=5)
    piece.part(swell([(0, cy + 30), (-radius * 0.16, cy - radius * 0.58)], 20, ends=5), IRON, bevel=5)
    piece.ball(0, cy, radius * 0.08, gold)


def compass(piece: Piece) -> None:
    """Draw a compass, its lid open; an astrolabe with rings; or a pair of compasses."""
    gold = piece.metal("gold")
    if piece.says("astrolabe orrery armillary sextant"):
        _astrolabe(piece, gold)
        return
    piece.part(oval(60, -250, 290, 170), gold.but(base=0.36), bevel=24)
    piece.part(oval(60, -240, 240, 130), gold.but(base=0.6), bevel=14, relief=-1)
    piece.part(oval(0, 130, 360, 290), gold.but(base=0.36), bevel=20)
    piece.part(oval(0, 96, 360, 290), gold, bevel=26)
    piece.part(oval(0, 92, 296, 236), _DIAL, bevel=18, relief=-1)
    at = piece.moved(0, 92)
    rose = [(x, y * 0.8) for x, y in star(0, 0, 230, 60, points=4)]
    small = [(x, y * 0.8) for x, y in star(0, 0, 150, 50, points=4, turn=-45)]
    at.part(small, gold.but(base=0.5), bevel=6, outline=1.8)
    at.part(rose, GOLD.but(hue=0.5, base=0.4, gloss=0), bevel=8, outline=2)
    for i, (x, y) in enumerate(around(32, 1.0)):
        far = 276 if i % 4 else 250
        at.line([(x * 284, y * 226), (x * far, y * far * 0.8)], 5)
    at.part([(-20, 8), (130, -150), (24, 12)], ornament.WAX, bevel=6)
    at.part([(-20, 8), (-110, 150), (24, 12)], IRON, bevel=6)
    at.ball(0, 6, 18, gold)


def telescope(piece: Piece) -> None:
    """Draw a spyglass, drawn out."""
    piece = piece.moved(turn=58)
    brass = piece.metal("gold")
    piece.turned([(-520, 50), (-510, 62), (-470, 60), (-460, 52), (-250, 54)], brass)
    piece.turned([(-250, 74), (20, 78)], piece.body("leather").but(angle=0))
    piece.turned([(20, 100), (420, 108), (430, 104)], piece.body("wood").but(angle=0))
    for y, r in ((-270, 76), (0, 102), (390, 112)):
        piece.turned([(y, r), (y + 8, r + 12), (y + 46, r + 12), (y + 54, r)], brass)
    piece.part(ellipse_rim(448, 108, squash=0.26), GLASS.but(base=0.9, hue=0.3), bevel=14)
    piece.cuts([swell(path("-60 446, -10 432, 50 440"), 12)], hue=0.2)
    ornament.emblem(piece, x=0, y=200, size=70, material=brass)


def scales(piece: Piece) -> None:
    """Draw a pair of scales."""
    brass = piece.metal("gold")
    piece.turned(trace("-330 10, -310 30, -290 18, 200 20, 230 50, 260 40, 330 180, 370 220, 390 210"), brass)
    tilt = 40
    piece.part(swell([(-340, -280 + tilt), (0, -310), (340, -280 - tilt)], 36, ends=16), brass, bevel=10)
    for side, lift in ((-1, tilt), (1, -tilt)):
        x, y = 340 * side, -280 + lift
        for dx in (-130, 0, 130):
            piece.line([(x, y), (x + dx, y + 320)], 3.4)
        piece.part(
            smooth(f"{x - 160} {y + 320}, {x + 160} {y + 320}, {x + 90} {y + 400}, {x - 90} {y + 400}", steps=5),
            brass,
            bevel=20,
        )
        piece.part(oval(x, y + 320, 160, 30), brass.but(base=0.3), bevel=8)
    piece.ball(-370, 330 + tilt - 300, 46, IRON)
    piece.ball(-300, 336 + tilt - 300, 40, IRON)
    ornament.facets(piece, x=340, y=10 - tilt, rx=40, ry=34)
    piece.ball(0, -330, 36, brass)


def lens(piece: Piece) -> None:
    """Draw a magnifying glass."""
    piece = piece.moved(turn=-40)
    brass = piece.metal("gold")
    piece.turned(trace("120 30, 140 44, 160 30, 180 40, 420 52, 460 40, 480 10"), piece.body("wood").but(angle=0))
    piece.part(ring(0, -160, 290, 236), brass, bevel=18)
    piece.part(oval(0, -160, 238), GLASS.but(angle=40, base=0.88), bevel=70)
    piece.cuts([strip([(-150, -110), (40, -330)], 54), strip([(-90, -50), (110, -270)], 20)], hue=0.3)


def _astrolabe(piece: Piece, gold: Material) -> None:
    piece.part(ring(0, -400, 64, 40), gold, bevel=11)
    piece.part(mirrored("0 -350, 70 -330, 120 -270, 0 -250"), gold, bevel=12)
    piece.part(ring(0, 40, 360, 300), gold, bevel=22)
    piece.part(oval(0, 40, 302), gold.but(base=0.3, angle=20), bevel=12, relief=-1)
    for i, (x, y) in enumerate(around(48, 1.0)):
        piece.line([(x * 344, 40 + y * 344), (x * (322 if i % 4 else 308), 40 + y * (322 if i % 4 else 308))], 4)
    piece.part(ring(0, 110, 210, 184), gold.but(base=0.66), bevel=7)
    piece.part(ring(-50, -30, 160, 140), gold.but(base=0.6), bevel=6)
    piece.part(ring(0, 40, 280, 266), gold.but(base=0.6), bevel=5)
    for k in range(9):
        turn = 0.5 + 2 * pi * k / 9
        x, y = (150 + 90 * (k % 2)) * cos(turn), 40 + (150 + 90 * (k % 2)) * sin(turn)
        piece.part(
            curve([(x - 20, y + 14), (x, y - 40), (x + 20, y + 14)], steps=3), gold.but(base=0.8), bevel=5, outline=1.8
        )
    if piece.says("moon* lunar"):
        piece.part(oval(0, 200, 84), PARCHMENT, bevel=16)
        piece.inks([oval(34, 190, 66)])
    piece.part(swell([(-270, 190), (0, 40), (270, -110)], 40, ends=16), gold, bevel=9)
    piece.ball(0, 40, 34, CLOTH.but(hue=1.0, gloss=0.6))


OBJECTS: dict[str, Draw] = {
    "bell": bell,
    "clock": clock,
    "compass": compass,
    "drum": drum,
    "flute": flute,
    "horn": horn,
    "hourglass": hourglass,
    "lute": lute,
    "magnifier": lens,
    "scales": scales,
    "spyglass": telescope,
}
