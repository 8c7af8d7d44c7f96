"""Armour, as objects: shields, helmets, breastplates, mail, jerkins, gauntlets, boots."""

from imagesvc.engines.pillow.parts import (
    CLOTH,
    GOLD,
    IRON,
    LEATHER,
    WOOD,
    Material,
    Outline,
    curve,
    oval,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import around, path, rounded, scaled, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_FUTURE = "space* cyber* exo* visor pilot astronaut futuristic combat nano* android vacuum powered"


def shield(piece: Piece) -> None:
    """Draw a shield: heater, round or tall, with its device."""
    steel = piece.metal("iron")
    face = (
        piece.body("wood").but(angle=88)
        if piece.says("wood* oak* plank*")
        else piece.cloth("shield field face painted")
    )
    if not piece.says("wood* oak* plank* painted crest heraldic red blue green black white"):
        face = piece.metal()
    round_one = piece.says("round buckler targe hoplon circular") or (
        not piece.says("kite tower heater pavise") and piece.pick("shield", 3) == 0
    )
    if round_one:
        shape = oval(0, 0, 390, steps=48)
    else:
        shape = rounded("0 -430, 200 -420, 340 -390, 350 -60, 220 270, 0 450", steps=8)
    inner = scaled(shape, 0.87)
    piece.part(shape, steel, bevel=20)
    piece.part(inner, face.but(angle=20 if face.angle == 0 else face.angle), bevel=90, relief=1.1)
    _device(piece, steel)
    for i, (x, y) in enumerate(shape):
        if i % 6 == 3:
            piece.ball(x * 0.935, y * 0.935, 15, piece.metal("gold"))
    if piece.rich:
        ornament.facets(piece, x=0, y=-10, rx=58, ry=58)


def helmet(piece: Piece) -> None:
    """Draw a helmet: with a visor and plume, open, or horned; a bowl with a visor of glass in the future."""
    steel = piece.metal()
    if piece.says(_FUTURE):
        _space_helmet(piece, steel)
        return
    style = _helmet_style(piece)
    if style == 2:
        for side in (-1, 1):
            horn = path(f"{200 * side} -130, {330 * side} -170, {430 * side} -290, {440 * side} -460")
            piece.part(strip(horn, 120, end=10), piece.body("bone"), bevel=30)
            for t in (3, 7, 11):
                piece.line([horn[t], (horn[t][0] + 10 * side, horn[t][1] - 46)], 4)
    if style == 0:
        _great_helm(piece, steel)
        return
    piece.part(rounded("0 -390, 150 -350, 250 -200, 276 20, 262 110, 130 90, 0 84"), steel, bevel=110, relief=1.3)
    for side in (-1, 1):
        cheek = curve(
            [
                (262 * side, 90),
                (270 * side, 250),
                (190 * side, 390),
                (110 * side, 360),
                (150 * side, 200),
                (140 * side, 96),
            ],
            steps=5,
        )
        piece.part(cheek, steel.but(base=0.5), bevel=30)
    piece.part(rounded("0 40, 34 50, 30 260, 0 300"), steel.but(base=0.7), bevel=14)
    piece.part(strip(path("-276 70, -130 100, 0 106, 130 100, 276 70"), 56), piece.metal("gold"), bevel=14)
    piece.part(strip(path("0 -396, 4 -200, 0 60"), 44), steel.but(base=0.74), bevel=14)
    for x in (-200, -100, 100, 200):
        piece.ball(x, 90 - abs(x) * 0.07, 15, IRON)


def breastplate(piece: Piece) -> None:
    """Draw a cuirass with pauldrons; a quilted or boiled jerkin if it is soft."""
    soft = piece.says("leather gambeson padded jerkin quilted hide vest brigandine")
    stuff = piece.body("leather") if soft else piece.metal()
    for side in (-1, 1):
        sleeve = [
            (150 * side, -390),
            (270 * side, -350),
            (380 * side, -160),
            (350 * side, -20),
            (256 * side, -40),
            (220 * side, -180),
        ]
        piece.part(curve(sleeve), (CLOTH if soft else IRON).but(angle=60 * side, base=0.36), bevel=60)
    piece.part(_torso(), stuff.but(angle=12), bevel=120, relief=1.25)
    if soft:
        _quilting(piece)
    else:
        _plates(piece, stuff)
    _belted(piece)
    for side in (-1, 1):
        for k in range(1 if soft else 3):
            plate = [
                (116 * side, -396 + 46 * k),
                (230 * side, -410 + 50 * k),
                (350 * side, -300 + 60 * k),
                (352 * side, -226 + 58 * k),
                (220 * side, -262 + 46 * k),
                (130 * side, -330 + 46 * k),
            ]
            piece.part(curve(plate), stuff.but(angle=40 * side, base=stuff.base + 0.06 * k), bevel=34)
        if not soft:
            piece.ball(290 * side, -220, 16, piece.metal("gold"))


def mail(piece: Piece) -> None:
    """Draw a coat of rings."""
    steel = piece.metal("iron").but(bright=0.9)
    for side in (-1, 1):
        sleeve = [
            (130 * side, -400),
            (280 * side, -350),
            (400 * side, -120),
            (370 * side, 40),
            (262 * side, 10),
            (210 * side, -180),
        ]
        piece.part(curve(sleeve), steel.but(angle=50 * side), bevel=60)
    hem = "-240 380, -180 420, -120 384, -60 424, 0 386, 60 424, 120 384, 180 420, 240 380"
    piece.part(
        curve(
            [
                (-170, -390),
                (-80, -350),
                (0, -330),
                (80, -350),
                (170, -390),
                (250, -300),
                (226, 40),
                *trace(hem)[::-1],
                (-226, 40),
                (-250, -300),
            ],
            steps=4,
        ),
        steel.but(angle=8),
        bevel=120,
        relief=1.25,
    )
    _links(piece)
    _belted(piece)
    piece.part(
        swell(path("-170 -394, -80 -340, 0 -322, 80 -340, 170 -394"), 44, ends=24), LEATHER.but(dark=0.1), bevel=12
    )


def gauntlet(piece: Piece) -> None:
    """Draw a gauntlet with its plates, fingers up."""
    hide = piece.body("leather")
    steel = piece.metal("iron")
    piece.part(rounded("0 40, 120 60, 200 400, 90 440, 0 446"), steel.but(angle=15), bevel=60)
    for x, top, lean in ((-128, -300, -26), (-44, -400, -8), (44, -380, 8), (124, -290, 24)):
        finger = [
            (x - 40, -40),
            (x - 42 + lean, top + 50),
            (x - 20 + lean, top),
            (x + 20 + lean, top),
            (x + 42 + lean, top + 50),
            (x + 40, -40),
        ]
        piece.part(curve(finger, steps=4), hide.but(angle=10), bevel=26)
        for i in range(3):
            y = top + 70 + (abs(top) - 90) * i / 3.2
            lame = [
                (x - 44 + lean / 2, y),
                (x + lean / 2, y - 26),
                (x + 44 + lean / 2, y),
                (x + 36 + lean / 2, y + 52),
                (x - 36 + lean / 2, y + 52),
            ]
            piece.part(curve(lame, steps=4), steel, bevel=14)
    piece.part(smooth("140 130, 270 -10, 310 -130, 256 -160, 174 -60, 120 20"), hide, bevel=30)
    piece.part(smooth("200 70, 290 -60, 312 -110, 240 -120, 180 -20", steps=4), steel.but(base=0.6), bevel=18)
    piece.part(rounded("0 -110, 170 -70, 150 150, 0 180"), steel.but(base=0.5), bevel=50)
    piece.part(rounded("0 -106, 162 -66, 146 26, 0 -6"), steel.but(base=0.66), bevel=18)
    for x in (-110, -37, 37, 110):
        piece.ball(x, -46, 21, piece.metal("gold"))
    piece.part(strip(path("-192 380, 0 424, 192 380"), 40), piece.metal("gold"), bevel=11)
    if piece.rich:
        ornament.facets(piece, x=0, y=90, rx=46, ry=46)


def boots(piece: Piece) -> None:
    """Draw a boot, or a pair; with spikes under it if they are crampons."""
    hide = piece.body("leather")
    hide = hide.but(hue=piece.hue("boot boots shoe shoes leather sandal slippers", default=hide.hue))
    if piece.says("crampon*"):
        _crampon(piece, hide)
        return
    if not piece.says("single one boot abandoned lone") or piece.says("boots shoes pair"):
        _boot(piece.moved(110, -50, size=0.92), hide.but(base=hide.base - 0.12))
        _boot(piece.moved(-90, 30, size=0.92), hide)
        return
    _boot(piece, hide)


def _helmet_style(piece: Piece) -> int:
    """0 closed with a plume, 1 open, 2 horned."""
    if piece.says("horned horns viking barbarian"):
        return 2
    if piece.says("open cap nasal kettle"):
        return 1
    return 0 if piece.says("great plume crest visor knight* closed") else piece.pick("helm", 2)


def _torso() -> Outline:
    return rounded("0 -318, 90 -360, 170 -384, 252 -300, 236 -120, 214 60, 240 330, 120 396, 0 412")


def _device(piece: Piece, steel: Material) -> None:
    gold = piece.metal("gold")
    style = piece.pick("device", 4)
    if style == 0:
        piece.part(star(0, -10, 220, 88, points=8), gold.but(angle=30), bevel=16)
        piece.ball(0, -10, 76, steel)
    elif style == 1:
        for shape in (strip([(0, -330), (0, 330)], 70), strip([(-300, -40), (300, -40)], 70)):
            piece.part(shape, gold.but(angle=20), bevel=14)
        piece.ball(0, -40, 70, steel)
    elif style == 2:
        for k in range(3):
            y = -190 + 150 * k
            piece.part(
                trace(f"-230 {y + 70}, 0 {y - 60}, 230 {y + 70}, 230 {y + 130}, 0 {y + 4}, -230 {y + 130}"),
                gold,
                bevel=12,
            )
    else:
        piece.part(ring(0, -20, 230, 196), gold, bevel=10)
        ornament.emblem(piece, x=0, y=-20, size=170, material=gold)


def _great_helm(piece: Piece, steel: Material) -> None:
    plume = piece.cloth("plume feather* crest")
    for k, tip in enumerate(((330, -250), (300, -360), (210, -450))):
        piece.part(
            curve([(0, -384), (90, -470 - 20 * k), tip, (tip[0] - 90, tip[1] + 20), (80, -390), (20, -370)], steps=5),
            plume.but(angle=30 + 14 * k),
            bevel=20,
        )
    piece.part(rounded("0 -390, 110 -352, 236 -190, 272 60, 250 330, 130 400, 0 420"), steel, bevel=110, relief=1.3)
    piece.part(rounded("0 -400, 26 -396, 34 -60, 40 380, 0 424", steps=4), steel.but(base=0.7), bevel=12)
    for side in (-1, 1):
        slit = [(44 * side, -36), (130 * side, -52), (222 * side, -14), (126 * side, 24), (44 * side, 14)]
        piece.inks([curve(slit, steps=5)])
        piece.inks([oval(84 * side + 34 * side * (row % 2), 130 + 52 * row, 11, 15) for row in range(4)])
        piece.inks([oval(156 * side, 156 + 52 * row, 11, 15) for row in range(3)])
    piece.part(strip(path("-268 -106, -120 -78, 0 -72, 120 -78, 268 -106"), 42), piece.metal("gold"), bevel=11)


def _space_helmet(piece: Piece, steel: Material) -> None:
    piece.part(
        rounded("0 -400, 230 -350, 350 -150, 350 120, 250 320, 120 400, 0 410", steps=8),
        steel.but(base=0.7),
        bevel=140,
        relief=1.2,
    )
    visor = rounded("0 -210, 180 -190, 280 -60, 270 110, 140 210, 0 226", steps=8)
    piece.part(scaled(visor, 1.09, y=0), IRON, bevel=16)
    glass = Material(
        hue=piece.hue("visor glass faceplate", default=1.0),
        dark=0.1,
        bright=0.8,
        pitch=7.5,
        angle=30,
        base=0.4,
        gloss=0.8,
    )
    piece.part(visor, glass, bevel=110, relief=1.5)
    piece.cuts([swell(path("-230 -20, -190 -110, -80 -160"), 36), swell(path("-236 40, -226 70"), 22)], hue=0.9)
    for side in (-1, 1):
        piece.part(oval(330 * side, 0, 56, 90), steel.but(base=0.5), bevel=20)
        piece.part(oval(336 * side, 0, 26, 40), IRON, bevel=10)
    piece.turned([(330, 230), (350, 260), (430, 280), (450, 270)], steel.but(base=0.4))


def _plates(piece: Piece, stuff: Material) -> None:
    piece.line(path("0 -310, 6 -100, 0 150"), 4)
    for side in (-1, 1):
        piece.part(
            curve([(16 * side, -250), (130 * side, -280), (214 * side, -160), (170 * side, 20), (20 * side, 60)]),
            stuff.but(base=0.6, angle=12 * side),
            bevel=70,
            relief=1.2,
        )
    if piece.rich or piece.pick("cuirass", 2):
        ornament.emblem(piece, x=0, y=-110, size=90, material=piece.metal("gold"))
    for row in range(3):
        y = 190 + 66 * row
        piece.part(strip(path(f"-228 {y - 26}, 0 {y + 20}, 228 {y - 26}"), 54), stuff.but(base=0.5), bevel=14)


def _belted(piece: Piece) -> None:
    piece.part(strip(path("-220 96, 0 128, 220 96"), 46), LEATHER.but(hue=0.62, dark=0.1), bevel=10)
    piece.part(ring(0, 124, 42, 25, squash=1.0), GOLD, bevel=7)


def _links(piece: Piece) -> None:
    rows = [(x + (14 if row % 2 else 0), -290 + row * 22.0) for row in range(31) for x in range(-210, 211, 28)]
    shapes = [
        ring(x, y, 13, 8.5, start=200, stop=380)[::3]
        for x, y in rows
        if abs(x) < 205 - abs(y + 20) * 0.06 and y > -300 + abs(abs(x) - 110) * 0.3 - 20
    ]
    piece.inks(shapes)


def _quilting(piece: Piece) -> None:
    for x in range(-160, 161, 64):
        piece.line(path(f"{x * 1.1} {-300 + abs(x) * 0.1}, {x} 0, {x * 1.08} 380"), 3)
    for y in range(-240, 360, 120):
        piece.inks([oval(x, y, 8) for x in range(-128, 129, 64)])
    for k in range(5):
        piece.line([(-14, -280 + 54 * k), (14, -262 + 54 * k)], 5)


def _boot(piece: Piece, hide: Material) -> None:
    piece.part(
        smooth(
            "-170 -400, 90 -410, 100 -120, 130 60, 300 160, 390 250, 380 350, -170 350, -190 100, -150 -150", steps=8
        ),
        hide.but(angle=22),
        bevel=80,
        relief=1.3,
    )
    piece.part(
        smooth("-186 336, 392 330, 404 372, 390 400, 100 396, 60 376, -40 376, -60 410, -186 410", steps=3),
        WOOD.but(dark=0.05, bright=0.4),
        bevel=12,
    )
    piece.part(
        smooth("-190 -420, 110 -430, 118 -320, -182 -306", steps=5), hide.but(base=hide.base + 0.2, hue=0.62), bevel=20
    )
    for y in (-230, -150, -70, 10):
        piece.line(path(f"10 {y}, 66 {y + 18}, 118 {y - 4}"), 7)
        piece.inks([oval(8, y, 8)])
    piece.part(strip(path("-178 90, 0 132, 156 66"), 48), hide.but(dark=0.1, base=0.4), bevel=10)
    piece.part(ring(20, 122, 44, 28), piece.metal("gold"), bevel=7)
    piece.line(path("180 180, 230 250, 210 330"), 4)


def _crampon(piece: Piece, hide: Material) -> None:
    iron = piece.metal("iron")
    for side in (-1, 1):
        piece.part(
            strip(path(f"{-60 * side} -60, {-210 * side} -200, {-120 * side} -330, {60 * side} -300"), 44),
            hide,
            bevel=12,
        )
    sole = smooth("-430 20, -300 -60, 0 -30, 240 -90, 430 -30, 430 60, 240 90, 0 60, -300 90")
    piece.part(sole, iron, bevel=24)
    for x in (-380, -250, -110, 40, 190, 320, 410):
        piece.part([(x - 38, 50), (x + 38, 50), (x + 12, 250)], iron.but(base=0.7), bevel=9)
    for x in (-200, 160):
        piece.part(
            strip(path(f"{x - 90} 10, {x - 60} -190, {x + 60} -190, {x + 90} 10"), 50), hide.but(base=0.6), bevel=13
        )
        piece.part(ring(x, -190, 52, 32, squash=0.8), piece.metal("gold"), bevel=8)
    piece.inks([oval(x, 8, 12) for x, _ in around(1, 0)] + [oval(x, 10, 11) for x in (-330, -40, 300)])


OBJECTS: dict[str, Draw] = {
    "boots": boots,
    "breastplate": breastplate,
    "gauntlet": gauntlet,
    "helmet": helmet,
    "mail": mail,
    "shield": shield,
}
