"""What sends a missile, and missiles: bows, crossbows, quivers, slings, pistols, rifles, bombs."""

from imagesvc.engines.pillow.parts import (
    CLOTH,
    GOLD,
    IRON,
    LEATHER,
    METAL,
    WOOD,
    Material,
    curve,
    oval,
    rectangle,
    ring,
    trace,
)
from imagesvc.engines.pillow.scenes.things import fires, ornament
from imagesvc.engines.pillow.scenes.things.forms import mirrored, path, rounded, smooth, strip, swell
from imagesvc.engines.pillow.scenes.things.piece import Draw, Piece

_FUTURE = "laser blaster plasma phaser ray energy pulse ion neon cyber* futuristic alien rail* photon"


def bow(piece: Piece) -> None:
    """Draw a bow with an arrow laid across."""
    piece = piece.moved(turn=24)
    spine = path("120 -490, 40 -450, -70 -300, -128 -130, -100 0, -128 130, -70 300, 40 450, 120 490")
    piece.line([(116, -480), (116, 480)], 4)
    piece.part(swell(spine, 54, ends=18), piece.wood().but(angle=70), bevel=13)
    piece.part(smooth("-142 -76, -74 -76, -70 76, -142 76", steps=3), LEATHER.but(angle=8), bevel=14)
    for y in (-62, -30, 2, 34):
        piece.part([(-140, y + 10), (-72, y - 6), (-72, y + 14), (-140, y + 30)], LEATHER.but(base=0.62), bevel=6)
    for y in (-300, 300):
        piece.part(
            strip([(-96, y - 16), (-46, y + 16)] if y > 0 else [(-96, y + 16), (-46, y - 16)], 34),
            piece.metal("gold"),
            bevel=8,
        )
    _arrow(piece.moved(turn=-90), top=-400, bottom=380)


def crossbow(piece: Piece) -> None:
    """Draw a crossbow, cocked and loaded."""
    piece = piece.moved(turn=35)
    piece.line([(-372, -62), (0, 40), (372, -62)], 5)
    piece.part(
        swell(path("-390 -60, -230 -210, 0 -272, 230 -210, 390 -60"), 64, ends=22), piece.metal("iron"), bevel=14
    )
    wood = piece.wood().but(angle=86)
    piece.part(
        smooth("-40 -340, 40 -340, 44 60, 56 190, 84 430, 60 500, -40 500, -50 400, -46 200, -44 60", steps=4),
        wood,
        bevel=24,
    )
    piece.part(rectangle(-8, -320, 8, 40), IRON, bevel=4, relief=-1)
    piece.part(rectangle(-54, -300, 54, -236), piece.metal("gold"), bevel=12)
    piece.part(rectangle(-34, 24, 34, 84), METAL, bevel=12)
    piece.part(ring(0, -400, 62, 40), IRON, bevel=10)
    for k in range(5):
        piece.line([(-26 + 13 * k, 300), (-30 + 13 * k, 350)], 3.4)
    _arrow(piece.moved(size=0.62), top=-640, bottom=40)


def quiver(piece: Piece) -> None:
    """Draw a quiver full of arrows, or two arrows crossed."""
    if not piece.says("quiver"):
        for turn in (-28, 24):
            _arrow(piece.moved(turn=turn), top=-470, bottom=470)
        return
    piece = piece.moved(turn=18)
    hide = piece.body("leather")
    for x, lift in ((-96, 0), (-50, -50), (0, -14), (48, -60), (94, -6), (-22, -84), (26, -30)):
        piece.part(rectangle(x - 6, -330 + lift, x + 6, -180), WOOD.but(base=0.6), bevel=4, outline=1.8)
        for side in (-1, 1):
            vane = [
                (x + 5 * side, -300 + lift),
                (x + 34 * side, -330 + lift),
                (x + 34 * side, -430 + lift),
                (x + 5 * side, -400 + lift),
            ]
            piece.part(vane, _feathers(piece).but(angle=48 * side), bevel=6, outline=2)
    piece.turned([(-230, 136), (-200, 140), (330, 96), (400, 84), (424, 60)], hide)
    for y, r in ((-236, 140), (-30, 128), (330, 100)):
        piece.turned([(y, r), (y + 8, r + 8), (y + 44, r + 5), (y + 52, r - 2)], hide.but(base=0.66, hue=0.62))
    piece.part(strip(path("130 -190, 250 -60, 240 180, 104 320"), 30), hide.but(base=0.36), bevel=10)
    ornament.emblem(piece, x=-4, y=140, size=62, material=piece.metal("gold"))


def sling(piece: Piece) -> None:
    """Draw a sling with its stone; a catapult of a forked twig if the words say so."""
    if piece.says("slingshot"):
        for side in (-1, 1):
            fork = curve([(0, 60), (40 * side, -30), (150 * side, -130), (160 * side, -330)], closed=False)
            piece.part(strip(fork, 64, end=50), piece.wood().but(angle=80), bevel=18)
        piece.part(strip([(0, 20), (0, 440)], 76, end=66), piece.wood().but(angle=88), bevel=22)
        piece.part(strip(path("-156 -300, -90 -180, 0 -150, 90 -180, 156 -300"), 22), LEATHER, bevel=7)
        piece.ball(0, -140, 52, IRON)
        return
    hide = piece.body("leather")
    for side in (-1, 1):
        piece.part(
            strip(path(f"{90 * side} 120, {250 * side} -60, {120 * side} -300, {230 * side} -420"), 17), hide, bevel=6
        )
    piece.part(rounded("0 20, 180 90, 120 220, 0 250"), hide.but(angle=20), bevel=40, relief=-1)
    piece.part(smooth("-80 110, -40 50, 40 46, 84 110, 50 180, -50 184"), piece.body("stone"), bevel=40, relief=1.3)


def pistol(piece: Piece) -> None:
    """Draw a flintlock pistol, or a blaster of the future, pointing left."""
    piece = piece.moved(turn=-8)
    if piece.says(_FUTURE):
        _blaster(piece)
        return
    steel = piece.metal()
    wood = piece.wood().but(angle=10)
    piece.part(
        smooth("-300 -40, 120 -60, 230 -70, 330 20, 400 230, 440 400, 340 430, 290 330, 230 150, 100 70, -300 40"),
        wood,
        bevel=30,
        relief=1.2,
    )
    piece.part(
        trace("-520 -110, -490 -122, 150 -122, 190 -70, 150 -36, -490 -30, -520 -42"), steel.but(angle=0), bevel=26
    )
    for x in (-500, -200, 60):
        piece.part(rectangle(x, -130, x + 34, -24), piece.metal("gold"), bevel=10)
    piece.part(ring(110, 110, 96, 76, start=-10, stop=200), piece.metal("gold"), bevel=8)
    piece.part(swell(path("104 60, 94 110, 116 150"), 20, ends=12), IRON, bevel=5)
    piece.part(smooth("150 -110, 170 -210, 240 -240, 262 -200, 214 -170, 220 -90", steps=5), IRON, bevel=12)
    piece.part(trace("70 -120, 96 -200, 126 -196, 120 -120"), IRON.but(base=0.6), bevel=9)
    piece.part(smooth("330 400, 460 380, 470 440, 400 480, 330 450"), piece.metal("gold"), bevel=18)
    ornament.emblem(piece, x=180, y=0, size=40, material=piece.metal("gold"))


def rifle(piece: Piece) -> None:
    """Draw a long gun, pointing up left."""
    piece = piece.moved(turn=28)
    steel, wood = piece.metal(), piece.wood().but(angle=6)
    far = piece.says(_FUTURE)
    stock = steel.but(base=0.36) if far else wood
    piece.part(
        smooth("-60 -30, 120 -40, 240 -20, 520 60, 540 200, 500 220, 260 90, 100 70, -60 50", steps=5), stock, bevel=30
    )
    piece.part(rectangle(-380, 0, 60, 46), stock.but(base=0.5), bevel=14)
    piece.part(rectangle(-620, -46, 140, 2), steel.but(angle=0), bevel=16)
    piece.part(rectangle(-640, -56, -590, 12), IRON, bevel=10)
    piece.part(rectangle(60, -62, 190, 30), steel.but(base=0.62), bevel=14)
    piece.part(ring(150, 90, 64, 48), steel, bevel=7)
    piece.part(swell(path("146 50, 138 90, 152 116"), 16, ends=9), IRON, bevel=4)
    if far or piece.says("scope sniper"):
        piece.turned([(-150, 30), (-140, 40), (-90, 30), (70, 30), (110, 42), (120, 34)], IRON)
        piece.moved(10, -110, turn=90).turned([(-170, 44), (-130, 34), (110, 34), (150, 44)], steel.but(base=0.4))
        piece.moved(-170, -110, turn=90).part(oval(0, 0, 40, 8), CLOTH.but(hue=1.0, base=0.95), bevel=4)
    if far:
        for k in range(4):
            piece.flat(rectangle(-340 + 90 * k, 12, -290 + 90 * k, 30), light=1, tone=0.95, hue=1, outline=2)


def bomb(piece: Piece) -> None:
    """Draw a round bomb with a burning fuse, or a stick of charges."""
    if piece.says("dynamite sticks tnt explosive charge charges"):
        for x in (-150, 0, 150):
            piece.moved(x, 40).turned(
                [(-320, 60), (-310, 72), (310, 72), (320, 60)], CLOTH.but(hue=1.0, angle=0, base=0.5)
            )
        for y in (-110, 150):
            piece.part(rectangle(-230, y, 230, y + 44), LEATHER.but(dark=0.1), bevel=12)
    else:
        piece.ball(0, 110, 310, piece.metal("iron").but(dark=0.04, bright=0.6, base=0.34))
        piece.turned([(-270, 66), (-258, 76), (-200, 80), (-180, 70)], piece.metal("iron"))
        piece.cuts([swell(path("-200 20, -190 -60, -110 -140"), 34)], tone=0.9, hue=0.1)
    piece.part(
        strip(path("0 -270, 10 -350, 90 -390, 130 -330, 190 -390"), 17), CLOTH.but(hue=0.6, angle=50, pitch=6), bevel=5
    )
    fires.spark(piece, 190, -400, 90)


def _blaster(piece: Piece) -> None:
    steel = piece.metal()
    piece.part(smooth("150 -20, 300 -20, 360 330, 320 370, 220 370, 180 150", steps=5), IRON.but(angle=40), bevel=30)
    for k in range(4):
        piece.line([(214 + 22 * k, 120 + 56 * k), (330 + 6 * k, 90 + 56 * k)], 7)
    piece.part(trace("-440 -120, 260 -150, 360 -70, 320 20, 60 60, -120 40, -440 10"), steel, bevel=30)
    piece.part(rectangle(-480, -100, -120, -10), steel.but(base=0.66), bevel=22)
    for x in range(-430, -150, 58):
        piece.part(rectangle(x, -110, x + 22, 0), IRON, bevel=8)
    piece.part(ring(100, 110, 94, 72), IRON, bevel=7)
    glow = Material(hue=1.0, dark=0.6, bright=1.0, pitch=7, base=0.9)
    piece.part(trace("-80 -110, 180 -122, 200 -70, -80 -60"), glow, bevel=10)
    for k in range(5):
        piece.line([(-50 + 50 * k, -112), (-46 + 50 * k, -62)], 6)
    piece.turned([(-56, 20), (-40, 34), (-20, 30)], GOLD)
    piece.moved(-484, -54, turn=90).part(oval(0, 0, 44, 14), glow, bevel=6)
    piece.glow(-500, -54, 60, light=0.4)


def _feathers(piece: Piece) -> Material:
    return CLOTH.but(hue=piece.hue("fletch* feather* vane*", default=0.95), pitch=6.4)


def _arrow(piece: Piece, *, top: float, bottom: float) -> None:
    piece.part(rectangle(-8, top + 60, 8, bottom), WOOD.but(base=0.6, angle=90), bevel=5)
    head = mirrored(f"0 {top}, 40 {top + 104}, 10 {top + 84}")
    piece.part(head, piece.metal().but(base=0.7), bevel=8)
    for side in (-1, 1):
        vane = [(8 * side, bottom - 140), (50 * side, bottom - 96), (50 * side, bottom - 6), (8 * side, bottom - 30)]
        piece.part(vane, _feathers(piece).but(angle=50 * side), bevel=8)
        for k in range(3):
            piece.line([(10 * side, bottom - 110 + 28 * k), (46 * side, bottom - 76 + 24 * k)], 2)


OBJECTS: dict[str, Draw] = {
    "bomb": bomb,
    "bow": bow,
    "crossbow": crossbow,
    "pistol": pistol,
    "quiver": quiver,
    "rifle": rifle,
    "sling": sling,
}
