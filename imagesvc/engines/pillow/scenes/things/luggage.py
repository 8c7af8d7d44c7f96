"""What things are kept and carried in: pouches, satchels, packs, chests, cabinets, baskets; and the sealed parcel."""

from imagesvc.engines.pillow.parts import (
    CLOTH,
    GEM,
    GLASS,
    GOLD,
    IRON,
    LEATHER,
    Material,
    curve,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def pouch(piece: Piece) -> None:
    """Draw a purse drawn shut, or a large sack."""
    hide = (
        piece.body("leather") if piece.says("leather hide") else piece.cloth("pouch purse bag sack silk velvet canvas")
    )
    hide = hide.but(hue=piece.hue("pouch purse bag sack", default=hide.hue))
    sack = piece.says("sack large burlap grain flour")
    body = (
        "-92 -170, 92 -170, 170 -60, 300 140, 290 320, 150 400, -150 400, -290 320, -300 140, -170 -60"
        if not sack
        else "-110 -230, 110 -230, 210 -140, 260 100, 290 330, 180 430, -190 430, -290 330, -260 100, -210 -140"
    )
    piece.part(smooth(body), hide.but(angle=72), bevel=90, relief=1.4)
    neck = -180 if not sack else -240
    ruff = [
        (-70, 0),
        (-170, -160),
        (-110, -150),
        (-80, -220),
        (-20, -160),
        (20, -230),
        (70, -156),
        (130, -210),
        (170, -130),
        (70, 0),
    ]
    piece.part(
        curve([(float(x), float(y + neck)) for x, y in ruff], steps=4),
        hide.but(angle=80, base=hide.base + 0.12),
        bevel=22,
    )
    for x in (-60, -24, 16, 56):
        fold = path(f"{x} {neck + 30}, {x * 1.6} {neck + 120}, {x * 2.4} {neck + 240}")
        piece.line(fold, [5 - 4 * i / (len(fold) - 1) for i in range(len(fold))])
        piece.line([(x * 0.8, neck - 20), (x * 1.5, neck - 130)], 4)
    cord = piece.cloth("cord string drawstring").but(
        hue=piece.hue("cord string drawstring", default=0.9), angle=60, pitch=6
    )
    piece.part(strip(path(f"-100 {neck + 4}, 0 {neck + 20}, 100 {neck + 4}"), 36), cord, bevel=10)
    for end in (-1, 1):
        piece.part(
            strip(path(f"60 {neck + 14}, {120 + 30 * end} {neck + 120}, {110 + 70 * end} {neck + 230}"), 14),
            cord,
            bevel=4,
        )
        piece.ball(110 + 70 * end, neck + 240, 21, GOLD)
    if sack:
        piece.part(
            smooth("-60 120, 90 100, 110 250, -50 270", steps=3), hide.but(base=hide.base + 0.2, angle=10), bevel=10
        )
        for x, y in ((-70, 130), (-66, 250), (100, 112), (110, 240), (20, 100), (30, 270)):
            piece.line([(x - 12, y - 8), (x + 14, y + 8)], 4)
    else:
        ornament.emblem(piece, x=-20, y=190, size=100, material=hide.but(base=hide.base + 0.24, angle=20))
    if piece.says("coin coins gold money treasure token tokens") and not sack:
        for x, y in ((-290, 400), (-190, 440), (250, 420)):
            piece.part(oval(x, y, 74, 40), piece.metal("gold"), bevel=10)
            piece.part(ring(x, y - 4, 54, 47, squash=0.52), piece.metal("gold").but(base=0.3), bevel=3, outline=1.2)


def satchel(piece: Piece) -> None:
    """Draw a satchel with flap and buckles; a healer's, a mapmaker's or an alchemist's by what looks out of it."""
    hide = piece.body("leather")
    hide = hide.but(hue=piece.hue("satchel bag leather case kit", default=hide.hue))
    piece.part(
        strip(path("-300 -120, -290 -360, -100 -470, 100 -470, 290 -360, 300 -120"), 46), hide.but(base=0.4), bevel=12
    )
    _tools_within(piece)
    piece.part(
        smooth("-340 -160, 340 -160, 372 120, 350 370, 0 404, -350 370, -372 120"),
        hide.but(angle=16),
        bevel=70,
        relief=1.2,
    )
    for side in (-1, 1):
        pocket = [(150 * side, 160), (330 * side, 150), (340 * side, 350), (160 * side, 366)]
        piece.part(curve(pocket, steps=5), hide.but(base=hide.base + 0.06), bevel=26)
        flap = [(150 * side, 150), (330 * side, 140), (336 * side, 220), (160 * side, 232)]
        piece.part(curve(flap, steps=4), hide.but(base=hide.base + 0.2), bevel=14)
    piece.part(
        smooth("-356 -190, 0 -210, 356 -190, 364 0, 290 110, 0 150, -290 110, -364 0"),
        hide.but(base=hide.base + 0.14, angle=-14),
        bevel=40,
    )
    for side in (-1, 1):
        piece.part(rectangle(170 * side - 34, -190, 170 * side + 34, 250), hide.but(base=0.34, dark=0.1), bevel=12)
        piece.part(
            rectangle(170 * side - 52, 120, 170 * side + 52, 206),
            piece.metal("gold"),
            holes=[rectangle(170 * side - 32, 140, 170 * side + 32, 186)],
            bevel=8,
        )
    if piece.says("healer* medic* first-aid surgeon* bandage* apothecary"):
        for shape in (rectangle(-24, -120, 24, 50), rectangle(-84, -60, 84, -10)):
            piece.part(shape, CLOTH.but(hue=1.0, base=0.5), bevel=8)
    else:
        ornament.emblem(piece, x=0, y=-30, size=88, material=hide.but(base=hide.base + 0.26))
    if piece.says("iron-bound reinforced bands corners"):
        for x, y, sx in ((-350, 372, 1), (350, 372, -1)):
            piece.part([(x, y), (x + 110 * sx, y + 14), (x, y - 120)], piece.metal("iron"), bevel=12)


def backpack(piece: Piece) -> None:
    """Draw a pack with a bedroll on top."""
    hide = piece.body("leather") if piece.says("leather") else piece.cloth("backpack pack rucksack canvas")
    for side in (-1, 1):
        piece.part(
            strip(path(f"{200 * side} -250, {370 * side} -120, {380 * side} 160, {270 * side} 320"), 54),
            hide.but(base=0.3),
            bevel=14,
        )
    piece.part(
        smooth("-270 -260, 270 -260, 310 0, 300 360, 160 430, -160 430, -300 360, -310 0"),
        hide.but(angle=14),
        bevel=80,
        relief=1.3,
    )
    roll = piece.cloth("bedroll blanket").but(hue=piece.hue("bedroll blanket", default=0.9), angle=80)
    piece.moved(0, -340, turn=90).turned(trace("-330 84, -320 96, 320 96, 330 84"), roll)
    for x in (-330, 330):
        piece.part(oval(x, -340, 34, 94), roll.but(base=0.6), bevel=8)
        piece.line(path(f"{x - 10} -340, {x + 10} -370, {x + 8} -310, {x - 18} -320"), 4)
    piece.part(
        smooth("-290 -270, 0 -300, 290 -270, 300 -80, 220 30, 0 60, -220 30, -300 -80"),
        hide.but(base=hide.base + 0.14, angle=-12),
        bevel=40,
    )
    for x in (-150, 150):
        piece.part(rectangle(x - 30, -430, x + 30, 150), hide.but(base=0.32, dark=0.1), bevel=12)
        piece.part(ring(x, 90, 54, 34), piece.metal("gold"), bevel=9)
    piece.part(
        smooth("-170 160, 170 160, 190 380, 0 410, -190 380", steps=4), hide.but(base=hide.base + 0.06), bevel=30
    )
    piece.part(
        smooth("-184 150, 184 150, 170 240, 0 270, -170 240", steps=4), hide.but(base=hide.base + 0.18), bevel=16
    )
    piece.ball(0, 250, 20, piece.metal("gold"))


def tool_roll(piece: Piece) -> None:
    """Draw a leather roll, opened, with fine tools in its pockets: instruments or lockpicks."""
    hide = piece.body("leather")
    piece.part(smooth("-430 -250, 430 -270, 446 0, 430 280, -430 290, -446 20", steps=4), hide.but(angle=8), bevel=30)
    steel = piece.metal()
    picks = piece.says("lockpick* picks thieves* burglar")
    for k in range(7):
        x = -360 + 120 * k
        piece.part(
            strip([(x, 240), (x, -90)], 26), (steel if picks or k % 2 else piece.body("wood")).but(angle=90), bevel=9
        )
        tip = [(x, -130), (x, -360)]
        piece.part(strip(tip, 24), steel, bevel=5)
        if k % 4 == 0:
            piece.part(swell(path(f"{x} -320, {x + 46} -330, {x + 52} -280"), 16, ends=10), steel, bevel=5)
        elif k % 4 == 1:
            piece.part([(x - 26, -320), (x, -420), (x + 26, -320)], steel.but(base=0.7), bevel=7)
        elif k % 4 == 2:
            piece.part(ring(x, -350, 40, 22), steel, bevel=8)
        else:
            piece.part(strip(path(f"{x} -320, {x + 24} -350, {x - 20} -380, {x + 16} -410"), 14), steel, bevel=5)
    piece.part(
        smooth("-432 60, -216 46, 0 56, 216 42, 432 50, 440 280, -436 290", steps=4),
        hide.but(base=hide.base + 0.12, angle=14),
        bevel=24,
    )
    for k in range(6):
        piece.line([(-300 + 120 * k, 60), (-300 + 120 * k, 276)], 4)
    piece.part(strip(path("436 0, 560 60, 520 160, 600 220"), 24), hide.but(base=0.3), bevel=8)


def chest(piece: Piece) -> None:
    """Draw a small chest under lock, or open and full."""
    wood, iron = piece.body("wood").but(angle=0), piece.metal("gold")
    wood = wood.but(hue=piece.hue("chest box casket case coffer", default=wood.hue))
    if piece.says("open opened treasure hoard full overflowing"):
        piece.part(
            smooth("-360 -110, -330 -330, -200 -420, 200 -420, 330 -330, 360 -110", steps=5),
            wood.but(base=0.2),
            bevel=40,
        )
        for k, (a, b, c) in enumerate(piece.scatter("strewn", 26)):
            x, y = (a - 0.5) * 640, -70 - 130 * b * (1 - abs(a - 0.5) * 1.6)
            if k % 6 == 0:
                ornament.facets(piece, x=x, y=y, rx=40, ry=36)
            else:
                piece.part(oval(x, y, 46, 22 + 16 * c), piece.metal("gold"), bevel=9)
    else:
        piece.part(
            smooth("-372 -50, -360 -220, -220 -320, 0 -340, 220 -320, 360 -220, 372 -50", steps=6),
            wood.but(base=0.62),
            bevel=60,
        )
    piece.part(rectangle(-360, -60, 360, 340), wood, bevel=16)
    for y in (60, 190):
        piece.line([(-356, y), (356, y + 3)], 4)
    for x in (-372, -130, 70, 312):
        piece.part(rectangle(x, -74, x + 60, 350), iron, bevel=10)
        if not piece.says("open opened treasure hoard full overflowing"):
            band = [(x, -56), (x * 0.97, -214 + abs(x) * 0.02), (x * 0.97 + 58, -214 + abs(x) * 0.02), (x + 60, -56)]
            piece.part(curve(band, steps=2), iron, bevel=10)
        for y in (-20, 130, 300):
            piece.ball(x + 30, y, 11, iron)
    piece.part(rectangle(-378, -82, 378, -32), iron.but(base=0.6), bevel=12)
    piece.part(smooth("-74 -100, 74 -100, 84 40, 0 106, -84 40", steps=4), iron.but(base=0.7), bevel=14)
    piece.inks([oval(0, -26, 18), trace("-11 -20, 11 -20, 17 44, -17 44")])
    if piece.rich:
        for x in (-220, 220):
            ornament.facets(piece, x=x, y=150, rx=50, ry=50)


def case(piece: Piece) -> None:
    """Draw a hard case with a handle, its corners shod."""
    hide = piece.body("leather")
    piece.part(strip(path("-120 -230, -110 -340, 110 -340, 120 -230"), 44), hide.but(base=0.34), bevel=14)
    piece.part(
        smooth("-410 -230, 410 -230, 420 -220, 420 310, 410 320, -410 320, -420 310, -420 -220", steps=2),
        hide.but(angle=14),
        bevel=34,
    )
    piece.line([(-416, -60), (416, -56)], 6)
    brass = piece.metal("gold")
    for x, y, sx, sy in ((-420, -230, 1, 1), (420, -230, -1, 1), (-420, 320, 1, -1), (420, 320, -1, -1)):
        piece.part(
            trace(f"{x} {y}, {x + 130 * sx} {y}, {x + 40 * sx} {y + 40 * sy}, {x} {y + 130 * sy}"), brass, bevel=12
        )
        piece.inks([oval(x + 34 * sx, y + 34 * sy, 9)])
    for x in (-210, 210):
        piece.part(rectangle(x - 44, -120, x + 44, 20), brass, bevel=12)
        piece.part(rectangle(x - 18, -80, x + 18, -20), brass.but(base=0.3), bevel=6)
    ornament.emblem(piece, x=0, y=130, size=110, material=brass)


def cabinet(piece: Piece) -> None:
    """Draw a cabinet with glass doors, curious things behind them."""
    wood = piece.body("wood").but(angle=90)
    piece.part(trace("-340 -430, 0 -500, 340 -430, 370 -400, -370 -400"), wood.but(base=0.6, angle=0), bevel=14)
    piece.part(rectangle(-340, -410, 340, 430), wood, bevel=16)
    piece.part(rectangle(-370, 420, 370, 470), wood.but(base=0.6, angle=0), bevel=12)
    for left in (-300, 14):
        piece.part(
            rectangle(left, -370, left + 286, 390),
            GLASS.but(dark=0.04, base=0.2, angle=45, bright=0.5),
            bevel=12,
            relief=-1,
        )
        for row in range(3):
            y = -130 + 250 * row
            _specimen(piece.moved(left + 90, y - 10, size=0.44), (row + left) % 4)
            _specimen(piece.moved(left + 206, y - 10, size=0.4), (row * 2 + left + 1) % 4)
            piece.part(rectangle(left, y, left + 286, y + 20), wood.but(base=0.6, angle=0), bevel=6)
        piece.cuts(
            [strip([(left + 30, -250), (left + 110, -360)], 16), strip([(left + 180, 380), (left + 270, 260)], 12)],
            light=0.9,
            tone=0.8,
        )
    piece.part(rectangle(-16, -380, 16, 400), wood.but(base=0.6), bevel=8)
    for x in (-30, 30):
        piece.ball(x, 30, 14, piece.metal("gold"))


def basket(piece: Piece) -> None:
    """Draw a woven basket, full."""
    straw = piece.body("wood").but(hue=0.6, base=0.55)
    piece.part(strip(path("-300 -40, -260 -340, 0 -440, 260 -340, 300 -40"), 44), straw.but(angle=40), bevel=14)
    for k, (x, y, r) in enumerate(((-200, -70, 90), (190, -70, 96), (-60, -120, 110), (90, -130, 100), (0, -40, 100))):
        piece.ball(x, y, r, CLOTH.but(hue=1.0 if k % 2 else 0.75, base=0.55, gloss=0.3, angle=10 * k))
    piece.part(
        smooth("-330 -40, 330 -40, 300 240, 220 380, -220 380, -300 240", steps=4),
        straw.but(angle=0),
        bevel=60,
        relief=1.2,
    )
    for row in range(7):
        for col in range(9):
            x = -280 + 70 * col + (35 if row % 2 else 0)
            y = 0 + 52 * row
            if abs(x) < 300 - 12 * row:
                piece.line([(x - 24, y + 8), (x, y - 6), (x + 24, y + 8)], 4)
    piece.part(strip(path("-336 -40, 0 0, 336 -40"), 50), straw.but(base=0.75, angle=40), bevel=14)


def parcel(piece: Piece) -> None:
    """Draw a wrapped parcel under cord and seal, for what no word names; its device is the text's own."""
    if piece.pick("unnamed", 2):
        _reliquary(piece)
        return
    wrap = piece.cloth().but(angle=24)
    piece.part(
        smooth("-330 -250, 0 -290, 330 -250, 356 0, 330 290, 0 320, -330 290, -356 0"), wrap, bevel=70, relief=1.2
    )
    for a, b in (
        ((-330, -250), (-60, -30)),
        ((330, -250), (60, -30)),
        ((-330, 290), (-70, 60)),
        ((330, 290), (70, 60)),
    ):
        piece.line([a, ((a[0] + b[0]) / 2 + 12, (a[1] + b[1]) / 2), b], [5, 3, 1])
    twine = GOLD.but(angle=55, pitch=6)
    for cord in ("-350 20, 0 36, 350 16", "-10 -284, 8 0, -6 316"):
        piece.part(strip(path(cord), 26), twine, bevel=9)
    for side in (-1, 1):
        loop = curve(
            [(0, 10), (90 * side, -90), (190 * side, -96), (200 * side, -20), (90 * side, 10), (0, 24)], closed=False
        )
        piece.part(strip(loop, 20), twine, bevel=7)
    ornament.seal(piece, x=0, y=26, size=104)


def _reliquary(piece: Piece) -> None:
    """A small house of metal with a crystal window, behind which the device glows."""
    gold, iron = piece.metal("gold"), IRON
    piece.part(trace("-250 -180, 0 -430, 250 -180, 290 -180, 290 -130, -290 -130, -290 -180"), gold, bevel=20)
    piece.ball(0, -450, 34, gold)
    piece.part(rectangle(-250, -140, 250, 330), iron.but(base=0.46), bevel=18)
    for x in (-250, 190):
        piece.part(rectangle(x, -140, x + 60, 330), gold.but(angle=90), bevel=14)
        piece.ball(x + 30, -160, 34, gold)
    piece.part(rectangle(-310, 320, 310, 400), gold, bevel=16)
    window = [(-140.0, 270.0), (-140.0, 20.0), *oval(0, 20, 140, 120, start=180, stop=360), (140.0, 270.0)]
    piece.part(window, GEM.but(base=0.3, dark=0.05, bright=0.6), bevel=22, relief=-1, outline=4)
    piece.glow(0, 100, 110, light=0.3)
    ornament.emblem(piece, x=0, y=110, size=112, material=gold.but(base=0.8))
    ornament.facets(piece, x=0, y=-240, rx=48, ry=52)


def _tools_within(piece: Piece) -> None:
    """What looks out of a satchel."""
    if piece.says("map* chart* cartograph* scroll* parchment survey*"):
        for x, turn in ((-150, -14), (-60, -4)):
            piece.moved(x, -210, turn=turn).turned(
                [(-200, 40), (-194, 46), (120, 46)], Material(hue=0.4, dark=0.6, bright=1, base=0.8)
            )
    if piece.says("alchem* vial* potion* salve* jar* healer* medic* component*"):
        for x, r in ((70, 40), (170, 34)):
            piece.moved(x, -180).turned([(-150, 16), (-140, 20), (-100, 18), (-70, r), (60, r)], GEM.but(base=0.7))
            piece.moved(x, -180).turned([(-176, 16), (-146, 18)], LEATHER)
    if piece.says("pen* quill* charcoal feather* instrument*"):
        piece.part(swell(path("190 -160, 230 -290, 290 -400"), 70, ends=6), CLOTH.but(base=0.8, bright=1), bevel=10)


def _specimen(piece: Piece, which: int) -> None:
    if which == 0:
        piece.turned([(-300, 90), (-280, 120), (0, 130)], GLASS)
        piece.turned([(-160, 100), (0, 108)], GEM.but(base=0.7))
    elif which == 1:
        piece.part(
            rounded("0 -300, 120 -260, 140 -120, 80 0, 0 0"), Material(hue=0.45, dark=0.4, bright=1, base=0.7), bevel=40
        )
        piece.inks([oval(-50, -150, 30), oval(50, -150, 30)])
    elif which == 2:
        ornament.crystal(piece, 0, -150, 150)
    else:
        piece.part(
            smooth("-50 0, -40 -140, 40 -140, 50 0", steps=3),
            Material(hue=0.45, dark=0.4, bright=1, base=0.7),
            bevel=20,
        )
        piece.part(rounded("0 -320, 130 -240, 170 -120, 0 -100"), GEM.but(base=0.6), bevel=40)


OBJECTS: dict[str, Draw] = {
    "backpack": backpack,
    "basket": basket,
    "cabinet": cabinet,
    "case": case,
    "chest": chest,
    "parcel": parcel,
    "pouch": pouch,
    "satchel": satchel,
    "tool-roll": tool_roll,
}
