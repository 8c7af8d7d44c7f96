"""Lights that are carried: lanterns, candles, torches."""

from imagesvc.engines.pillow.parts import (
    IRON,
    LEATHER,
    Material,
    oval,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import fires
from imagesvc.engines.pillow.scenes.things.forms import smooth, strip
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_LIT = Material(hue=1.0, dark=0.6, bright=1.0, pitch=8, base=0.9)
_PANE = Material(hue=1.0, dark=0.3, bright=0.84, pitch=8, base=0.58)  # darker than the flame before it


def lantern(piece: Piece) -> None:
    """Draw a lit lantern and its light; an electric torch if the words say so. Put out if it is broken."""
    if piece.says("flashlight electric glowrod headlamp"):
        _flashlight(piece)
        return
    iron = piece.metal("iron")
    out = piece.says("unlit extinguished shattered dark burnt-out dead") and not piece.says("burns burning")
    piece.part(ring(0, -440, 86, 68, start=180, stop=360), iron, bevel=6)
    piece.part(ring(0, -480, 44, 26), iron, bevel=8)
    piece.turned(trace("-430 20, -406 52, -380 40, -230 214, -206 236, -180 228"), iron)
    glass = Material(hue=0.3, dark=0.1, bright=0.5, pitch=8, base=0.4) if out else _PANE
    piece.turned([(-180, 186), (250, 204)], glass)
    if not out:
        fires.flames(piece, 0, 170, width=150, height=330)
    piece.turned([(160, 44), (250, 48)], Material(hue=0.45, dark=0.4, bright=1, base=0.7))
    for x, lean in ((-200, -4), (-74, -1), (74, 1), (200, 4)):
        piece.part(strip([(x - lean, -190), (x + lean, 262)], 24), iron, bevel=9)
    piece.turned(trace("14 206, 22 212, 42 212, 50 206"), iron)
    piece.turned(trace("244 216, 256 242, 300 246, 316 208, 340 220, 376 260, 412 260, 420 244"), iron)
    if piece.says("crack* shatter* broken"):
        piece.line(trace("-60 -170, -20 -60, -70 20, 10 120, -30 200"), [2, 6, 5, 4, 2])
        piece.line(trace("-20 -60, 60 -20, 110 60"), [4, 3, 1])
    if not out:
        piece.glow(0, 40, 210, light=0.34, hue=0.75)


def candle(piece: Piece) -> None:
    """Draw a candle in its holder, or a cluster of them."""
    brass = piece.metal("gold")
    if piece.says("candles cluster candelabra*"):
        for x, foot, wide, tall in ((-190, 330, 130, 330), (190, 340, 120, 420), (0, 390, 150, 560)):
            fires.candle(piece, x, foot, width=wide, height=tall)
        return
    piece.part(oval(0, 380, 330, 80), brass, bevel=20)
    piece.part(ring(330, 330, 80, 52), brass, bevel=12)
    piece.part(oval(0, 366, 250, 54), brass.but(base=0.3), bevel=12, relief=-1)
    fires.candle(piece, 0, 360, width=180, height=500)
    piece.turned([(270, 104), (290, 120), (340, 120), (364, 130)], brass)


def torch(piece: Piece) -> None:
    """Draw a burning torch."""
    piece = piece.moved(turn=16)
    piece.part(
        smooth("-56 -90, 56 -90, 40 200, 30 480, -30 480, -40 200", steps=4), piece.wood().but(angle=84), bevel=18
    )
    wrap = LEATHER.but(dark=0.1, base=0.4)
    piece.part(smooth("-90 -180, 90 -180, 80 -20, 50 20, -50 20, -80 -20", steps=4), wrap, bevel=26)
    for k in range(4):
        piece.part(strip([(-92 + 8 * k, -150 + 46 * k), (92 - 8 * k, -170 + 46 * k)], 38), wrap.but(base=0.52), bevel=9)
    piece.glow(0, -330, 220, light=0.5)
    fires.flames(piece.moved(turn=-16), 40, -130, width=300, height=560)


def _flashlight(piece: Piece) -> None:
    piece = piece.moved(turn=52)
    steel = piece.metal()
    piece.glow(0, -470, 200, light=0.6)
    piece.turned(trace("-350 150, -330 162, -250 150, -170 92, 380 86, 400 94, 430 80"), steel)
    piece.part(oval(0, -350, 140, 40), _LIT, bevel=12)
    for k in range(9):
        piece.turned([(-20 + 40 * k, 88), (-14 + 40 * k, 94), (4 + 40 * k, 94), (10 + 40 * k, 88)], IRON)
    piece.part(oval(0, -100, 30, 46), IRON, bevel=10)


OBJECTS: dict[str, Draw] = {
    "candle": candle,
    "lantern": lantern,
    "torch": torch,
}
