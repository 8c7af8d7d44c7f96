"""What stands in yards and on roads: boards, signposts, stakes, lamps, weapon racks, dummies."""

from imagesvc.engines.pillow.parts import (
    BONE,
    CLOTH,
    IRON,
    LEATHER,
    PARCHMENT,
    STONE,
    WOOD,
    Material,
    oval,
    rectangle,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import fires, ornament
from imagesvc.engines.pillow.scenes.things.forms import path, rounded, shifted, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def board(piece: Piece) -> None:
    """Draw a board under a little roof, covered in papers or with tallies painted on it."""
    wood = piece.body("wood")
    for left in (-340, 288):
        piece.part(rectangle(left, -620, left + 52, 40), wood.but(angle=90), bevel=14, outline=3)
    piece.part(rectangle(-390, -570, 390, -150), wood.but(angle=0, base=0.36), bevel=14, outline=3)
    for low in (-430, -290):
        piece.line([(-388, low), (388, low + 4)], 4)
    if piece.says("tally casualt* statistic* chalk* painted score* blackboard menu"):
        _tallies(piece)
    else:
        for k, (a, b, c) in enumerate(piece.scatter("strewn", 12)):
            _notice(piece, k, a, b, c)
    roof = trace("-450 -570, 0 -740, 450 -570, 450 -610, 0 -790, -450 -610")
    piece.part(roof, wood.but(base=0.6, angle=0), bevel=14, outline=3)


def signpost(piece: Piece) -> None:
    """Draw a post with arms pointing ways; a hanging sign of an inn."""
    wood = piece.body("wood").but(angle=90)
    if piece.says("inn tavern shop hanging swinging guild"):
        piece.part(rectangle(-300, -800, -244, 40), wood, bevel=14, outline=3)
        piece.part(rectangle(-320, -740, 330, -700), wood.but(angle=0), bevel=10, outline=3)
        piece.part(strip([(-250, -560), (-90, -700)], 30), wood, bevel=9)
        for x in (-40, 240):
            piece.line([(x, -700), (x, -630)], 7)
        piece.part(
            smooth("-110 -640, 310 -640, 320 -440, 240 -300, 100 -260, -40 -300, -120 -440", steps=4),
            wood.but(base=0.6, angle=4),
            bevel=20,
            outline=3,
        )
        ornament.emblem(piece, x=100, y=-460, size=130, material=piece.metal("gold"))
        return
    piece.part(trace("-46 40, -38 -720, 0 -780, 38 -720, 46 40"), wood, bevel=20, outline=3)
    for y, side, w in ((-650, 1, 320), (-500, -1, 300), (-350, 1, 250)):
        sign = [
            (-90 * side, y),
            (w * side, y - 8),
            ((w + 66) * side, y + 50),
            (w * side, y + 108),
            (-90 * side, y + 100),
        ]
        piece.part(sign, wood.but(angle=2, base=0.6), bevel=12, outline=3)
        start = -50.0
        for draw in piece.draws(f"sign {y}", 6):
            end = start + 22 + 44 * draw
            if end > w - 20:
                break
            piece.line([(start * side, y + 44), (end * side, y + 46)], 10)
            piece.line([(start * side, y + 68), (end * side * 0.96, y + 70)], 6)
            start = end + 16
    _stones(piece)


def post(piece: Piece) -> None:
    """Draw a stake hung with tokens and rags, a carved warning post, or a totem of faces."""
    wood = piece.body("wood").but(angle=88)
    if piece.says("totem faces mask idol"):
        piece.part(rectangle(-130, -830, 130, 40), wood, bevel=40, outline=3)
        for k in range(3):
            y = -700 + 260 * k
            piece.part(
                rounded(f"0 {y - 110}, 150 {y - 90}, 170 {y + 30}, 110 {y + 110}, 0 {y + 120}", steps=5),
                wood.but(base=0.5, hue=0.5 + 0.25 * (k % 2)),
                bevel=40,
                relief=1.3,
            )
            for side in (-1, 1):
                piece.part(oval(66 * side, y - 20, 44, 34), BONE.but(base=0.85), bevel=10)
                piece.inks([oval(66 * side, y - 20, 17)])
            piece.part(trace(f"-90 {y + 50}, 90 {y + 50}, 70 {y + 96}, -70 {y + 96}"), IRON.but(base=0.08), bevel=6)
            for x in (-60, -20, 20, 60):
                piece.part([(x - 14, y + 52), (x + 14, y + 52), (x, y + 78)], BONE.but(base=0.9), bevel=3, outline=1.5)
            piece.part(
                rounded(f"0 {y - 60}, 26 {y - 20}, 34 {y + 30}, 0 {y + 40}", steps=4), wood.but(base=0.7), bevel=12
            )
        for side in (-1, 1):
            wing = [(120 * side, -760), (390 * side, -860), (360 * side, -760), (380 * side, -700), (130 * side, -640)]
            piece.part([(float(x), float(y)) for x, y in wing], wood.but(hue=0.75, base=0.55), bevel=14, outline=3)
        return
    thick = 1.0 if piece.says("stake") else 1.5
    piece.part(
        [
            (-56 * thick, 40),
            (-46 * thick, -560),
            (-30, -720),
            (6, -790),
            (40, -700),
            (48 * thick, -540),
            (60 * thick, 40),
        ],
        wood,
        bevel=26,
        relief=1.2,
        outline=3,
    )
    if piece.says("carved warning* rune* inscri* names language*"):
        for row in range(11):
            y = -560 + 52 * row
            draws = piece.draws(f"carving {row}", 3)
            for k, draw in enumerate(draws):
                x = -46 + 40 * k
                mark = (
                    [(x, y), (x + 20, y + 28)],
                    [(x + 10, y), (x + 10, y + 30)],
                    [(x, y + 24), (x + 12, y), (x + 24, y + 24)],
                )[int(draw * 3)]
                piece.line(mark, 7)
    _tokens(piece, thick)
    _stones(piece)


def lamp_post(piece: Piece) -> None:
    """Draw a lantern on its post, lit."""
    iron = piece.metal("iron")
    if piece.says("wood* timber"):
        piece.part(rectangle(-220, -800, -168, 40), WOOD, bevel=14, outline=3)
        piece.part(rectangle(-220, -780, 170, -744), WOOD.but(angle=0), bevel=10)
        piece.part(strip([(-180, -640), (-50, -750)], 26), WOOD, bevel=8)
        piece.line([(110, -744), (110, -680)], 7)
        _lamp(piece.moved(110, 40, size=0.94), iron)
    else:
        piece.turned(trace("-520 20, -300 22, -280 36, -260 24, -60 28, -50 50, 0 66, 40 100"), iron)
        piece.part(strip([(-130, -480), (130, -480)], 18), iron, bevel=7)
        for side in (-1, 1):
            piece.ball(134 * side, -480, 18, iron)
        _lamp(piece, iron)
    _stones(piece)


def weapon_rack(piece: Piece) -> None:
    """Draw a rack with swords, spears and a shield."""
    wood = piece.body("wood")
    steel = piece.metal()
    for x in (-420, 370):
        piece.part(rectangle(x, -620, x + 50, 40), wood.but(angle=90), bevel=14, outline=3)
    for y in (-560, -130):
        piece.part(rectangle(-440, y, 440, y + 50), wood.but(angle=0, base=0.4), bevel=12, outline=3)
    for k, x in enumerate((-330, -200, -70, 60)):
        if k % 2:
            piece.part(rectangle(x - 13, -760, x + 13, 30), WOOD.but(base=0.6), bevel=6)
            piece.part([(x - 46, -740), (x, -900), (x + 46, -740), (x, -700)], steel, bevel=9)
        else:
            piece.part([(x - 30, -40), (x - 30, -560), (x, -560), (x, 20)], steel.but(base=0.8, angle=60), bevel=6)
            piece.part([(x, 20), (x, -560), (x + 30, -560), (x + 30, -40)], steel.but(base=0.36, angle=-60), bevel=6)
            piece.part(strip([(x - 84, -570), (x + 84, -570)], 30), piece.metal("gold"), bevel=10)
            piece.part(rectangle(x - 16, -730, x + 16, -580), LEATHER.but(dark=0.1), bevel=9)
            piece.ball(x, -746, 28, piece.metal("gold"))
    shield = [
        (240 + x * 0.42, -330 + y * 0.5) for x, y in rounded("0 -430, 200 -420, 340 -390, 350 -60, 220 270, 0 450")
    ]
    piece.shadow(shield)
    piece.part(shield, piece.cloth("shield"), bevel=36, relief=1.2, outline=3)
    piece.part(star(240, -340, 90, 36, points=8), piece.metal("gold"), bevel=9)


def dummy(piece: Piece) -> None:
    """Draw a figure of straw on a post: for practice, or against crows."""
    straw = CLOTH.but(hue=0.75, grain=1.4, angle=84, pitch=6, base=0.56)
    piece.part(rectangle(-26, -300, 26, 40), WOOD, bevel=12, outline=3)
    if piece.says("target archery"):
        piece.part(oval(0, -480, 330), straw.but(base=0.4), bevel=26, outline=3)
        for k, r in enumerate((290, 220, 150, 84)):
            piece.part(
                oval(0, -480, r),
                CLOTH.but(hue=0.95 if k % 2 else 0.3, base=0.6 if k % 2 else 0.9, bright=1, angle=0),
                bevel=6,
            )
        for x, y in ((60, -520), (-90, -420)):
            piece.part(strip([(x, y), (x + 150, y - 60)], 11), WOOD, bevel=3)
            piece.part([(x + 120, y - 70), (x + 190, y - 110), (x + 180, y - 50)], CLOTH.but(hue=1.0), bevel=6)
        return
    piece.part(strip([(-390, -560), (390, -560)], 40), WOOD, bevel=12, outline=3)
    for side in (-1, 1):
        piece.part(
            smooth(
                f"{130 * side} -620, {330 * side} -630, {400 * side} -560, {330 * side} -480, {130 * side} -480",
                steps=4,
            ),
            piece.cloth("coat rags").but(angle=10),
            bevel=40,
        )
        for k in range(5):
            piece.line([(390 * side, -580 + 18 * k), (460 * side, -600 + 26 * k)], 5)
    piece.part(
        rounded("0 -660, 140 -640, 190 -470, 160 -240, 0 -220", steps=5),
        straw if piece.says("training") else piece.cloth("coat rags"),
        bevel=60,
        relief=1.2,
        outline=3,
    )
    piece.part(strip([(-170, -340), (170, -330)], 40), LEATHER.but(dark=0.1), bevel=12)
    piece.part(oval(0, -750, 110, 120), straw.but(base=0.66), bevel=40, relief=1.2, outline=3)
    for x in (-40, 40):
        piece.line([(x - 17, -790), (x + 17, -756)], 9)
        piece.line([(x + 17, -790), (x - 17, -756)], 9)
    piece.line(path("-50 -700, 0 -684, 50 -700"), 7)
    if piece.says("scarecrow crow* field farm"):
        piece.part(smooth("-220 -820, 0 -850, 220 -820, 0 -780", steps=4), LEATHER, bevel=14, outline=3)
        piece.part(smooth("-110 -830, -60 -980, 40 -990, 110 -830", steps=4), LEATHER, bevel=24, outline=3)


def _notice(piece: Piece, k: int, a: float, b: float, c: float) -> None:
    x, y = -330 + 180 * (k % 4) + 34 * a, -540 + 128 * (k // 4) + 16 * b
    w, h = 96 + 34 * c, 92 + 20 * a
    tilt = (b - 0.5) * 24
    paper = PARCHMENT if c < 0.72 else PARCHMENT.but(hue=0.9, dark=0.4, bright=0.85)
    shape = [(x, y), (x + w, y + tilt), (x + w - tilt, y + h + tilt), (x - tilt, y + h)]
    piece.shadow(shape, blur=5, shift=(6, 9))
    piece.part(shape, paper, bevel=4)
    if k % 5 == 2:
        ornament.skull_mark(piece, x=x + w / 2, y=y + h * 0.42, size=30)
    for row in range(2 if k % 5 == 2 else 0, 4):
        f = 0.26 + 0.18 * row
        piece.line(
            [(x + 12 - tilt * f, y + h * f), (x + w * (0.9 - 0.25 * (row == 3)) - tilt * f, y + h * f + tilt)], 5
        )
    piece.ball(x + w / 2, y + 12 + tilt / 2, 8, IRON)


def _tallies(piece: Piece) -> None:
    """Names and strokes in white paint, some running down."""
    for row in range(6):
        y = -530 + 64 * row
        draws = piece.draws(f"tally {row}", 9)
        piece.cuts([strip([(-350, y + 24), (-350 + 120 + 90 * draws[0], y + 22)], 13)], tone=0.95, hue=0.4)
        count = 3 + int(12 * draws[1])
        for k in range(min(count, 15)):
            x = -70 + 26 * k
            if k % 5 == 4:
                piece.cuts([strip([(x - 108, y + 40), (x + 4, y + 2)], 7)], tone=0.98, hue=0.9)
            else:
                piece.cuts([strip([(x, y), (x + 3, y + 42)], 8)], tone=0.98, hue=0.4)
        if draws[2] > 0.5:
            piece.cuts(
                [
                    swell(
                        [
                            (-330 + 300 * draws[3], y + 30),
                            (-328 + 300 * draws[3], y + 60),
                            (-330 + 300 * draws[3], y + 130),
                        ],
                        7,
                        ends=2,
                    )
                ],
                tone=0.9,
                hue=0.9,
            )


def _lamp(piece: Piece, iron: Material) -> None:
    lit = not piece.says("unlit extinguished dark shattered")
    glass = Material(hue=1.0, dark=0.3, bright=0.84, pitch=8, base=0.58) if lit else IRON.but(base=0.2)
    piece.turned(trace("-540 40, -530 96, -510 86, -500 30"), iron)
    piece.turned([(-730, 112), (-530, 80)], glass)
    if lit:
        fires.flames(piece, 0, -560, width=84, height=150)
    for top, low in ((-116, -84), (-40, -30), (40, 30), (116, 84)):
        piece.part(strip([(top, -738), (low, -528)], 15), iron, bevel=5)
    piece.turned(trace("-860 8, -826 34, -744 132, -728 126"), iron)
    if piece.says("crack* broken dented"):
        piece.line(trace("-60 -720, -30 -660, -50 -620, -10 -560"), [5, 4, 3, 1])
    if lit:
        piece.glow(0, -630, 210, light=0.45, hue=0.75)


def _tokens(piece: Piece, thick: float) -> None:
    """What the living hung on nails: ribbons, tags, bones."""
    draws = piece.draws("tokens", 22)
    for k in range(11):
        side = 1 if k % 2 else -1
        x, y = side * (24 + 34 * draws[k]) * thick, -600 + 44 * k
        fall = 110 + 130 * draws[k + 11]
        out = x + side * (30 + 46 * draws[k + 11])
        if k % 3 == 0:
            stuff = piece.cloth("ribbon ribbons cloth rag*").but(
                hue=(0.95, 0.3, 0.75)[k % 9 // 3], bright=1.0, base=0.66
            )
            low = y + fall * 1.3
            rag = [(x - 8, y), (x + 14, y), (out + 30, low - 10), (out + 8, low - 34), (out - 16, low + 8)]
            piece.part(rag, stuff, bevel=9)
        elif k % 3 == 1:
            piece.line([(x, y), (out, y + fall * 0.7)], 5)
            piece.part(oval(out, y + fall * 0.7 + 32, 36), piece.metal("gold"), bevel=10)
            piece.inks([oval(out, y + fall * 0.7 + 12, 7)])
        else:
            piece.line([(x, y), (out, y + fall * 0.6)], 5)
            bone = smooth("-20 -70, 16 -70, 12 0, 22 50, -24 50, -12 0", steps=4)
            piece.part(shifted(bone, out, y + fall), BONE, bevel=10)
        piece.ball(x, y, 11, IRON)


def _stones(piece: Piece) -> None:
    for k in range(5):
        x, r = -150 + 74 * k, 40 + 14 * (k * 2 % 3)
        stone = smooth(
            f"{x - r} 60, {x - r * 0.7} {60 - r}, {x + r * 0.3} {50 - r * 1.2}, {x + r} {50 - r * 0.4}, {x + r * 0.9} "
            f"66, {x} 76",
            steps=4,
        )
        piece.part(stone, STONE.but(base=0.44 + 0.04 * (k % 3)), bevel=r * 0.5, relief=1.3)


OBJECTS: dict[str, Draw] = {
    "board": board,
    "dummy": dummy,
    "lamp-post": lamp_post,
    "post": post,
    "signpost": signpost,
    "weapon-rack": weapon_rack,
}
