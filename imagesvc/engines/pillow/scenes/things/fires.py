"""Fire that licks, and the large things that hold it: braziers, camp fires, hearths, forges, stoves, cauldrons."""

from math import cos, pi, sin

import numpy as np

from imagesvc.engines.pillow.parts import BONE, GEM, IRON, STONE, WOOD, Outline, oval, rectangle, star, trace
from imagesvc.engines.pillow.scenes.things.forms import ellipse_rim, path, smooth, strip, swell, tongue
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

# Each shell of a flame from the outside: how wide, how high, and how it is printed.
_SHELLS = ((1.0, 1.0, 0.66, 0.58, 1.0), (0.7, 0.74, 0.86, 0.82, 1.0), (0.4, 0.46, 1.0, 1.0, 1.0))


def flames(piece: Piece, x: float, foot: float, *, width: float, height: float) -> None:
    """Let a fire burn: tongues that sway and part, lighter ones within, flakes of flame flying off."""
    draws = piece.draws(f"flames {x:.0f} {foot:.0f}", 24)
    count = max(1, min(7, round(width / 62)))
    for share, tall, light, tone, hue in _SHELLS:
        shapes = [_tongue(x, foot, width * share, height * tall, k=k, count=count, draws=draws) for k in range(count)]
        if share == 1.0:
            shapes += _flakes(x, foot, width, height, draws=draws)
        if count > 1:
            shapes.append(oval(x, foot - height * 0.04 * tall, width * 0.46 * share, height * 0.16 * tall, steps=24))
        _lay(piece, shapes, light=light, tone=tone, hue=hue, outline=2.6 if share > 0.5 else 0)


def spark(piece: Piece, x: float, y: float, size: float) -> None:
    """Let something sparkle and shine."""
    piece.glow(x, y, size * 1.2, light=0.5)
    piece.cuts([star(x, y, size, size * 0.22, points=8, turn=-80)], hue=1.0, tone=0.9)
    piece.cuts([star(x, y, size * 0.5, size * 0.2, points=6)], hue=1.0, tone=1.0)


def candle(piece: Piece, x: float, foot: float, *, width: float, height: float) -> None:
    """Draw a burning candle with its drippings."""
    wax = BONE.but(base=0.76, hue=piece.hue("candle candles wax taper", default=0.45))
    stick = piece.moved(x, foot)
    stick.turned([(-height, width * 0.44), (-height + 6, width * 0.5), (-8, width * 0.5), (0, width * 0.62)], wax)
    for k, drop in enumerate((0.3, 0.55, 0.4)):
        at = (k - 1) * width * 0.3
        stick.part(
            swell([(at, -height), (at + 1, -height * (1 - drop * 0.5)), (at, -height * (1 - drop))], width * 0.2),
            wax.but(base=0.9),
            bevel=5,
            outline=1.6,
        )
    stick.line([(0, -height), (2, -height - width * 0.4)], max(3.0, width * 0.08))
    stick.glow(0, -height - width, width * 2.6, light=0.4)
    flames(stick, 0, -height - width * 0.2, width=width * 0.7, height=width * 1.9)


def brazier(piece: Piece) -> None:
    """Draw a bowl of fire on three legs."""
    iron = piece.metal("iron")
    piece.part(smooth("-260 10, -210 -36, 210 -36, 260 10, 210 44, -210 44"), STONE.but(base=0.5), bevel=16)
    for side in (-1, 1):
        piece.part(strip(path(f"{170 * side} 4, {112 * side} -150, {190 * side} -330"), 34), iron, bevel=12)
        piece.ball(176 * side, 4, 26, iron)
    piece.part(strip([(0, 10), (0, -330)], 32), iron, bevel=11)
    piece.part(strip(path("-150 -110, 0 -84, 150 -110"), 20), iron, bevel=8)
    piece.glow(0, -520, 250, light=0.42)
    flames(piece, 0, -385, width=430, height=440)
    piece.turned(trace("-430 268, -416 284, -394 276, -330 232, -270 144, -246 60"), iron)
    for k in range(-4, 5):
        piece.ball(k * 58, -406, 15, piece.metal("gold"))
    for k in (-2, -1, 0, 1, 2):
        slot = smooth(f"{k * 74 - 12} -350, {k * 74 + 12} -350, {k * 62 + 9} -290, {k * 62 - 9} -290", steps=3)
        piece.flat(slot, light=1, tone=0.8, hue=1.0, outline=2.4)


def campfire(piece: Piece) -> None:
    """Draw logs burning in a ring of stones."""
    for k in range(9):
        turn = pi * k / 8
        piece.ball(250 * cos(turn), 6 - 50 * sin(turn), 46 + 8 * (k % 3), STONE)
    for a, b in (((-250, 0), (120, -170)), ((250, 10), (-130, -180)), ((-60, 20), (40, -230))):
        piece.part(strip([a, b], 66, end=50), WOOD.but(base=0.34, angle=60), bevel=20)
        piece.ball(a[0], a[1], 33, WOOD.but(base=0.7, angle=0))
    piece.glow(0, -220, 250, light=0.42)
    flames(piece, 0, -20, width=390, height=620)
    for k in range(7):
        piece.ball(-230 + 76 * k, 26 + 10 * (k % 2), 46 + 7 * (k % 3), STONE.but(base=0.6))
    if piece.says("cook* pot spit kettle roast* camp"):
        for side in (-1, 1):
            piece.part(strip([(330 * side, 40), (270 * side, -640)], 24), WOOD, bevel=9)
        piece.part(strip([(-320, -600), (320, -600)], 22), WOOD, bevel=8)
        piece.line([(0, -600), (0, -540)], 6)
        piece.turned(trace("-540 110, -530 122, -510 116, -450 130, -390 110, -360 60"), IRON)


def hearth(piece: Piece) -> None:
    """Draw a fireplace of stones under its mantel."""
    stone = piece.body("stone")
    piece.part(trace("-400 40, -390 -560, -250 -820, 250 -820, 390 -560, 400 40"), stone.but(base=0.46), bevel=24)
    _courses(piece, left=-385, right=385, top=-540, foot=30)
    arch = [(-250.0, 30.0), (-250.0, -280.0), *oval(0, -280, 250, 190, start=180, stop=360), (250.0, 30.0)]
    piece.part(arch, stone.but(base=0.1, dark=0.02, bright=0.4), bevel=30, relief=-1, outline=4)
    piece.glow(0, -150, 230, light=0.5)
    for a, b in (((-170, 0), (150, -80)), ((170, 4), (-150, -90))):
        piece.part(strip([a, b], 52), WOOD.but(base=0.3), bevel=16)
    flames(piece, 0, -10, width=320, height=380)
    for x in (-110, 110):
        piece.part(strip([(x, 30), (x, -110)], 18), IRON, bevel=6)
        piece.ball(x, -122, 20, IRON)
    piece.part(rectangle(-430, -620, 430, -540), piece.body("wood").but(angle=0, base=0.6), bevel=18, outline=3)
    piece.part(rectangle(-430, 20, 430, 70), stone.but(base=0.64), bevel=14, outline=3)
    piece.turned([(-760, 20), (-750, 40), (-660, 52), (-624, 40)], piece.metal("gold"))
    candle(piece, -260, -620, width=40, height=110)
    candle(piece, 270, -620, width=40, height=80)


def forge(piece: Piece) -> None:
    """Draw a smith's forge with its hood and bellows, an anvil before it."""
    stone = piece.body("stone")
    piece.part(trace("-120 -470, -40 -880, 190 -880, 300 -470"), stone.but(base=0.4), bevel=20, outline=3)
    piece.part(rectangle(-180, -500, 370, -440), stone.but(base=0.6), bevel=14, outline=3)
    piece.part(rectangle(-140, -450, -90, -250), stone.but(base=0.3), bevel=10)
    piece.part(rectangle(290, -450, 340, -250), stone.but(base=0.3), bevel=10)
    piece.part(rectangle(-90, -440, 290, -240), stone.but(base=0.08, dark=0.02, bright=0.4), bevel=10)
    piece.glow(100, -300, 200, light=0.5)
    flames(piece, 100, -250, width=280, height=210)
    piece.part(rectangle(-220, -260, 420, 40), stone.but(base=0.46), bevel=18, outline=3)
    _courses(piece, left=-215, right=415, top=-240, foot=30)
    bellows = smooth("-210 -240, -330 -330, -430 -300, -450 -200, -420 -110, -320 -90, -210 -190", steps=5)
    piece.part(bellows, piece.body("leather").but(angle=60), bevel=30)
    for k in range(4):
        piece.line([(-420 + 44 * k, -290 + 10 * k), (-420 + 44 * k, -120 + 6 * k)], 5)
    piece.turned(trace("-150 10, -30 90, 70 100"), WOOD.but(angle=0))
    anvil_top(piece.moved(-60, 0, size=0.62))


def anvil_top(piece: Piece) -> None:
    """Draw the anvil alone, its foot at (0, 0)."""
    iron = piece.metal("iron").but(bright=0.9)
    piece.part(
        smooth("-150 0, -130 -60, -70 -110, -80 -190, 90 -190, 80 -110, 140 -60, 160 0", steps=4), iron, bevel=26
    )
    piece.part(
        smooth("-360 -330, -330 -350, 250 -350, 250 -210, -100 -200, -180 -260, -330 -310", steps=5),
        iron.but(angle=0),
        bevel=26,
    )
    piece.part(trace("-160 -352, 250 -352, 270 -376, -140 -376"), iron.but(base=0.85), bevel=6)
    piece.inks([rectangle(190, -350, 214, -330)])


def stove(piece: Piece) -> None:
    """Draw an oven with a fire door and a chimney."""
    iron = piece.metal("iron") if piece.says("iron stove cast") else piece.body("stone")
    if piece.says("iron stove cast"):
        piece.turned([(-860, 60), (-420, 60)], iron)
        piece.part(rectangle(-300, -430, 300, -30), iron, bevel=20, outline=3)
        piece.part(rectangle(-340, -480, 340, -420), iron.but(base=0.66), bevel=16, outline=3)
        for x in (-270, 210):
            piece.part([(x, -40), (x + 60, -40), (x + 44, 40), (x + 10, 40)], iron, bevel=10)
    else:
        dome = [(-380.0, 40.0), (-380.0, -250.0), *oval(0, -270, 380, 330, start=180, stop=360), (380.0, 40.0)]
        piece.part(rectangle(130, -820, 260, -470), iron.but(base=0.36), bevel=14)
        piece.part(dome, iron.but(base=0.5, grain=1.0), bevel=90, relief=1.2, outline=3)
        _courses(piece, left=-370, right=370, top=-200, foot=30)
    mouth = [(-190.0, -70.0), (-190.0, -200.0), *oval(0, -210, 190, 130, start=180, stop=360), (190.0, -70.0)]
    piece.part(mouth, IRON.but(base=0.05, dark=0.02), bevel=16, relief=-1, outline=5)
    piece.glow(0, -170, 160, light=0.45)
    flames(piece, 0, -76, width=240, height=190)
    piece.part(rectangle(-230, -70, 230, -30), iron.but(base=0.62), bevel=10)


def cauldron_fire(piece: Piece) -> None:
    """Draw a great cauldron over a fire, brewing."""
    iron = piece.metal("iron")
    piece.glow(0, -60, 220, light=0.4)
    flames(piece, 0, 30, width=460, height=280)
    for a, b in (((-230, 30), (120, -30)), ((230, 36), (-120, -36))):
        piece.part(strip([a, b], 50), WOOD.but(base=0.3), bevel=16)
    for side in (-1, 1):
        piece.part(strip([(220 * side, 40), (190 * side, -180)], 36), iron, bevel=12)
    piece.turned(trace("-520 270, -480 310, -300 350, -160 310, -90 200, -80 100"), iron)
    piece.turned(trace("-560 310, -548 328, -520 328, -508 296"), iron.but(base=0.62))
    piece.part(ellipse_rim(-556, 304), iron.but(base=0.12), bevel=10)
    brew = GEM.but(hue=piece.hue("brew liquid potion bubbl* contents soup", default=1.0), base=0.8, dark=0.4)
    piece.part(ellipse_rim(-540, 270), brew, bevel=12)
    for x, y, r in ((-150, -550, 30), (20, -548, 44), (140, -556, 24), (-60, -600, 18), (90, -640, 13)):
        piece.ball(x, y, r, brew)
    for k, side in enumerate((-1, 1)):
        steam = path(f"{60 * side} -600, {130 * side} -680, {40 * side} -760, {110 * side} -850")
        piece.cuts([swell(steam, 26 - 6 * k, ends=2)], light=0.95, tone=0.9)


def torch_stand(piece: Piece) -> None:
    """Draw a torch burning in a bracket or on a pole; a candelabrum if the words say so."""
    iron = piece.metal("iron")
    if piece.says("candelabr* candlestick candles candle"):
        piece.turned(trace("-600 14, -560 30, -500 16, -100 20, -80 40, -40 60, 10 150, 40 160"), piece.metal("gold"))
        for side in (-1, 1):
            for reach, top in ((150, -560), (290, -520)):
                arm = path(f"0 -330, {reach * 0.6 * side} -330, {reach * side} -400, {reach * side} {top}")
                piece.part(strip(arm, 18), piece.metal("gold"), bevel=7)
                candle(piece, reach * side, top, width=44, height=130)
        candle(piece, 0, -600, width=48, height=150)
        return
    piece.turned(trace("-500 30, -480 34, 20 26, 40 120, 60 130"), WOOD.but(angle=84))
    piece.glow(0, -700, 210, light=0.45)
    flames(piece, 0, -600, width=190, height=380)
    for k in range(5):
        piece.part(strip([(-84 + 6 * k, -560 + 24 * k), (84 - 6 * k, -580 + 24 * k)], 34), IRON.but(base=0.4), bevel=9)
    piece.turned([(-640, 96), (-620, 104), (-560, 84), (-460, 50)], iron)


def _courses(piece: Piece, *, left: float, right: float, top: float, foot: float) -> None:
    """Joints of masonry, broken here and there."""
    marks: list[Outline] = []
    row, y = 0, top
    while y < foot:
        marks.append(strip([(left, y), (right, y)], 3))
        x = left + (60 if row % 2 else 110)
        while x < right - 20:
            marks.append(strip([(x, y), (x + 2, min(y + 66, foot))], 3))
            x += 118
        y += 66
        row += 1
    piece.inks(marks)


def _tongue(x: float, foot: float, width: float, height: float, *, k: int, count: int, draws: list[float]) -> Outline:
    off = 0.0 if count == 1 else (k - (count - 1) / 2) / (count - 1) * 2  # -1 to 1
    tall = height * (1 - 0.62 * off * off) * (0.72 + 0.4 * draws[k])
    wide = width / count**0.62 * (0.9 + 0.3 * draws[k + 8])
    sway = wide * (0.55 + 0.5 * draws[k + 16]) * (1 if draws[k + 12] < 0.5 else -1) - off * width * 0.14
    return tongue(x + off * width * 0.36, foot, wide * 0.66, tall, sway=sway)


def _flakes(x: float, foot: float, width: float, height: float, *, draws: list[float]) -> list[Outline]:
    """Flames that have come off the fire."""
    if width < 120:
        return []
    shapes = []
    for k in range(4):
        fx = x + (draws[k] - 0.5) * width * 0.8
        fy = foot - height * (0.7 + 0.34 * draws[k + 4])
        size = width * (0.03 + 0.035 * draws[k + 8])
        shapes.append(tongue(fx, fy, size, size * 4, sway=size * (draws[k + 12] - 0.5) * 4))
    return shapes


def _lay(piece: Piece, shapes: list[Outline], *, light: float, tone: float, hue: float, outline: float) -> None:
    """Lay flames with lines that rise and sway with them."""
    placed = piece.bench.mask([piece.pose.at(shape) for shape in shapes], [])
    if placed is None:
        return
    box, mask = placed
    x, y = box.fine()
    phase = (x + 9 * np.sin(y * np.float32(1 / 38)) + 5 * np.sin(y * np.float32(1 / 17))) * np.float32(1 / 8.5)
    piece.bench.sheet.lay(box, mask, light=light, tone=tone, hue=hue, phase=phase, ink=piece.bench.edge(mask, outline))


OBJECTS: dict[str, Draw] = {
    "brazier": brazier,
    "campfire": campfire,
    "forge": forge,
    "great-cauldron": cauldron_fire,
    "hearth": hearth,
    "stove": stove,
    "torch-stand": torch_stand,
}
