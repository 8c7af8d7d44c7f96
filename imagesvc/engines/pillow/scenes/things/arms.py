"""Arms on a shaft: axes, hammers, maces, flails, spears and polearms, drawn upright and then laid aslant."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    GOLD,
    IRON,
    LEATHER,
    Material,
    Outline,
    curve,
    rectangle,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import flipped, path, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_RUNES = "rune* etched inscri* sigil* engraved infernal enchanted magic*"


def axe(piece: Piece) -> None:
    """Draw an axe, double if it is great, short if it is a hatchet."""
    piece = piece.moved(turn=28)
    steel = piece.metal()
    short = piece.says("hatchet tomahawk hand-axe handaxe throwing")
    _shaft(piece, top=-430, foot=180 if short else 440, bound=60 if short else 190)
    double = piece.says("greataxe great battleaxe double double-headed double-bladed massive two-handed labrys")
    for side in (1, -1) if double else (1,):
        _axe_head(piece, steel, side=side)
    if not double:
        piece.part(trace("-20 -340, -96 -326, -112 -300, -96 -274, -20 -262"), steel, bevel=16)
    piece.part(rectangle(-42, -366, 42, -234), IRON, bevel=16)
    if piece.rich:
        ornament.facets(piece, x=0, y=-300, rx=34, ry=44)
    piece.turned([(-470, 8), (-440, 30), (-426, 34)], steel)
    piece.ball(0, 196 if short else 452, 36, steel)


def hammer(piece: Piece) -> None:
    """Draw a war hammer, or a plain one with a claw."""
    piece = piece.moved(turn=30)
    steel = piece.metal("iron")
    if piece.says("war warhammer maul battle great thunder massive sledgehammer two-handed"):
        _shaft(piece, top=-300, foot=450, bound=200)
        head = trace("-260 -448, -70 -410, 70 -410, 260 -448, 260 -186, 70 -222, -70 -222, -260 -186")
        piece.part(head, steel, bevel=26)
        for x in (-226, 186):
            piece.part(rectangle(x, -446, x + 40, -188), steel.but(base=0.7), bevel=8)
        piece.part(star(0, -316, 74, 30, points=4), piece.metal("gold"), bevel=8)
        if piece.rich:
            ornament.facets(piece, x=0, y=-316, rx=30, ry=30)
        piece.ball(0, 460, 36, steel)
        return
    piece.part(smooth("-22 -240, 22 -240, 28 60, 40 300, 26 420, -26 420, -40 300, -28 60"), piece.wood(), bevel=16)
    claw = smooth("-40 -330, -150 -350, -260 -300, -320 -190, -250 -240, -150 -262, -40 -240", steps=5)
    piece.part(claw, steel.but(angle=20), bevel=22)
    piece.part(trace("-60 -340, 90 -340, 120 -364, 220 -364, 220 -216, 120 -216, 90 -240, -60 -240"), steel, bevel=22)
    piece.part(rectangle(196, -372, 232, -208), steel.but(base=0.75), bevel=9)


def mace(piece: Piece) -> None:
    """Draw a mace: a ball with spikes, or flanges; a club of wood."""
    piece = piece.moved(turn=32)
    if piece.says("club cudgel bludgeon shillelagh"):
        wood = piece.wood().but(angle=84)
        piece.part(
            smooth("-46 400, -34 100, -60 -160, -120 -330, -70 -440, 40 -454, 116 -370, 80 -180, 36 100, 44 400"),
            wood,
            bevel=50,
            relief=1.3,
        )
        piece.inks(
            [
                curve([(x - 14, y), (x, y - 20), (x + 16, y), (x, y + 22)])
                for x, y in ((-50, -300), (40, -360), (20, -230), (-30, -120))
            ]
        )
        for y in (250, 290, 330):
            piece.part([(-44, y), (42, y - 12), (42, y + 14), (-44, y + 26)], LEATHER, bevel=8)
        return
    steel = piece.metal("iron")
    _shaft(piece, top=-220, foot=430, bound=210)
    if piece.pick("mace", 2) and not piece.says("morningstar spik*"):
        for lean in (-1.0, -0.5, 0.5, 1.0, 0.0):
            flange = smooth("0 -460, 150 -400, 190 -300, 120 -190, 0 -150", steps=5)
            piece.part(
                [(x * lean if lean else (x - 75) * 0.22, y) for x, y in flange],
                steel.but(base=0.6 - 0.2 * lean),
                bevel=9,
            )
        piece.turned([(-520, 4), (-480, 24), (-456, 30)], steel)
        piece.turned([(-160, 44), (-140, 52), (-120, 44)], piece.metal("gold"))
    else:
        _spiked_ball(piece, steel, y=-310, radius=140)
    piece.ball(0, 444, 36, steel)


def flail(piece: Piece) -> None:
    """Draw a spiked ball on a chain."""
    steel = piece.metal("iron")
    handle = piece.moved(-190, 120, turn=-24)
    _shaft(handle, top=-200, foot=320, bound=60)
    handle.turned([(-236, 20), (-224, 34), (-190, 34), (-180, 26)], steel)
    for i, (x, y) in enumerate(path("-282 -110, -260 -250, -120 -330, 60 -310, 160 -200", steps=4)):
        link = ring(x, y, 27 if i % 2 else 20, 14 if i % 2 else 9, squash=0.8)
        piece.part(link, steel, bevel=6, outline=2)
    _spiked_ball(piece.moved(230, 20), steel, y=0, radius=150)


def spear(piece: Piece) -> None:
    """Draw the upper half of a spear or a trident, its shaft cut off by the frame."""
    piece = piece.moved(turn=40)
    steel = piece.metal("iron")
    piece.part(rectangle(-21, -160, 21, 560), piece.wood().but(angle=90), bevel=13)
    if piece.says("trident fork pitchfork harpoon"):
        for side in (-1, 1):
            prong = curve([(20 * side, -120), (130 * side, -170), (150 * side, -300), (140 * side, -430)], closed=False)
            piece.part(strip(prong, 34), steel, bevel=12)
            piece.part([(110 * side, -410), (140 * side, -520), (172 * side, -410)], steel.but(base=0.8), bevel=8)
        piece.part(strip([(0, -130), (0, -470)], 36), steel, bevel=12)
        piece.part([(-38, -450), (0, -590), (38, -450)], steel.but(base=0.8), bevel=8)
    else:
        long = 60 if piece.says("pike lance long") else 0
        left = path(f"0 {-520 - long}, -78 -330, -92 -240, -36 -170, 0 -166")
        piece.part(left, steel.but(base=0.84, bright=0.95, angle=62), bevel=6)
        piece.part(flipped(left), steel.but(base=0.32, angle=-62), bevel=6)
        piece.part(strip([(0, -180), (0, -430)], 12, end=4), steel.but(base=0.6), bevel=4, outline=1.6)
    piece.turned([(-180, 30), (-110, 27), (-70, 27), (-60, 36), (-44, 36), (-36, 27)], steel.but(base=0.5))
    _binding(piece, y=-20)


def polearm(piece: Piece) -> None:
    """Draw a halberd or a glaive."""
    piece = piece.moved(turn=34)
    steel = piece.metal()
    piece.part(rectangle(-20, -330, 20, 620), piece.wood().but(angle=90), bevel=13)
    if piece.says("glaive naginata scythe guandao sickle"):
        blade = path("-30 -120, -40 -330, -10 -500, 60 -640, 150 -700, 110 -560, 96 -400, 40 -120", steps=5)
        piece.part(blade, steel.but(angle=64, base=0.66), bevel=14)
        piece.part(strip(path("60 -640, 124 -560, 104 -400, 50 -130"), 22), steel.but(base=0.95, pitch=6), bevel=5)
    else:
        spike = trace("0 -760, 34 -520, 22 -350, -22 -350, -34 -520")
        piece.part(spike, steel.but(base=0.7, angle=70), bevel=9)
        _axe_head(piece.moved(0, -40, size=0.86), steel, side=1)
        hook = smooth("-20 -400, -120 -420, -210 -360, -250 -250, -190 -300, -110 -320, -20 -300", steps=5)
        piece.part(hook, steel.but(angle=-20), bevel=16)
        piece.part(rectangle(-36, -420, 36, -260), IRON, bevel=14)
    for y in (-210, -60):
        piece.turned([(y, 24), (y + 8, 31), (y + 34, 31), (y + 42, 24)], piece.metal("gold"))
    _binding(piece, y=40)


def _shaft(piece: Piece, *, top: float, foot: float, bound: float) -> None:
    """A shaft of wood, wound with leather from `bound` on."""
    piece.part(rectangle(-25, top, 25, foot), piece.wood().but(angle=90), bevel=14)
    hide = LEATHER.but(hue=piece.hue("grip haft handle leather wrap*", default=0.55))
    y = bound
    while y < foot - 30:
        piece.part([(-29, y), (29, y - 14), (29, y + 14), (-29, y + 28)], hide, bevel=8, outline=2)
        y += 33


def _binding(piece: Piece, *, y: float) -> None:
    tassel = piece.cloth("ribbon tassel binding cloth feather*")
    for x, fall in ((-46, 170), (44, 190), (-4, 210)):
        piece.part(curve([(-20, y - 30), (20, y - 30), (x + 22, y + fall), (x - 16, y + fall + 8)]), tassel, bevel=12)
    piece.part(rectangle(-30, y - 40, 30, y - 4), GOLD, bevel=10)


def _axe_head(piece: Piece, steel: Material, *, side: int) -> None:
    head = trace("20 -350, 120 -384, 238 -480, 306 -350, 316 -240, 266 -104, 150 -222, 20 -250")
    head = curve([(x * side, y) for x, y in head], steps=6)
    rim: Outline = curve([(238 * side, -480), (306 * side, -350), (316 * side, -240), (266 * side, -104)], closed=False)
    piece.part(head, steel.but(angle=8), bevel=24, relief=1.2)
    piece.part(swell(rim, 46, ends=14), steel.but(base=0.88, angle=60, pitch=6.5), bevel=8)
    if piece.says(_RUNES) or piece.rich:
        line = curve(
            [(90 * side, -330), (190 * side, -340), (236 * side, -250), (200 * side, -190)], closed=False, steps=4
        )
        ornament.runes(piece, line, size=17)
    else:
        for tilt in (-1, 1):
            vein = curve(
                [(60 * side, -300 + 4 * tilt), (120 * side, -300 + 28 * tilt), (190 * side, -300 + 60 * tilt)],
                closed=False,
            )
            piece.line(vein, 3)


def _spiked_ball(piece: Piece, steel: Material, *, y: float, radius: float) -> None:
    for i in range(12):
        c, s = cos(i * pi / 6), sin(i * pi / 6)
        near, far, half = radius * 0.8, radius * 1.5, radius * 0.17
        piece.part(
            [
                (near * c - half * s, y + near * s + half * c),
                (far * c, y + far * s),
                (near * c + half * s, y + near * s - half * c),
            ],
            steel,
            bevel=9,
        )
    piece.ball(0, y, radius, steel)
    for x, dy in ((-0.3, -0.4), (0.4, -0.15), (-0.1, 0.35), (0.5, 0.5), (-0.6, 0.15)):
        spike = [
            (x * radius - 17, y + dy * radius + 13),
            (x * radius * 1.16, y + dy * radius * 1.2 - 44),
            (x * radius + 19, y + dy * radius + 11),
        ]
        piece.part(spike, steel.but(base=0.7), bevel=7, outline=2)


OBJECTS: dict[str, Draw] = {
    "axe": axe,
    "flail": flail,
    "hammer": hammer,
    "mace": mace,
    "polearm": polearm,
    "spear": spear,
}
