"""Things of a world to come: chips, scanners, cells, medical kits, drones, tablets, parts of machines, radios."""

from math import cos, pi, sin

from imagesvc.engines.pillow.parts import CLOTH, GLASS, GOLD, IRON, METAL, Material, oval, rectangle, ring, trace
from imagesvc.engines.pillow.scenes.things.forms import around, cog, ellipse_rim, path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_GLOW = Material(hue=1.0, dark=0.6, bright=1.0, pitch=7, base=0.92)
_SCREEN = Material(hue=1.0, dark=0.1, bright=0.7, pitch=6.5, base=0.4)


def chip(piece: Piece) -> None:
    """Draw a chip with its legs and traces."""
    piece = piece.moved(turn=-12)
    gold = piece.metal("gold")
    for k in range(7):
        at = -240 + 80 * k
        for shape in (
            rectangle(-390, at - 20, -290, at + 20),
            rectangle(290, at - 20, 390, at + 20),
            rectangle(at - 20, -390, at + 20, -290),
            rectangle(at - 20, 290, at + 20, 390),
        ):
            piece.part(shape, gold, bevel=9)
    piece.part(rectangle(-310, -310, 310, 310), IRON.but(hue=piece.hue("chip", default=0.5), base=0.34), bevel=26)
    piece.part(rectangle(-130, -130, 130, 130), METAL, bevel=16)
    piece.part(rectangle(-90, -90, 90, 90), _GLOW, bevel=16)
    for k in range(4):
        one = piece.moved(turn=90 * k)
        for x in (-90, 0, 90):
            one.part(strip([(x, -140), (x, -190), (x * 1.9, -240), (x * 1.9, -290)], 13), gold, bevel=4, outline=1.6)
            one.ball(x * 1.9, -270, 14, gold)
    piece.glow(0, 0, 90, light=0.4)
    piece.inks([oval(-260, -260, 18)])


def scanner(piece: Piece) -> None:
    """Draw a hand-held device with screen and keys; a radio with an aerial."""
    piece = piece.moved(turn=12)
    shell = piece.metal().but(angle=0)
    shell = shell.but(hue=piece.hue("device scanner gadget radio communicator", default=shell.hue))
    piece.part(strip([(150, -330), (170, -560)], 16), IRON, bevel=5)
    piece.ball(170, -566, 20, _GLOW)
    piece.part(
        smooth("-230 -390, 230 -390, 250 -370, 240 380, 190 430, -190 430, -240 380, -250 -370", steps=3),
        shell,
        bevel=40,
    )
    piece.part(rectangle(-190, -330, 190, -40), IRON.but(base=0.2), bevel=12)
    piece.part(rectangle(-170, -310, 170, -60), _SCREEN, bevel=10, relief=-1)
    wave = [(-160 + 16 * i, -180 + 76 * sin(i * 0.9) * (1 - abs(i - 10) / 11)) for i in range(21)]
    piece.cuts([strip(wave, 11)], hue=1.0)
    piece.cuts([ring(80, -180, 70, 62), ring(80, -180, 36, 30)], hue=1.0, tone=0.85)
    for row in range(3):
        for col in range(3):
            x, y = -130 + 110 * col, 40 + 90 * row
            piece.part(
                smooth(f"{x - 34} {y - 24}, {x + 34} {y - 24}, {x + 34} {y + 24}, {x - 34} {y + 24}", steps=2),
                _GLOW if (row, col) == (0, 2) else shell.but(base=0.7),
                bevel=10,
            )
    for k in range(5):
        piece.line([(-110, 320 + 18 * k), (110, 320 + 18 * k)], 6)


def cell(piece: Piece) -> None:
    """Draw a cell of energy, glowing through its window."""
    steel = piece.metal()
    piece.turned(trace("-430 60, -420 74, -380 74, -370 60"), GOLD)
    piece.turned([(-300, 150), (300, 150)], GLASS.but(hue=1.0), outline=4)
    piece.turned([(-290, 110), (290, 110)], _GLOW, outline=1.5)
    piece.glow(0, 0, 170, light=0.45)
    bolt = trace("20 -230, -80 20, -10 20, -40 240, 90 -40, 14 -40, 60 -230")
    piece.part(bolt, IRON.but(base=0.16), bevel=10)
    for x in (-130, 130):
        piece.part(rectangle(x - 16, -310, x + 16, 310), steel, bevel=9)
    for y in (-390, 280):
        piece.turned([(y, 150), (y + 14, 186), (y + 90, 186), (y + 106, 160)], steel)
        for k in range(6):
            piece.line([(-150 + 60 * k, y + 30), (-150 + 60 * k, y + 78)], 5)


def medkit(piece: Piece) -> None:
    """Draw a medical kit with its cross."""
    shell = piece.cloth("medkit kit case box").but(angle=0, grain=0, base=0.75, bright=1.0)
    piece.part(strip(path("-130 -230, -120 -350, 120 -350, 130 -230"), 50), IRON, bevel=16)
    piece.part(
        smooth("-390 -240, 390 -240, 420 -200, 420 300, 390 340, -390 340, -420 300, -420 -200", steps=3),
        shell,
        bevel=50,
        relief=1.1,
    )
    piece.part(rectangle(-424, -30, 424, 0), IRON, bevel=8)
    for x in (-250, 250):
        piece.part(rectangle(x - 50, -60, x + 50, 40), piece.metal(), bevel=12)
    red = CLOTH.but(
        hue=piece.hue("cross", default=piece.reading.print_hue("red", default=1.0)), base=0.5, grain=0, gloss=0.3
    )
    piece.part(oval(0, 60, 190), shell.but(base=0.95), bevel=14)
    piece.part(
        trace("-50 -80, 50 -80, 50 10, 140 10, 140 110, 50 110, 50 200, -50 200, -50 110, -140 110, -140 10, -50 10"),
        red,
        bevel=14,
    )


def drone(piece: Piece) -> None:
    """Draw a small flying machine with one eye."""
    steel = piece.metal()
    for side in (-1, 1):
        piece.part(strip(path(f"{120 * side} -60, {260 * side} -150, {380 * side} -170"), 46, end=30), IRON, bevel=13)
        piece.part(oval(390 * side, -210, 190, 34), steel.but(base=0.85, grain=0.3), bevel=8)
        piece.moved(390 * side, -200).turned([(-40, 20), (-30, 34), (30, 34), (40, 24)], IRON)
    piece.part(rounded("0 -220, 160 -190, 240 -40, 200 150, 90 240, 0 250", steps=7), steel, bevel=90, relief=1.3)
    piece.part(oval(0, 20, 130), IRON, bevel=18)
    piece.part(oval(0, 20, 92), _GLOW, bevel=30)
    piece.inks([oval(0, 20, 34)])
    piece.cuts([oval(-26, -6, 14)])
    piece.glow(0, 20, 110, light=0.4)
    for k in range(5):
        piece.line([(-80 + 40 * k, -170), (-70 + 35 * k, -120)], 6)
    for side in (-1, 1):
        piece.part(strip(path(f"{90 * side} 220, {130 * side} 320, {90 * side} 400"), 28, end=14), IRON, bevel=8)


def tablet(piece: Piece) -> None:
    """Draw a flat computer, or a holographic disc projecting."""
    if piece.says("hologra* projector hologram disc disk holo*"):
        piece.turned([(250, 230), (270, 260), (330, 250), (350, 210)], piece.metal())
        piece.part(ellipse_rim(250, 200, squash=0.26), _GLOW, bevel=10)
        piece.glow(0, -60, 200, light=0.45)
        piece.cuts([[(-190, 250), (-330, -300), (330, -300), (190, 250)]], light=0.7, tone=0.6, hue=1.0)
        for x, y in around(3, 0):
            piece.cuts([ring(x, -90 + y, 210, 200), ring(x, -90 + y, 210, 200, squash=0.35)], hue=1.0)
        piece.cuts(
            [
                strip([(210 * cos(t * pi / 12) * 0.5, -90 + 210 * sin(t * pi / 12)) for t in range(-6, 7)], 8),
                strip([(-210 * cos(t * pi / 12) * 0.5, -90 + 210 * sin(t * pi / 12)) for t in range(-6, 7)], 8),
            ],
            hue=1.0,
        )
        return
    piece = piece.moved(turn=-10)
    piece.part(
        smooth("-300 -410, 300 -410, 320 -390, 320 390, 300 410, -300 410, -320 390, -320 -390", steps=2),
        piece.metal("iron"),
        bevel=22,
    )
    piece.part(rectangle(-270, -360, 270, 330), _SCREEN, bevel=12, relief=-1)
    draws = piece.draws("screen", 24)
    piece.cuts([rectangle(-230, -310, 230, -280)], hue=1.0)
    for row in range(7):
        piece.cuts(
            [rectangle(-230, -230 + 36 * row, -230 + 60 + 180 * draws[row], -216 + 36 * row)], hue=1.0, tone=0.85
        )
    for k in range(6):
        tall = 40 + 190 * draws[8 + k]
        piece.cuts([rectangle(-220 + 76 * k, 290 - tall, -170 + 76 * k, 290)], hue=1.0, tone=0.9)
    piece.cuts([ring(140, -110, 90, 76, start=-90, stop=160), ring(140, -110, 56, 44, start=0, stop=300)], hue=1.0)
    piece.part(oval(0, 368, 24), IRON.but(base=0.2), bevel=7)


def machine_part(piece: Piece) -> None:
    """Draw a part of an engine: piston and cog, or a valve with its wheel."""
    steel = piece.metal()
    if piece.says("valve pipe tap faucet"):
        piece.moved(0, 150, turn=90).turned(
            [(-430, 110), (-420, 150), (-350, 150), (-340, 96), (340, 96), (350, 150), (420, 150), (430, 110)], steel
        )
        piece.turned([(-150, 60), (-60, 60), (-40, 110), (60, 130)], steel.but(base=0.4))
        piece.turned([(-260, 22), (-140, 22)], IRON)
        piece.part(
            ring(0, -290, 240, 190, squash=0.5), piece.cloth("wheel valve").but(hue=1.0, angle=0, gloss=0.4), bevel=20
        )
        for x, y in around(6, 1.0, start=0):
            piece.part(strip([(0, -290), (205 * x, -290 + 104 * y)], 30), IRON, bevel=9)
        piece.ball(0, -292, 44, IRON)
        return
    piece = piece.moved(turn=24)
    piece.part(strip([(0, -40), (0, 300)], 90, end=70), steel.but(base=0.4), bevel=24)
    piece.part(ring(0, 340, 130, 66), steel, bevel=22)
    piece.turned([(-400, 170), (-390, 180), (-150, 180), (-130, 150), (-40, 140), (-30, 120)], steel)
    for y in (-360, -310, -260):
        piece.turned([(y, 182), (y + 8, 176), (y + 20, 176), (y + 28, 182)], IRON.but(base=0.26))
    piece.part(oval(0, -90, 56, 44), IRON.but(base=0.14), bevel=12)
    cogwheel = cog(210, 260, 150, teeth=12)
    piece.shadow(cogwheel)
    piece.part(cogwheel, piece.metal("gold"), bevel=14)
    piece.part(oval(210, 260, 56), IRON.but(base=0.14), bevel=12)
    piece.part(swell(path("-170 -330, -176 -200, -170 -160"), 16), steel.but(base=0.95), bevel=3, outline=0)


OBJECTS: dict[str, Draw] = {
    "cell": cell,
    "chip": chip,
    "drone": drone,
    "machine-part": machine_part,
    "medkit": medkit,
    "scanner": scanner,
    "tablet": tablet,
}
