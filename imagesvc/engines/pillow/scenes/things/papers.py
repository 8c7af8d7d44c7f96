"""Paper and what is written: books closed and open, scrolls, maps, letters, notes, quill and ink."""

from imagesvc.engines.pillow.parts import (
    BONE,
    GLASS,
    LEATHER,
    PARCHMENT,
    Material,
    Outline,
    curve,
    oval,
    rectangle,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import path, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def book(piece: Piece) -> None:
    """Draw a book: a clasped tome, a strapped journal, one bound in metal, one on a chain; or an open one."""
    if piece.says("open opened pages-open spread"):
        _open_book(piece)
        return
    piece = piece.moved(turn=-9)
    cover = LEATHER.but(hue=piece.hue("book tome cover leather bound binding", default=0.5), angle=14)
    if piece.says("iron-bound iron steel copper* metal plated brass-bound"):
        cover = cover.but(grain=0.2)
    fittings = piece.metal("gold")
    thick = (
        50
        if piece.says("small slim thin notebook diary pamphlet")
        else 110
        if piece.says("massive thick huge heavy tome")
        else 76
    )
    _pages(piece, cover, thick)
    board = smooth("-284 -400, -276 -418, 280 -414, 290 -400, 290 384, 280 396, -276 396, -284 380", steps=3)
    piece.part(board, cover, bevel=16)
    piece.part(trace("-284 -414, -226 -414, -226 394, -284 394"), cover.but(base=0.34), bevel=22)
    for y in (-330, -180, 150, 300):
        piece.part(rectangle(-292, y, -222, y + 30), cover.but(base=0.56), bevel=12)
    style = _dress(piece)
    _FACES[style](piece, cover, fittings)
    if piece.says("chain chained chains"):
        for i, (px, py) in enumerate(path("-330 -170, -120 -60, 60 60, 250 60, 420 -60", steps=5)):
            piece.part(
                ring(px, py, 32 if i % 2 else 24, 17 if i % 2 else 10, squash=0.8),
                piece.metal("iron"),
                bevel=7,
                outline=2,
            )
    if piece.pick("ribbon", 2):
        piece.part(trace("96 394, 140 394, 152 490, 126 462, 98 496"), ornament.WAX, bevel=6)


def scroll(piece: Piece) -> None:
    """Draw a half unrolled scroll, written, sealed; rolled up and tied if it is closed."""
    piece = piece.moved(turn=-6)
    if piece.says("rolled tied sealed bundle ribbon"):
        for k, (y, turn) in enumerate(((-150, 14), (150, 20), (0, 16))):
            roll = piece.moved(0, y, turn=90 + turn)
            roll.turned(trace("-400 70, -396 80, 396 80, 400 70"), PARCHMENT.but(base=0.7, pitch=7))
            roll.part(oval(0, 400, 78, 24), PARCHMENT.but(base=0.9), bevel=6)
            roll.inks(
                [
                    strip([(r * 3.2 * (-1) ** i, 400 + r * 0.5), (-r * 3.2 * (-1) ** i, 400 - r * 0.4)], 3)
                    for i, r in enumerate((14, 9, 5))
                ]
            )
            if k == 2:
                roll.part(rectangle(-86, -30, 86, 30), piece.cloth("ribbon tie cord").but(angle=0, hue=0.95), bevel=14)
        ornament.seal(piece, x=10, y=20, size=78)
        return
    _sheet(piece)
    _writing(piece, top=-236, lines=9)
    _rollers(piece)
    ornament.seal(piece, x=-10, y=290, size=70)


def map_sheet(piece: Piece) -> None:
    """Draw a map: coasts, hills, a road to a cross, a compass rose."""
    piece = piece.moved(turn=-6)
    _sheet(piece)
    draws = piece.draws("map", 60)
    for k in range(3):
        y = -220 + 180 * k
        coast = curve([(-230 + 92 * i, y + 110 * (draws[k * 6 + i] - 0.5)) for i in range(6)], closed=False)
        piece.line(coast, 4)
        piece.line([(x, y + 14) for x, y in coast[6:30]], 2)
    for k in range(10):
        px, py = -200 + 400 * draws[20 + k], -240 + 420 * draws[30 + k]
        piece.line([(px - 26, py + 18), (px, py - 22), (px + 26, py + 18)], 4)
        piece.line([(px + 2, py - 16), (px + 14, py + 14)], 3)
    for k in range(7):
        px, py = -200 + 400 * draws[40 + k], -200 + 360 * draws[50 + k]
        piece.inks([[(px - 11, py), (px, py - 30), (px + 11, py)]])
    red = ornament.WAX
    piece.part(star(160, 190, 82, 20, points=4), red, bevel=6)
    piece.part(star(160, 190, 50, 16, points=4, turn=-45), PARCHMENT.but(base=0.5), bevel=4, outline=1.6)
    road = path("-170 220, -60 90, 20 120, 90 -20, 150 -110")
    for i in range(0, len(road) - 2, 4):
        piece.part(strip(road[i : i + 3], 13), red, bevel=3, outline=1)
    for cross in ([(130, -160), (200, -90)], [(200, -160), (130, -90)]):
        piece.part(strip([(float(x), float(y)) for x, y in cross], 20), red, bevel=4, outline=1.6)
    _rollers(piece)


def map_case(piece: Piece) -> None:
    """Draw a tube of leather for maps, one of them looking out."""
    piece = piece.moved(turn=38)
    hide = piece.body("leather")
    piece.turned(trace("-470 76, -460 86, -300 86"), PARCHMENT.but(base=0.8, pitch=7))
    piece.part(oval(0, -466, 84, 26), PARCHMENT.but(base=0.95), bevel=6)
    piece.line(path("-40 -466, 0 -478, 40 -466, 10 -458, -16 -464"), 4)
    piece.turned(trace("-380 116, -370 122, 360 122, 380 112"), hide.but(angle=0))
    for y in (-370, 300):
        piece.turned([(y, 124), (y + 10, 134), (y + 66, 134), (y + 76, 124)], piece.metal("gold"))
    for y in (-210, 190):
        piece.turned([(y, 123), (y + 6, 130), (y + 34, 130), (y + 40, 123)], hide.but(base=0.34))
    piece.turned([(380, 110), (410, 80), (420, 30)], piece.metal("gold"))
    piece.part(strip(path("-126 -190, -300 -60, -300 120, -126 210"), 30), hide.but(base=0.4), bevel=10)
    ornament.emblem(piece, x=0, y=-10, size=84, material=piece.metal("gold"))


def letter(piece: Piece) -> None:
    """Draw a folded letter under its seal, or a bundle of notes."""
    piece = piece.moved(turn=-8)
    paper = PARCHMENT.but(hue=piece.hue("letter paper envelope parchment note", default=0.4))
    if piece.says("contract deed notes documents writ charter permit notice certificate sheets bill poster"):
        for turn, y in ((9, 30), (-6, 16), (0, 0)):
            sheet = piece.moved(0, y, turn=turn)
            outline = trace("-270 -390, 250 -390, 270 -370, 270 390, -270 390")
            sheet.shadow(outline)
            sheet.part(outline, paper, bevel=8)
        ornament.emblem(piece, x=0, y=-300, size=60, material=paper.but(base=0.4))
        _writing(piece, top=-190, lines=8)
        ornament.seal(piece, x=150, y=290, size=72)
        return
    piece.part(rectangle(-400, -270, 400, 270), paper.but(base=0.8), bevel=12)
    for side in (-1, 1):
        piece.part(
            [(400 * side, -264), (400 * side, 264), (30 * side, 30)], paper.but(base=0.66, angle=30 * side), bevel=8
        )
    piece.part([(-396, 266), (0, -20), (396, 266)], paper.but(base=0.74), bevel=8)
    piece.part([(-404, -272), (404, -272), (30, 60), (-30, 60)], paper.but(base=0.9), bevel=12)
    ornament.seal(piece, x=0, y=40, size=96)


def quill(piece: Piece) -> None:
    """Draw a quill in its ink bottle; a pen, or chalk and a brush, if the words say so."""
    feather = piece.cloth("quill feather pen plume").but(pitch=6)
    if not piece.says("quill feather pen plume"):
        feather = feather.but(base=0.74, bright=1.0)
    shaft = path("-60 160, 40 -60, 190 -280, 330 -450")
    piece.part(strip(shaft, 12, end=6), BONE, bevel=4)
    for side, wide in ((-1, 120), (1, 90)):
        vane = [(30, -30), (60 + wide * 0.9 * side, -180), (180 + wide * side, -330), (330, -470)]
        edge = curve([(float(x), float(y)) for x, y in vane], closed=False, steps=5)
        spine = [p for p in shaft if p[1] < -20]
        piece.part(
            edge + spine[::-1], feather.but(angle=-64 if side < 0 else 20, base=feather.base - 0.1 * side), bevel=16
        )
    for x, y, dx in ((110, -170, -50), (170, -250, 56), (220, -330, -44)):
        piece.line([(x, y), (x + dx, y - 46)], 5)
    ink = Material(hue=piece.hue("ink", default=0.5), dark=0.02, bright=0.5, pitch=7, base=0.24, gloss=0.7)
    piece.turned(trace("90 84, 104 96, 140 90, 170 110, 220 220, 380 240, 430 220"), GLASS, outline=4)
    piece.turned([(230, 200), (380, 222), (416, 204)], ink, outline=1.5)
    piece.part(oval(0, 96, 84, 20), ink, bevel=6)
    piece.part(strip(path("-84 150, -30 40, 10 -20"), 13), BONE, bevel=4)
    piece.cuts([swell(path("-150 240, -176 310, -160 390"), 26)], hue=0.2)
    piece.part(trace("-60 250, 60 250, 60 350, -60 350"), PARCHMENT, bevel=6)
    piece.line(path("-34 290, -10 310, 10 286, 34 306"), 5)


def _dress(piece: Piece) -> int:
    """How a cover is dressed: framed, strapped, plated or plain."""
    if piece.says("iron-bound iron-reinforced plates copper-wrapped reinforced metal"):
        return 2
    if piece.says("journal diary notebook strap* leather-bound field travel*"):
        return 1 if piece.pick("cover", 2) else 3
    return piece.pick("cover", 4)


def _framed(piece: Piece, cover: Material, fittings: Material) -> None:
    piece.part(
        rectangle(-196, -378, 258, 358),
        fittings.but(base=0.55),
        holes=[rectangle(-186, -368, 248, 348)],
        bevel=3,
        outline=1.4,
    )
    _corners(piece, fittings)
    ornament.emblem(piece, x=32, y=-14, size=134, material=fittings)
    _clasps(piece, fittings)


def _strapped(piece: Piece, cover: Material, fittings: Material) -> None:
    strap = cover.but(base=0.3, dark=0.1, angle=0)
    for y in (-200, 170):
        piece.part(rectangle(-288, y - 34, 360, y + 34), strap, bevel=12)
        piece.part(rectangle(110, y - 54, 200, y + 54), fittings, holes=[rectangle(130, y - 34, 180, y + 34)], bevel=9)
        piece.part(rectangle(120, y - 6, 172, y + 6), fittings, bevel=4)
    piece.part(smooth("-150 -90, 170 -94, 174 70, -150 74", steps=2), PARCHMENT.but(base=0.75), bevel=8)
    for k, wide in enumerate((240, 180, 220)):
        piece.line(path(f"{-120} {-50 + 42 * k}, {-120 + wide * 0.4} {-58 + 42 * k}, {-120 + wide} {-48 + 42 * k}"), 7)


def _plated(piece: Piece, cover: Material, fittings: Material) -> None:
    iron = piece.metal("iron")
    for y in (-414, -60, 320):
        piece.part(rectangle(-292, y, 296, y + 76), iron, bevel=12)
        for x in (-250, -90, 70, 230):
            piece.ball(x, y + 38, 17, fittings)
    piece.part(rectangle(230, -414, 296, 396), iron, bevel=12)
    piece.part(smooth("-70 -120, 130 -120, 150 0, 30 110, -90 0", steps=3), fittings, bevel=18)
    piece.inks([oval(30, -30, 22), trace("16 -20, 44 -20, 54 56, 6 56")])


def _plain(piece: Piece, cover: Material, fittings: Material) -> None:
    """Blind tooling and a device pressed into the leather."""
    piece.part(
        rectangle(-190, -374, 254, 356),
        cover.but(base=0.3),
        holes=[rectangle(-178, -362, 242, 344)],
        bevel=4,
        outline=1.4,
    )
    piece.part(
        rectangle(-150, -334, 214, 316),
        cover.but(base=0.3),
        holes=[rectangle(-144, -328, 208, 310)],
        bevel=3,
        outline=1.2,
    )
    ornament.emblem(piece, x=32, y=-110, size=110, material=cover.but(base=0.72))
    for k in range(3):
        y = 110 + 60 * k
        piece.part(
            strip(path(f"{-70 + 14 * k} {y}, 32 {y + 8}, {134 - 14 * k} {y}"), 12), fittings, bevel=4, outline=1.6
        )
    _corners(piece, cover.but(base=0.32, dark=0.08))


_FACES = (_framed, _strapped, _plated, _plain)


def _corners(piece: Piece, fittings: Material) -> None:
    for x, y, sx, sy in ((290, -414, -1, 1), (290, 396, -1, -1), (-222, -414, 1, 1), (-222, 396, 1, -1)):
        corner = [(x, y), (x + 110 * sx, y), (x + 62 * sx, y + 40 * sy), (x + 40 * sx, y + 62 * sy), (x, y + 110 * sy)]
        piece.part([(float(a), float(b)) for a, b in corner], fittings, bevel=12)
        piece.inks([oval(x + 26 * sx, y + 26 * sy, 8)])


def _clasps(piece: Piece, fittings: Material) -> None:
    for y in (-200, 150):
        clasp = trace(f"236 {y}, 350 {y + 6}, 372 {y + 36}, 350 {y + 66}, 236 {y + 60}, 220 {y + 30}")
        piece.part(clasp, fittings, bevel=11)


def _pages(piece: Piece, cover: Material, thick: float) -> None:
    """The back board and the block of pages, seen from the side and from below."""
    t = thick
    piece.part(
        [
            (-270, -400),
            (280, -414),
            (280 + t, -414 + t * 0.66),
            (280 + t, 396 + t * 0.6),
            (-276 + t, 396 + t * 0.6),
            (-280, 390),
        ],
        cover.but(base=0.25),
        bevel=8,
    )
    piece.part(
        [(280, -396), (272 + t, -396 + t * 0.62), (272 + t, 386 + t * 0.5), (280, 384)],
        PARCHMENT.but(pitch=5, angle=88),
        bevel=4,
    )
    piece.part(
        [(-262, 390), (280, 384), (272 + t, 386 + t * 0.5), (-262 + t, 390 + t * 0.5)],
        PARCHMENT.but(pitch=5, angle=0, base=0.6),
        bevel=4,
    )


def _open_book(piece: Piece) -> None:
    cover = LEATHER.but(hue=piece.hue("book tome cover leather", default=0.5))
    for side in (-1, 1):
        piece.part([(0, -250), (470 * side, -290), (480 * side, 290), (0, 340)], cover.but(base=0.3), bevel=12)
        for lift in (24, 12, 0):
            page = curve(
                [(0, -240 + lift), (120 * side, -300 + lift), (300 * side, -306 + lift), (450 * side, -270 + lift)],
                closed=False,
            )
            foot = curve(
                [(450 * side, 240 + lift), (300 * side, 210 + lift), (120 * side, 220 + lift), (0, 300 + lift)],
                closed=False,
            )
            piece.part(page + foot, PARCHMENT.but(angle=6 * side, base=0.76 - 0.12 * side), bevel=26)
        for row in range(9):
            y = -230 + 48 * row
            end = 400 - 110 * (row % 4 == 3)
            if side > 0 and row in {3, 4, 5, 6}:
                continue
            piece.line(path(f"{60 * side} {y - 10}, {200 * side} {y - 36}, {end * side} {y - 18}"), 6)
    ornament.emblem(piece, x=240, y=0, size=100, material=PARCHMENT.but(base=0.4))
    piece.line([(0, -240), (0, 330)], 7)
    piece.part(trace("-20 -250, 24 -250, 60 390, 30 366, 8 402"), ornament.WAX, bevel=7)


def _sheet(piece: Piece) -> None:
    paper = PARCHMENT.but(hue=piece.hue("scroll map paper parchment vellum", default=0.4))
    piece.part(
        smooth("-290 -330, 0 -318, 290 -330, 306 0, 290 330, 0 342, -290 330, -274 0"), paper, bevel=40, relief=0.6
    )


def _writing(piece: Piece, *, top: float, lines: int) -> None:
    draws = piece.draws("writing", lines * 2)
    for row in range(lines):
        y = top + 46 * row
        split = -90 + 120 * draws[row]
        last = 200 - 170 * (row % 4 == 3) * draws[row + lines]
        for x0, x1 in ((-210.0, split), (split + 34, max(last, split + 60))):
            line: Outline = [(x0, y), (x0 * 0.6 + x1 * 0.4, y - 7), (x0 * 0.3 + x1 * 0.7, y + 6), (x1, y)]
            piece.line(curve(line, closed=False), 6)


def _rollers(piece: Piece) -> None:
    knob = piece.metal("gold")
    for y in (-350, 350):
        roll = piece.moved(0, y, turn=90)
        roll.turned(trace("-350 28, -342 37, 342 37, 350 28"), PARCHMENT.but(base=0.7, pitch=6))
        for x in (-384, 384):
            roll.turned([(x - 36, 20), (x - 20, 32), (x + 20, 32), (x + 36, 20)], knob)


OBJECTS: dict[str, Draw] = {
    "book": book,
    "letter": letter,
    "map": map_sheet,
    "map-case": map_case,
    "quill": quill,
    "scroll": scroll,
}
