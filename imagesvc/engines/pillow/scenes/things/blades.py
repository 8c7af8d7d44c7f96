"""Blades: swords straight and curved, rapiers, daggers and knives, drawn upright and then laid aslant."""

from dataclasses import dataclass

from imagesvc.engines.pillow.parts import GOLD, IRON, LEATHER, Material, Outline, curve, rectangle, trace
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import flipped, path, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_RUNES = "rune* etched inscri* sigil* engraved infernal enchanted magic*"
_CURVED = "sabre saber scimitar katana cutlass falchion curved kukri tulwar"
_NOTCHED = "notched nicked battered chipped serrated jagged teeth"


@dataclass(frozen=True, kw_only=True)
class _Blade:
    """The measures of a blade, point up."""

    tip: float
    guard: float
    width: float  # half, at the guard
    point: float  # how many widths from the tip on it tapers
    bend: float = 0.0

    def middle(self) -> Outline:
        """The line from guard to tip."""
        steps = 26
        ys = [self.guard - (self.guard - self.tip) * i / steps for i in range(steps + 1)]
        return [(self.bend * ((self.guard - y) / (self.guard - self.tip)) ** 2, y) for y in ys]

    def edge(self, side: int) -> Outline:
        """One of its edges, from guard to tip."""
        line = []
        for x, y in self.middle():
            far = min(1.0, max(0.0, y - self.tip) / (self.point * self.width)) ** 0.7
            line.append((x + side * self.width * far * (0.8 + 0.2 * (y - self.tip) / (self.guard - self.tip)), y))
        return line


def sword(piece: Piece) -> None:
    """Draw a sword with fuller, guard, grip and pommel: broad, slender or curved by words."""
    piece = piece.moved(turn=43)
    draws = piece.draws("sword", 3)
    great = piece.says("greatsword claymore zweihander two-handed massive great executioner*")
    if piece.says(_CURVED):
        blade = _Blade(tip=-560, guard=210, width=52 + 12 * draws[0], point=4.2, bend=-120 - 40 * draws[1])
    elif piece.says("rapier estoc foil epee smallsword"):
        blade = _Blade(tip=-620, guard=220, width=27, point=9)
    else:
        blade = _Blade(tip=-560, guard=230, width=(70 if great else 52) + 14 * draws[0], point=2.4 + 2 * draws[1])
    _steel(piece, blade)
    if piece.says("rapier estoc foil epee smallsword"):
        _cup_hilt(piece, blade)
    elif piece.says("sabre saber cutlass"):
        _bow_hilt(piece, blade)
    elif piece.says("katana tachi wakizashi"):
        _disc_hilt(piece, blade)
    else:
        _cross_hilt(piece, blade, end=470 if great else 400, reach=150 + 50 * draws[2])


def dagger(piece: Piece) -> None:
    """Draw a dagger, a knife with one edge, or a bare spike."""
    piece = piece.moved(turn=40)
    if piece.says("spike piton nail stake"):
        _spike(piece)
        return
    draws = piece.draws("dagger", 3)
    if piece.says("knife cleaver machete kukri razor scalpel shiv"):
        _knife(piece)
        return
    blade = _Blade(
        tip=-360,
        guard=110,
        width=56 + 18 * draws[0],
        point=3.4 + 2.4 * draws[1],
        bend=-70 if piece.says("curved jambiya sacrificial") else 0,
    )
    _steel(piece, blade)
    _cross_hilt(piece, blade, end=330, reach=110 + 40 * draws[2])


def _steel(piece: Piece, blade: _Blade) -> None:
    """Lay the two faces of a blade, lit and shaded, its fuller, and what is engraved."""
    steel = piece.metal()
    middle, left, right = blade.middle(), blade.edge(-1), blade.edge(1)
    if piece.says(_NOTCHED):
        right = _notched(right, piece.draws("notches", 16))
    bright = max(steel.bright, 0.95)  # even dark iron is ground to a bright edge
    face = Material(hue=steel.hue, dark=steel.dark, bright=bright, pitch=6.6, angle=62, base=0.84, gloss=0.3)
    piece.part(left + middle[::-1], face, bevel=5)
    piece.part(right + middle[::-1], face.but(base=0.3, angle=-62), bevel=5)
    shoulder = blade.tip + blade.point * blade.width * 0.9
    fuller = [point for point in middle if point[1] > max(shoulder, blade.tip + 90)]
    if len(fuller) > 4 and blade.width > 34:
        piece.part(
            strip(fuller, blade.width * 0.44, end=blade.width * 0.22),
            face.but(base=0.46, angle=90),
            bevel=5,
            relief=-1,
            outline=1.8,
        )
    glint = [(x - blade.width * 0.5, y) for x, y in middle if blade.tip + 130 < y < blade.guard - 160]
    if len(glint) > 3:
        piece.cuts([swell(glint, blade.width * 0.16)], hue=0.2)
    if piece.says(_RUNES):
        ornament.runes(piece, [point for point in fuller if point[1] < blade.guard - 40], size=blade.width * 0.32)
    elif piece.rich:
        _inlay(piece, fuller, width=blade.width)


def _inlay(piece: Piece, line: Outline, *, width: float) -> None:
    for i, (x, y) in enumerate(line[1:-2:2]):
        size = width * (0.2 if i % 2 else 0.3)
        piece.part([(x, y - size * 1.3), (x + size, y), (x, y + size * 1.3), (x - size, y)], GOLD, bevel=4, outline=1.4)


def _cross_hilt(piece: Piece, blade: _Blade, *, end: float, reach: float) -> None:
    fittings = piece.metal("gold") if piece.rich or piece.pick("fittings", 3) else IRON
    guard = blade.guard
    style = piece.pick("guard", 3)
    _grip(piece, top=guard, end=end)
    droop = (14.0, 46.0, -34.0)[style]
    arms = curve(
        [
            (-reach, guard + droop),
            (-reach * 0.5, guard + 26),
            (0, guard + 6),
            (reach * 0.5, guard + 26),
            (reach, guard + droop),
        ],
        closed=False,
    )
    piece.part(swell(arms, 58, ends=30), fittings, bevel=14)
    for side in (-1, 1):
        if style == 1:
            piece.part(
                curve(
                    [
                        (reach * side, guard + droop - 34),
                        ((reach + 40) * side, guard + droop + 4),
                        (reach * side, guard + droop + 40),
                        ((reach - 24) * side, guard + droop),
                    ]
                ),
                fittings,
                bevel=12,
            )
        else:
            piece.ball(reach * side, guard + droop, 30, fittings)
    piece.part([(-58, guard - 20), (0, guard + 64), (58, guard - 20), (0, guard - 44)], fittings, bevel=10)
    if piece.pick("pommel", 2) or piece.rich:
        piece.ball(0, end + 32, 50, fittings)
        ornament.facets(piece, x=0, y=end + 32, rx=27, ry=27)
    else:
        piece.part(
            curve(trace(f"-30 {end}, 30 {end}, 58 {end + 44}, 0 {end + 88}, -58 {end + 44}"), steps=3),
            fittings,
            bevel=18,
        )
    ornament.crystal(piece, 0, guard + 8, 26)


def _grip(piece: Piece, *, top: float, end: float, width: float = 27) -> None:
    """Wind leather around a grip."""
    hide = LEATHER.but(hue=piece.hue("grip hilt handle leather wrap*", default=0.55), dark=0.12)
    piece.part(
        curve(
            [
                (-width + 4, top),
                (-width - 4, (top + end) / 2),
                (-width + 5, end),
                (width - 5, end),
                (width + 4, (top + end) / 2),
                (width - 4, top),
            ],
            steps=3,
        ),
        hide,
        bevel=14,
    )
    y = top + 26
    while y < end - 16:
        piece.part(
            [(-width - 3, y + 12), (width + 3, y - 10), (width + 3, y + 8), (-width - 3, y + 30)],
            hide.but(base=0.62),
            bevel=7,
            outline=1.8,
        )
        y += 31


def _cup_hilt(piece: Piece, blade: _Blade) -> None:
    metal = piece.metal("gold")
    _grip(piece, top=blade.guard, end=430, width=20)
    bow = path("44 236, 130 300, 120 400, 20 452")
    piece.part(strip(bow, 15), metal, bevel=6)
    arms = [(-190.0, 226.0), (0.0, 214.0), (190.0, 226.0)]
    piece.part(strip(curve(arms, closed=False), 18), metal, bevel=7)
    for x in (-194, 194):
        piece.ball(x, 226, 20, metal)
    piece.turned([(150, 34), (168, 96), (206, 122), (238, 126), (246, 118)], metal)
    for k in range(-2, 3):
        piece.inks([curve(trace(f"{k * 40 - 8} 214, {k * 40} 190, {k * 40 + 8} 214, {k * 40} 230"), steps=3)])
    piece.ball(0, 458, 36, metal)


def _bow_hilt(piece: Piece, blade: _Blade) -> None:
    metal = piece.metal("gold")
    _grip(piece, top=blade.guard, end=400)
    piece.part(strip(path("-40 216, -150 250, -176 350, -110 430, 0 436"), 34, end=22), metal, bevel=11)
    piece.part(curve(trace("-60 190, 60 190, 120 216, 60 248, -70 244"), steps=4), metal, bevel=14)
    piece.ball(0, 424, 42, metal)


def _disc_hilt(piece: Piece, blade: _Blade) -> None:
    piece.turned([(blade.guard - 14, 84), (blade.guard, 92), (blade.guard + 14, 84)], piece.metal("gold"))
    _grip(piece, top=blade.guard + 14, end=480)
    for k in range(6):
        y = blade.guard + 44 + 36 * k
        piece.cuts([[(0, y - 12), (11, y), (0, y + 12), (-11, y)]], tone=0.9)
    piece.part(rectangle(-32, 468, 32, 500), piece.metal("gold"), bevel=10)


def _knife(piece: Piece) -> None:
    """One edge, a straight back, and scales riveted to the tang."""
    steel = piece.metal()
    broad = 130 if piece.says("cleaver machete") else 84
    back = -44
    if piece.says("cleaver"):
        blade: Outline = trace(f"{back} -330, {broad} -330, {broad + 8} 60, 30 90, {back} 90")
    else:
        blade = curve(trace(f"{back} 90, {back} -330, -30 -400, {broad * 0.5} -260, {broad * 0.7} -60, 40 84"), steps=5)
    piece.part(blade, steel.but(angle=62, base=0.7), bevel=10)
    edge = flipped([(-x, y) for x, y in blade if x > broad * 0.3])
    if len(edge) > 3:
        piece.part(strip(edge, 22), steel.but(base=0.95, angle=-30, pitch=6), bevel=5, outline=1.4)
    wood = piece.wood().but(angle=90)
    piece.part(curve(trace("-46 90, 44 90, 36 200, 52 330, 30 400, -40 392, -52 240"), steps=4), wood, bevel=18)
    for y in (150, 240, 330):
        piece.ball(-2, y, 12, piece.metal("gold"))
    piece.part(rectangle(-54, 70, 50, 104), piece.metal("gold"), bevel=10)


def _spike(piece: Piece) -> None:
    iron = piece.metal("iron")
    bend = 30 if piece.says("bent crooked twisted") else 0
    piece.part(
        trace(f"-40 -330, 6 -330, {20 + bend} 40, {bend * 2.6} 480, -24 60"), iron.but(base=0.7, angle=80), bevel=6
    )
    piece.part(
        trace(f"6 -330, 52 -330, {50 + bend} 40, {bend * 2.6} 480, {20 + bend} 40"),
        iron.but(base=0.3, angle=-80),
        bevel=6,
    )
    piece.part(curve(trace("-96 -400, 0 -424, 100 -396, 110 -340, 0 -318, -104 -336"), steps=4), iron, bevel=24)


def _notched(edge: Outline, draws: list[float]) -> Outline:
    result: Outline = []
    for i, (x, y) in enumerate(edge):
        result.append((x, y))
        if 2 < i < len(edge) - 5 and draws[i % len(draws)] < 0.42:
            result += [(x - 2, y - 5), (x - 20 * draws[(i * 3) % len(draws)] - 8, y - 12), (x - 2, y - 19)]
    return result


OBJECTS: dict[str, Draw] = {"sword": sword, "dagger": dagger}
