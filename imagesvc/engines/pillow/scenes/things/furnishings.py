"""What stands in rooms: tables, benches, chairs, thrones, beds, shelves, counters, wardrobes."""

from imagesvc.engines.pillow.parts import (
    BONE,
    GEM,
    GLASS,
    LEATHER,
    PARCHMENT,
    WOOD,
    Material,
    curve,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import fires, ornament
from imagesvc.engines.pillow.scenes.things.forms import around, mirrored, path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def table(piece: Piece) -> None:
    """Draw a table, laid by what it is for: to write, to brew, to work, to cook, to eat."""
    stuff = piece.body("wood").but(angle=0)
    if piece.says("round"):
        piece.turned([(-300, 70), (-60, 50), (-20, 90), (30, 200), (44, 210)], stuff)
        piece.turned([(-360, 400), (-300, 390)], stuff.but(base=0.4))
        piece.part(oval(0, -362, 402, 74), stuff.but(base=0.76), bevel=10, outline=3)
    else:
        for x in (-370, 320):
            piece.part(rectangle(x, -300, x + 50, 34), stuff.but(angle=90), bevel=14, outline=3)
        if piece.says("desk"):
            for x in (-350, 130):
                piece.part(rectangle(x, -290, x + 220, -10), stuff.but(base=0.36), bevel=12)
                for k in range(3):
                    piece.part(rectangle(x + 16, -276 + 88 * k, x + 204, -202 + 88 * k), stuff.but(base=0.5), bevel=10)
                    piece.ball(x + 110, -238 + 88 * k, 13, piece.metal("gold"))
        else:
            piece.part(rectangle(-350, -120, 350, -80), stuff.but(base=0.24), bevel=9)
        piece.part(rectangle(-350, -290, 360, -230), stuff.but(base=0.3), bevel=10)
        piece.part(trace("-390 -390, 390 -390, 450 -320, -450 -320"), stuff.but(base=0.76), bevel=8, outline=3)
        piece.part(rectangle(-450, -320, 450, -276), stuff.but(base=0.4), bevel=12, outline=3)
    _laid(piece)


def bench(piece: Piece) -> None:
    """Draw a bench: of planks with a back, or of stone with names in it."""
    stuff = piece.body("wood").but(angle=0)
    if piece.says("stone marble granite"):
        _stone_bench(piece, stuff)
        return
    for x in (-320, 240):
        piece.part(
            smooth(f"{x} 34, {x + 10} -150, {x + 70} -150, {x + 80} 34", steps=3),
            stuff.but(angle=90, base=0.34),
            bevel=18,
        )
    for y in (-440, -340):
        piece.part(rectangle(-370, y, 380, y + 72), stuff.but(base=0.5), bevel=14, outline=3)
    for x in (-320, 290):
        piece.part(rectangle(x, -480, x + 44, -150), stuff.but(angle=90), bevel=12)
    piece.part(trace("-370 -214, 380 -214, 440 -150, -430 -150"), stuff.but(base=0.76), bevel=10, outline=3)
    piece.part(rectangle(-430, -150, 440, -100), stuff.but(base=0.36), bevel=10, outline=3)


def chair(piece: Piece) -> None:
    """Draw a chair, an easy chair, or a stool."""
    wood = piece.body("wood").but(angle=88)
    if piece.says("armchair easy cushioned comfortable upholstered"):
        stuff = piece.cloth("armchair chair cushion upholster*")
        piece.part(rounded("0 -700, 200 -680, 270 -500, 250 -200, 0 -190"), stuff, bevel=50, relief=1.2, outline=3)
        piece.part(smooth("-260 -290, 260 -290, 290 -60, -290 -60", steps=3), stuff.but(base=0.66), bevel=40)
        for side in (-1, 1):
            piece.part(
                curve([(230 * side, -400), (360 * side, -390), (370 * side, 20), (250 * side, 20)], steps=4),
                stuff.but(base=0.44),
                bevel=40,
                relief=1.2,
                outline=3,
            )
        for x, y in around(7, 130, y=-500):
            piece.ball(x, y, 13, piece.metal("gold"))
        return
    if piece.says("stool"):
        for x, lean in ((-170, -60), (170, 60), (0, 0)):
            piece.part(strip([(x * 0.7, -300), (x + lean, 30)], 48), wood.but(base=0.36), bevel=14, outline=3)
        piece.part(strip([(-170, -120), (170, -120)], 26), wood, bevel=8)
        piece.part(oval(0, -300, 250, 70), wood.but(base=0.4, angle=0), bevel=12, outline=3)
        piece.part(oval(0, -330, 250, 70), wood.but(base=0.72, angle=0), bevel=12, outline=3)
        return
    for x in (-190, 150):
        piece.part(rectangle(x, -780, x + 44, 10), wood, bevel=12, outline=3)
        piece.ball(x + 22, -796, 30, wood)
    for y in (-720, -600, -480):
        piece.part(
            smooth(f"-160 {y}, 0 {y - 26}, 160 {y}, 160 {y + 70}, 0 {y + 46}, -160 {y + 70}", steps=3),
            wood.but(angle=0, base=0.56),
            bevel=14,
        )
    piece.part(trace("-210 -370, 210 -370, 280 -290, -280 -290"), wood.but(base=0.76, angle=0), bevel=9, outline=3)
    piece.part(rectangle(-280, -290, 280, -244), wood.but(base=0.38, angle=0), bevel=10, outline=3)
    for x in (-270, 226):
        piece.part(rectangle(x, -244, x + 48, 50), wood.but(base=0.5), bevel=12, outline=3)
    piece.part(rectangle(-230, -110, 230, -74), wood.but(angle=0, base=0.4), bevel=8)


def throne(piece: Piece) -> None:
    """Draw a throne on its step: of gold, of iron, of stone, of bones."""
    stuff = piece.body("gold")
    seat = piece.cloth("cushion velvet seat").but(hue=piece.hue("cushion velvet seat", default=0.95))
    piece.part(rectangle(-400, 10, 400, 70), stuff.but(angle=0, base=0.3), bevel=14, outline=3)
    piece.part(mirrored("0 -830, 110 -730, 200 -650, 200 20"), stuff, bevel=26, outline=3)
    for k in range(3):
        for side in (-1, 1):
            piece.part(
                [
                    (60 * side + 60 * k * side, -720 + 50 * k),
                    (90 * side + 60 * k * side, -830 + 60 * k),
                    (110 * side + 60 * k * side, -690 + 50 * k),
                ],
                stuff,
                bevel=9,
            )
    piece.part(mirrored("0 -700, 146 -590, 146 -200"), seat, bevel=24, outline=3)
    for x, y in ((-70, -520), (70, -520), (0, -600), (0, -430), (-70, -340), (70, -340)):
        piece.ball(x, y, 13, piece.metal("gold"))
    piece.part(trace("-240 -230, 240 -230, 280 -160, -280 -160"), seat.but(base=0.66), bevel=14, outline=3)
    piece.part(rectangle(-280, -160, 280, 20), stuff.but(base=0.4), bevel=18, outline=3)
    ornament.emblem(piece, x=0, y=-70, size=66, material=piece.metal("gold").but(base=0.7))
    for side in (-1, 1):
        piece.part(rectangle(264 * side - 44, -390, 264 * side + 44, 30), stuff, bevel=18, outline=3)
        if piece.says("skull* bone* death necro*"):
            ornament.skull_mark(piece, x=264 * side, y=-420, size=66)
        else:
            piece.ball(264 * side, -410, 56, stuff)
    ornament.facets(piece, x=0, y=-750, rx=46, ry=52)


def bed(piece: Piece) -> None:
    """Draw a bed with pillow and blanket, under a canopy if it is rich; a hammock between two posts."""
    wood = piece.body("wood").but(angle=0)
    blanket = piece.cloth("blanket quilt sheets cover bed").but(angle=70)
    if piece.says("hammock"):
        for x in (-420, 420):
            piece.part(rectangle(x - 30, -700, x + 30, 30), wood.but(angle=90), bevel=13, outline=3)
        piece.part(
            swell(path("-400 -560, -200 -330, 0 -250, 200 -330, 400 -560"), 190, ends=20),
            blanket,
            bevel=50,
            relief=1.3,
            outline=3,
        )
        return
    if piece.rich or piece.says("canopy four-poster curtained royal"):
        for x in (-440, 400):
            piece.moved(x + 20).turned([(-860, 18), (-840, 34), (-800, 22), (-400, 26), (30, 30)], wood.but(angle=90))
        piece.part(
            trace("-470 -880, 470 -880, 450 -780, -450 -780"), blanket.but(base=0.66, angle=0), bevel=14, outline=3
        )
        for side in (-1, 1):
            piece.part(
                curve(
                    [
                        (300 * side, -790),
                        (440 * side, -790),
                        (450 * side, -300),
                        (390 * side, -340),
                        (400 * side, -560),
                    ],
                    steps=5,
                ),
                blanket,
                bevel=30,
            )
    piece.part(
        smooth("-440 -430, -430 -560, 0 -620, 430 -560, 440 -430, 440 -180, -440 -180", steps=4),
        wood.but(base=0.36),
        bevel=24,
        outline=3,
    )
    piece.part(trace("-400 -330, 400 -330, 460 -120, -460 -120"), PARCHMENT.but(base=0.85), bevel=14, outline=3)
    for x in (-200, 200):
        piece.part(
            smooth(f"{x - 160} -300, {x - 140} -390, {x + 140} -390, {x + 160} -300, {x} -270", steps=5),
            BONE.but(base=0.85, bright=1),
            bevel=40,
        )
    piece.part(
        smooth("-440 -260, -200 -230, 0 -250, 200 -230, 440 -260, 480 -90, 470 10, -470 10, -480 -90", steps=4),
        blanket,
        bevel=40,
        relief=1.2,
        outline=3,
    )
    piece.part(
        smooth("-446 -270, 0 -240, 446 -270, 456 -200, 0 -176, -456 -200", steps=4), PARCHMENT.but(base=0.8), bevel=14
    )
    for k in range(5):
        piece.line(path(f"{-320 + 160 * k} -170, {-330 + 166 * k} -80, {-340 + 170 * k} 0"), 4)
    piece.part(rectangle(-490, -10, 490, 40), wood.but(base=0.5), bevel=13, outline=3)


def bookshelf(piece: Piece) -> None:
    """Draw shelves full of books, a skull and a candle among them."""
    wood = piece.body("wood").but(angle=90)
    piece.part(rectangle(-400, -830, 400, 40), wood.but(base=0.34), bevel=16, outline=3)
    piece.part(trace("-430 -870, 430 -870, 410 -820, -410 -820"), wood.but(base=0.7, angle=0), bevel=10, outline=3)
    for row in range(4):
        foot = -630 + 205 * row
        piece.part(rectangle(-360, foot - 160, 360, foot), wood.but(base=0.08, dark=0.03), bevel=10, relief=-1)
        x, draws = -352.0, piece.draws(f"row {row}", 30)
        for k, draw in enumerate(draws):
            wide, tall = 26 + 34 * draw, 96 + 56 * draws[(k + 7) % 30]
            if x + wide > 352:
                break
            if (row, k) == (1, 5):
                ornament.skull_mark(piece, x=x + 50, y=foot - 58, size=56)
                x += 112
                continue
            lean = 14 if draws[(k + 3) % 30] > 0.86 else 0
            cover = LEATHER.but(
                grain=0, hue=(0.5, 0.75, 1.0, 0.25)[int(draws[(k + 11) % 30] * 4)], base=0.4 + 0.2 * draw, angle=0
            )
            spine = [(x, foot), (x + lean, foot - tall), (x + wide + lean, foot - tall), (x + wide, foot)]
            piece.part(spine, cover, bevel=9, outline=2)
            for up in (0.25, 0.78):
                piece.line([(x + lean * up, foot - tall * up), (x + wide + lean * up, foot - tall * up)], 4)
            x += wide + 2
        piece.part(rectangle(-370, foot, 370, foot + 34), wood.but(base=0.66, angle=0), bevel=9, outline=2.4)


def counter(piece: Piece) -> None:
    """Draw a counter with bottles behind it and mugs on it."""
    wood = piece.body("wood").but(angle=90)
    piece.part(rectangle(-400, -820, 400, -360), wood.but(base=0.2, dark=0.06), bevel=14, outline=3)
    draws = piece.draws("bottles", 16)
    for row in range(2):
        foot = -610 + 190 * row
        for k in range(8):
            x, size = -350 + 100 * k, 0.36 + 0.1 * draws[row * 8 + k]
            glass = GEM.but(hue=(1.0, 0.5, 0.75, 0.25)[k % 4], base=0.5, gloss=0.6)
            piece.moved(x, foot, size=size).turned([(-330, 40), (-220, 40), (-170, 110), (0, 116)], glass)
        piece.part(rectangle(-400, foot, 400, foot + 26), wood.but(angle=0, base=0.55), bevel=8)
    piece.part(rectangle(-440, -330, 440, 40), wood, bevel=16, outline=3)
    for x in (-330, -110, 110):
        piece.part(rectangle(x, -270, x + 200, -20), wood.but(base=0.34), bevel=12, relief=-1)
    piece.part(trace("-440 -390, 440 -390, 490 -330, -490 -330"), wood.but(angle=0, base=0.8), bevel=9, outline=3)
    piece.part(rectangle(-490, -330, 490, -286), wood.but(angle=0, base=0.44), bevel=10, outline=3)
    for x in (-240, -140, 250):
        piece.moved(x, -360).turned([(-110, 46), (0, 52)], WOOD.but(base=0.6))
        piece.moved(x, -360).part(strip(path("48 -90, 90 -80, 90 -30, 50 -20"), 15), WOOD, bevel=5)
        for dx in (-26, 6, 30):
            piece.ball(x + dx, -476, 26, BONE.but(base=0.9, bright=1))


def wardrobe(piece: Piece) -> None:
    """Draw a wardrobe, one door ajar; a chest of drawers."""
    wood = piece.body("wood").but(angle=88)
    if piece.says("drawers dresser"):
        piece.part(rectangle(-340, -560, 340, 20), wood, bevel=18, outline=3)
        for k in range(3):
            piece.part(
                rectangle(-300, -530 + 180 * k, 300, -370 + 180 * k), wood.but(base=0.6, angle=0), bevel=14, outline=3
            )
            for x in (-150, 150):
                piece.part(ring(x, -446 + 180 * k, 34, 20), piece.metal("gold"), bevel=7)
        piece.part(trace("-380 -600, 380 -600, 370 -550, -370 -550"), wood.but(base=0.72, angle=0), bevel=10, outline=3)
        return
    piece.part(rectangle(-330, -800, 330, 10), wood.but(base=0.36), bevel=18, outline=3)
    piece.part(
        mirrored("0 -910, 180 -850, 370 -830, 360 -780, 0 -780"), wood.but(angle=0, base=0.62), bevel=16, outline=3
    )
    for left in (-300, 10):
        piece.part(rectangle(left, -760, left + 290, -30), wood.but(base=0.54), bevel=14, outline=3)
        for top, low in ((-720, -430), (-390, -70)):
            piece.part(rectangle(left + 44, top, left + 246, low), wood.but(base=0.4), bevel=14, relief=-1)
    for x in (-30, 30):
        piece.part(rectangle(x - 11, -440, x + 11, -360), piece.metal("gold"), bevel=7)
    for x in (-300, 240):
        piece.part(rectangle(x, 0, x + 60, 50), wood.but(base=0.3), bevel=10)


def _stone_bench(piece: Piece, stuff: Material) -> None:
    """Names are cut in it, and offerings lie on it."""
    for x in (-320, 220):
        piece.part(
            smooth(f"{x} 40, {x + 16} -60, {x} -160, {x + 110} -160, {x + 94} -60, {x + 110} 40", steps=3),
            stuff.but(base=0.34, angle=80),
            bevel=18,
            outline=3,
        )
    piece.part(trace("-390 -230, 360 -230, 440 -160, -440 -160"), stuff.but(base=0.78), bevel=10, outline=3)
    piece.part(rectangle(-440, -160, 440, -96), stuff.but(base=0.42), bevel=12, outline=3)
    for k in range(9):
        x = -390 + 90 * k
        piece.line([(x, -138), (x + 60, -140)], 8)
        piece.line([(x + 10, -116), (x + 50, -118)], 7)
    if piece.says("offering* flower* coin* trinket* fallen mourn*"):
        for x, h in ((-300, 70), (330, 100)):
            fires.candle(piece, x, -186, width=34, height=h)
        for x in (-90, -50, 10):
            piece.part(oval(x, -196 + (x % 3) * 4, 28, 13), piece.metal("gold"), bevel=6)
        for k in range(3):
            piece.line([(120 + 20 * k, -180), (170 + 14 * k, -224)], 4)
            piece.ball(174 + 16 * k, -228 + 6 * (k % 2), 17, GEM)


def _laid(piece: Piece) -> None:
    """What stands on a table."""
    fires.candle(piece, 270, -354, width=44, height=110)
    if piece.says("alchem* brew* potion* laboratory chemist* experiment*"):
        for x, r, hue in ((-280, 70, 1.0), (-120, 56, 0.5), (20, 64, 0.75)):
            one = piece.moved(x, -350)
            one.turned([(-200, 22), (-190, 26), (-110, 24), (-60, r), (-10, r + 6), (0, r - 10)], GLASS)
            one.turned([(-50, r - 10), (-10, r - 6)], GEM.but(hue=hue, base=0.7))
    elif piece.says("kitchen cook* food feast dining supper banquet"):
        _meal(piece)
    elif piece.says("work* tool* carpent* craft* smith*"):
        piece.part(strip([(-330, -360), (-150, -420)], 24), WOOD.but(base=0.6), bevel=8)
        piece.part(rectangle(-190, -470, -110, -400), piece.metal("iron"), bevel=12)
        piece.part(trace("-50 -360, 150 -380, 150 -430, -50 -400"), piece.metal(), bevel=8)
    else:
        piece.part(trace("-100 -366, 130 -376, 140 -416, -90 -404"), LEATHER, bevel=8)
        piece.part(trace("-80 -404, 110 -414, 100 -444, -70 -434"), LEATHER.but(hue=0.9), bevel=8)
        piece.part(trace("-370 -350, -210 -360, -180 -330, -350 -322"), PARCHMENT, bevel=5)
        piece.part(swell(path("-230 -350, -180 -430, -110 -500"), 40, ends=4), BONE.but(base=0.85), bevel=7)


def _meal(piece: Piece) -> None:
    """A pot, mugs, bread and a fork."""
    piece.turned(trace("-430 22, -420 90, -380 100, -350 60"), BONE)
    for x in (-290, -200):
        piece.moved(x, -350).turned([(-110, 44), (0, 50)], WOOD.but(base=0.6))
    piece.part(
        smooth("60 -350, 70 -430, 150 -450, 200 -400, 210 -350", steps=4), LEATHER.but(hue=0.7, base=0.55), bevel=34
    )
    for k in range(4):
        piece.line([(-60 + 30 * k, -430), (-64 + 30 * k, -470 - 12 * (k % 2))], 5)


OBJECTS: dict[str, Draw] = {
    "bed": bed,
    "bench": bench,
    "bookshelf": bookshelf,
    "chair": chair,
    "counter": counter,
    "table": table,
    "throne": throne,
    "wardrobe": wardrobe,
}
