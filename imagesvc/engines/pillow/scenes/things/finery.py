"""What finishes an attire: hats, masks, scarves, ribbons, gloves, spectacles."""

from imagesvc.engines.pillow.parts import (
    GLASS,
    GOLD,
    IRON,
    LEATHER,
    curve,
    oval,
    rectangle,
    ring,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes.things import ornament
from imagesvc.engines.pillow.scenes.things.forms import mirrored, path, rounded, scaled, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece


def hat(piece: Piece) -> None:
    """Draw a hat: pointed for wizards, wide and plumed, or a cap with a peak."""
    felt = piece.cloth("hat cap hood felt bonnet fedora")
    if piece.says("wizard witch pointed mage conical magic*"):
        piece.part(
            smooth("-440 270, -250 190, 0 170, 250 190, 440 270, 260 350, 0 372, -260 350"),
            felt.but(base=0.34),
            bevel=24,
        )
        piece.part(
            smooth(
                "-230 250, -170 60, -110 -150, 0 -330, 130 -430, 230 -400, 120 -300, 130 -120, 190 90, 230 250, 0 300",
                steps=5,
            ),
            felt.but(angle=84),
            bevel=70,
            relief=1.2,
        )
        piece.part(strip(path("-222 220, 0 276, 222 220"), 66), felt.but(base=0.2, dark=0.05), bevel=12)
        piece.part(rectangle(-54, 220, 54, 306), piece.metal("gold"), holes=[rectangle(-30, 242, 30, 284)], bevel=9)
        for x, y, size in ((-40, -20, 42), (90, 110, 30), (40, -210, 26), (-100, 130, 22)):
            piece.part(star(x, y, size, size * 0.4, points=5), GOLD, bevel=5, outline=1.8)
        return
    piece.part(
        smooth("-470 160, -300 60, 0 40, 300 60, 470 120, 380 250, 0 320, -370 270"), felt.but(base=0.4), bevel=34
    )
    piece.part(
        smooth("-240 150, -250 -90, -190 -250, -40 -210, 60 -250, 200 -220, 250 -80, 240 150, 0 210", steps=6),
        felt.but(angle=70),
        bevel=80,
        relief=1.2,
    )
    piece.line(path("-40 -210, -20 -130, -40 -60"), [8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2, 1])
    piece.part(strip(path("-248 90, 0 160, 248 90"), 60), felt.but(base=0.16, dark=0.04), bevel=12)
    quill = path("180 110, 300 -60, 380 -260, 350 -400")
    piece.part(swell(quill, 96, ends=6), piece.cloth("feather plume").but(angle=20, pitch=6), bevel=14)
    piece.line(quill, 4)


def gloves(piece: Piece) -> None:
    """Draw a pair of gloves, one over the other."""
    hide = piece.body("leather") if piece.says("leather hide") else piece.cloth("gloves glove mittens silk wool")
    hide = hide.but(hue=piece.hue("gloves glove mittens", default=hide.hue))
    for at, stuff in (
        (piece.moved(150, -20, turn=16), hide.but(base=hide.base - 0.14)),
        (piece.moved(-110, 20, turn=-8), hide),
    ):
        at.part(rounded("0 60, 116 60, 160 420, 0 440", steps=5), stuff.but(angle=15), bevel=50)
        for x, top, lean in ((-96, -250, -20), (-32, -330, -6), (34, -320, 8), (96, -230, 22)):
            finger = [
                (x - 36, 0),
                (x - 36 + lean, top + 40),
                (x - 14 + lean, top),
                (x + 16 + lean, top),
                (x + 37 + lean, top + 40),
                (x + 36, 0),
            ]
            at.part(curve(finger, steps=4), stuff.but(angle=10), bevel=24)
        at.part(smooth("96 130, 210 20, 250 -100, 200 -126, 130 -30, 90 40", steps=5), stuff, bevel=26)
        at.part(rounded("0 -60, 132 -30, 120 140, 0 170"), stuff, bevel=50)
        for x in (-56, 0, 56):
            at.line(path(f"{x} -20, {x * 0.9} 50, {x * 0.7} 110"), 4)
        at.part(strip(path("-150 330, 0 366, 150 330"), 46), stuff.but(base=stuff.base + 0.16), bevel=12)


def scarf(piece: Piece) -> None:
    """Draw a scarf, a ribbon or an armband, wound and falling."""
    stuff = piece.cloth("scarf shawl ribbon sash armband brassard band silk wool bandana")
    if piece.says("armband brassard"):
        piece.turned([(-200, 290), (-190, 300), (190, 300), (200, 290)], stuff.but(angle=0))
        piece.part(oval(0, -200, 292, 60), stuff.but(base=0.16), bevel=12)
        for y in (-150, 170):
            piece.part(strip(path(f"-298 {y}, 0 {y + 60}, 298 {y}"), 22), piece.metal("gold"), bevel=7)
        ornament.emblem(piece, x=0, y=60, size=112, material=piece.metal("gold"))
        return
    thin = piece.says("ribbon thread string tie")
    wide = 64 if thin else 150
    for line in ("-40 -60, -150 120, -90 280, -200 440", "40 -60, 130 100, 90 260, 190 420"):
        fall = path(line)
        piece.part(strip(fall, wide, end=wide * 1.16), stuff.but(angle=70), bevel=30, relief=1.2)
        if not thin:
            for i in (len(fall) - 5, len(fall) - 3):
                piece.part(strip(fall[i : i + 2], wide * 1.14), stuff.but(hue=0.95, base=0.66), bevel=10, outline=1.8)
            (px, py) = fall[-1]
            for k in range(-3, 4):
                piece.line([(px + 22 * k, py - 6), (px + 26 * k, py + 56)], 8)
    if thin:
        for side in (-1, 1):
            loop = curve(
                [(0, -80), (150 * side, -260), (300 * side, -250), (290 * side, -120), (140 * side, -60)], closed=False
            )
            piece.part(strip(loop, wide), stuff.but(angle=40 * side), bevel=20)
    else:
        piece.part(ring(0, -190, 300, 150, squash=0.62), stuff.but(base=0.34), bevel=50, relief=1.3)
        for k in range(7):
            x = -230 + 76 * k
            piece.line(path(f"{x} -300, {x + 30} -200, {x + 4} -90"), [1, 4, 5, 6, 5, 4, 3, 4, 5, 5, 4, 2, 1])
    piece.part(
        smooth("-80 -130, 80 -130, 100 -30, 0 10, -100 -30", steps=4), stuff.but(base=stuff.base + 0.1), bevel=30
    )


def mask(piece: Piece) -> None:
    """Draw a mask with empty eyes: of a feast, of a plague doctor, or of a demon."""
    stuff = (
        piece.body("bone")
        if piece.says("bone ivory skull wood* stone leather gold* silver bronze iron")
        else piece.cloth("mask face")
    )
    if piece.says("plague beak* doctor bird raven"):
        piece.part(
            smooth("-250 -300, 60 -380, 230 -220, 200 -20, 420 240, 470 380, 330 300, 40 220, -150 210, -270 20"),
            piece.body("leather"),
            bevel=90,
            relief=1.3,
        )
        piece.part(oval(40, -90, 106), IRON, bevel=16)
        piece.part(oval(40, -90, 76), GLASS.but(hue=1.0, base=0.5), bevel=26)
        piece.line(path("110 130, 280 210, 420 320"), 5)
        for k in range(5):
            piece.inks([oval(190 + 40 * k, 210 + 26 * k, 7)])
        piece.part(strip(path("-250 -60, -120 -70, -60 -80"), 50), LEATHER.but(base=0.3), bevel=12)
        return
    stuff = stuff.but(hue=piece.own_hue("mask face", default=stuff.hue))
    face = rounded("0 -380, 190 -350, 300 -180, 270 90, 150 310, 0 390", steps=7)
    piece.part(face, stuff.but(angle=8), bevel=120, relief=1.3)
    if piece.says("demon* devil oni infernal horned horn"):
        for side in (-1, 1):
            horn = path(f"{150 * side} -310, {250 * side} -400, {260 * side} -500, {190 * side} -560")
            piece.part(strip(horn, 90, end=8), piece.body("bone"), bevel=24)
    for side in (-1, 1):
        eye = curve([(50 * side, -90), (140 * side, -160), (236 * side, -110), (150 * side, -50)], steps=5)
        piece.part(scaled(eye, 1.28, x=144 * side, y=-100), piece.metal("gold"), bevel=8)
        piece.inks([eye])
        piece.part(
            swell(path(f"{50 * side} -190, {150 * side} -240, {250 * side} -190"), 26), stuff.but(base=0.7), bevel=8
        )
        piece.line(path(f"{210 * side} 60, {130 * side} 130, {150 * side} 220"), 4)
    piece.part(rounded("0 -90, 30 -60, 54 90, 0 116", steps=4), stuff.but(base=stuff.base + 0.12), bevel=24)
    piece.inks([rounded("0 196, 96 176, 60 226, 0 240", steps=5)])
    piece.part(mirrored("0 -340, 40 -280, 0 -210"), GOLD, bevel=9)
    if piece.says("carnival feather* masquerade feast") or piece.rich:
        for turn in (-44, -22, 0, 22, 44):
            piece.moved(0, -330, turn=turn).part(
                rounded("0 -230, 44 -150, 26 0"), piece.cloth("feather*").but(angle=50), bevel=12
            )


def spectacles(piece: Piece) -> None:
    """Draw spectacles or goggles; a monocle on its cord."""
    frame = piece.metal("gold")
    glass = GLASS.but(angle=40, base=0.85)
    if piece.says("monocle eyepiece eyeglass loupe"):
        piece.part(
            strip(path("150 150, 330 250, 300 420, 60 400, -60 470", steps=8), 15), LEATHER.but(base=0.4), bevel=5
        )
        piece.part(ring(0, -110, 320, 268), frame, bevel=20)
        piece.part(oval(0, -110, 268), glass, bevel=70)
        _glints(piece, 0, -110, 268)
        piece.part(ring(222, 130, 46, 26), frame, bevel=8)
        if piece.says("crack* hairline"):
            piece.line(trace("-120 -330, -40 -200, -80 -90, 30 20, 10 140"), [2, 6, 5, 4, 2])
        return
    goggles = piece.says("goggles aviator pilot")
    for side in (-1, 1):
        arm = path(f"{420 * side} -60, {470 * side} -170, {380 * side} -250, {250 * side} -260")
        piece.part(strip(arm, 70 if goggles else 20), LEATHER if goggles else frame.but(base=0.4), bevel=8)
        piece.part(ring(222 * side, 30, 216, 152 if goggles else 184), frame, bevel=18)
        piece.part(oval(222 * side, 30, 152 if goggles else 184), glass, bevel=70)
        _glints(piece, 222 * side, 30, 170)
    piece.part(swell(path("-40 -30, 0 -74, 40 -30"), 36, ends=26), frame, bevel=9)


def _glints(piece: Piece, x: float, y: float, r: float) -> None:
    piece.cuts(
        [
            strip([(x - r * 0.6, y + r * 0.1), (x + r * 0.1, y - r * 0.6)], r * 0.22),
            strip([(x - r * 0.4, y + r * 0.42), (x + r * 0.4, y - r * 0.4)], r * 0.08),
        ],
        hue=0.3,
    )


OBJECTS: dict[str, Draw] = {
    "gloves": gloves,
    "hat": hat,
    "mask": mask,
    "scarf": scarf,
    "spectacles": spectacles,
}
