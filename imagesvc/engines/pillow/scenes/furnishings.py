"""Large things that people use: fires, tables, boards, posts, chests, stalls; drawn from their foot upwards."""

from dataclasses import replace
from math import cos, pi, sin

from imagesvc.engines.pillow.parts import (
    CLOTH,
    GEM,
    GOLD,
    IRON,
    LEATHER,
    PARCHMENT,
    STONE,
    WOOD,
    Bench,
    Material,
    Pose,
    band,
    curve,
    oval,
    rectangle,
    star,
    trace,
)
from imagesvc.engines.pillow.scenes import interior, ornament, standing
from imagesvc.engines.pillow.scenes.matter import Draw, body, cloth, metal
from imagesvc.engines.pillow.words import Reading


def fire(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a brazier, or a camp fire."""
    x, y = pose.x, pose.y
    if reading.score("campfire bonfire pyre cook-fire firepit") > 0:
        for k in range(9):
            turn = pi * k / 8
            bench.ball(230 * cos(turn), 10, 46 + 8 * (k % 3), STONE, pose=replace(pose, y=y - 46 * sin(turn)))
        for a, b in (((-230, 0), (120, -150)), ((230, 10), (-130, -160)), ((-60, 20), (30, -210))):
            bench.part(band([a, b], [58, 40]), WOOD.but(base=0.34), pose=pose, bevel=18)
        bench.glow(x, y - 180, radius=230, light=0.4, hue=0.6, tone=0.35)
        interior.flames(bench, x=x, foot=y - 30, width=380, height=560, tongues=6)
        for k in range(7):
            bench.ball(-210 + 70 * k, 22 + 8 * (k % 2), 44 + 6 * (k % 3), STONE.but(base=0.6), pose=pose)
        return
    iron = metal(reading, default="iron")
    bench.part(
        curve(trace("-250 10, -200 -36, 200 -36, 250 10, 200 40, -200 40"), steps=5),
        STONE.but(base=0.5),
        pose=pose,
        bevel=16,
    )
    for side in (-1, 1):
        bench.part(
            band([(150 * side, 0), (110 * side, -150), (180 * side, -330)], [34, 26, 34]), iron, pose=pose, bevel=11
        )
    bench.part(band([(0, 10), (0, -330)], [30, 30]), iron, pose=pose, bevel=11)
    bench.part(band([(-150, -110), (150, -110)], [20, 20]), iron, pose=pose, bevel=8)
    bench.glow(x, y - 520, radius=240, light=0.42, hue=0.6, tone=0.36)
    interior.flames(bench, x=x, foot=y - 390, width=440, height=410, tongues=7)
    bench.turned(trace("-420 262, -408 276, -390 270, -330 228, -270 140, -250 60"), iron, pose=pose)
    for k in range(-4, 5):
        bench.ball(k * 56, -398, 14, metal(reading, default="gold"), pose=pose)


def table(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a table with things on it; a bench, a throne or an altar by words."""
    stuff = body(reading, default="wood").but(angle=0)
    if reading.score("throne chair seat") > 0:
        _throne(bench, pose, reading)
        return
    if reading.score("bench pew") > 0:
        for x in (-300, 230):
            bench.part(
                curve([(x, 30), (x + 10, -150), (x + 70, -150), (x + 80, 30)], steps=3),
                stuff.but(angle=90, base=0.34),
                pose=pose,
                bevel=18,
            )
        for y in (-420, -330):
            bench.part(rectangle(-360, y, 370, y + 66), stuff.but(base=0.5), pose=pose, bevel=14, outline=3)
        for x in (-310, 280):
            bench.part(rectangle(x, -460, x + 44, -150), stuff.but(angle=90), pose=pose, bevel=12)
        bench.part(
            trace("-360 -214, 370 -214, 430 -150, -420 -150"), stuff.but(base=0.76), pose=pose, bevel=10, outline=3
        )
        bench.part(rectangle(-420, -150, 430, -104), stuff.but(base=0.36), pose=pose, bevel=10, outline=3)
        return
    if reading.score("altar") > 0:
        bench.part(rectangle(-330, -330, 330, 30), STONE.but(angle=0), pose=pose, bevel=18, outline=3)
        bench.part(rectangle(-380, -390, 380, -320), STONE.but(base=0.64), pose=pose, bevel=16, outline=3)
        bench.part(
            trace("-130 -392, 130 -392, 130 -140, 0 -70, -130 -140"),
            cloth(reading).but(hue=0.95),
            pose=pose,
            bevel=20,
        )
        ornament.device(bench, pose, reading, y=-240, size=80, glow=True)
    else:
        for x in (-350, 310):
            bench.part(rectangle(x, -300, x + 50, 30), stuff.but(angle=90), pose=pose, bevel=14, outline=3)
        bench.part(rectangle(-330, -290, 340, -230), stuff.but(base=0.3), pose=pose, bevel=10)
        bench.part(
            trace("-370 -390, 370 -390, 430 -320, -430 -320"), stuff.but(base=0.76), pose=pose, bevel=8, outline=3
        )
        bench.part(rectangle(-430, -320, 430, -276), stuff.but(base=0.4), pose=pose, bevel=12, outline=3)
    bench.turned(
        trace("-560 22, -552 30, -480 26, -430 60, -370 66, -350 50"),
        GEM,
        pose=replace(pose, x=pose.x - 240 * pose.size),
    )
    bench.part(trace("-90 -370, 110 -380, 120 -416, -80 -404"), LEATHER, pose=pose, bevel=8)
    bench.part(trace("-70 -404, 100 -414, 90 -442, -60 -432"), LEATHER.but(hue=0.9), pose=pose, bevel=8)
    bench.turned(
        [(-460, 20), (-350, 22)], CLOTH.but(bright=1.0, base=0.8), pose=replace(pose, x=pose.x + 250 * pose.size)
    )
    interior.flames(bench, x=pose.x + 250, foot=pose.y - 456, width=30, height=96, tongues=1)
    bench.glow(pose.x + 250, pose.y - 490, radius=100, light=0.35, hue=0.6, tone=0.3)


def board(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a notice board under a little roof, covered in papers."""
    rng = reading.trait("board")
    for left in (-330, 282):
        bench.part(rectangle(left, -600, left + 52, 40), WOOD, pose=pose, bevel=14, outline=3)
    bench.part(rectangle(-380, -560, 380, -150), WOOD.but(angle=0, base=0.36), pose=pose, bevel=14, outline=3)
    for low in (-430, -290):
        bench.line([(-378, low), (378, low + 4)], 3.4, pose=pose)
    for k in range(12):
        a, b, c = (float(v) for v in rng.random(3))
        x, y = -320 + 176 * (k % 4) + 34 * a, -530 + 128 * (k // 4) + 16 * b
        w, h = 96 + 30 * c, 92 + 18 * a
        tilt = (b - 0.5) * 22
        paper = PARCHMENT if c < 0.75 else PARCHMENT.but(hue=0.9, dark=0.4, bright=0.85)
        bench.shadow(
            [[(x, y), (x + w, y + tilt), (x + w - tilt, y + h + tilt), (x - tilt, y + h)]],
            pose=pose,
            blur=5,
            shift=(6, 9),
        )
        bench.part(
            [(x, y), (x + w, y + tilt), (x + w - tilt, y + h + tilt), (x - tilt, y + h)], paper, pose=pose, bevel=4
        )
        for row in range(4):
            f = 0.26 + 0.17 * row
            bench.line(
                [(x + 12 - tilt * f, y + h * f), (x + w * (0.9 - 0.25 * (row == 3)) - tilt * f, y + h * f + tilt)],
                4,
                pose=pose,
            )
        bench.ball(x + w / 2, y + 12 + tilt / 2, 7, IRON, pose=pose)
    bench.part(
        trace("-440 -560, 0 -720, 440 -560, 440 -600, 0 -768, -440 -600"),
        WOOD.but(base=0.6, angle=0),
        pose=pose,
        bevel=14,
        outline=3,
    )


def post(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a post: with a lantern, or with signs and ribbons."""
    iron = metal(reading, default="iron")
    if reading.score("lantern lamp lamppost light") > 0:
        bench.turned(trace("-520 18, -60 24, -50 44, 0 60, 40 90"), iron, pose=pose)
        bench.turned(trace("-540 40, -530 90, -510 80, -500 30"), iron, pose=pose)
        bench.turned([(-730, 104), (-530, 74)], Material(hue=1.0, dark=0.6, bright=1.0, pitch=8, base=0.86), pose=pose)
        interior.flames(bench, x=pose.x, foot=pose.y - 560, width=60, height=130, tongues=2)
        for top, low in ((-108, -78), (-38, -28), (38, 28), (108, 78)):
            bench.part(band([(top, -736), (low, -528)], [14, 14]), iron, pose=pose, bevel=5)
        bench.turned(trace("-840 8, -810 30, -740 124, -726 118"), iron, pose=pose)
        bench.glow(pose.x, pose.y - 630, radius=210, light=0.45, hue=0.75, tone=0.42)
        return
    stuff = body(reading, default="wood").but(angle=90)
    bench.part(trace("-46 40, -38 -690, 0 -740, 38 -690, 46 40"), stuff, pose=pose, bevel=20, outline=3)
    for y, side, w in ((-620, 1, 320), (-480, -1, 290), (-340, 1, 250)):
        sign = [
            (-90 * side, y),
            (w * side, y - 8),
            ((w + 60) * side, y + 46),
            (w * side, y + 100),
            (-90 * side, y + 92),
        ]
        bench.part(sign, stuff.but(angle=2, base=0.6), pose=pose, bevel=12, outline=3)
        for k in range(4):
            bench.line([((-40 + 74 * k) * side, y + 40), ((4 + 74 * k) * side, y + 44)], 8, pose=pose)
    ribbon = cloth(reading).but(hue=0.95)
    for x, fall in ((-34, 150), (20, 190), (46, 130)):
        line = curve([(x * 0.6, -250), (x + 12, -250 + fall * 0.5), (x - 6, -250 + fall)], closed=False)
        bench.part(band(line, [16] * len(line)), ribbon, pose=pose, bevel=5)
    for k in range(5):
        bench.ball(-230 + 115 * k, 34, 46 + 12 * (k % 2), STONE, pose=pose)


def chest(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a chest; a barrel, or a coffin's kin of stone, by words."""
    wood, iron = body(reading, default="wood").but(angle=0), metal(reading, default="iron")
    if reading.score("barrel cask barrels") > 0:
        bench.turned(trace("-520 190, -400 236, -250 252, -100 236, 20 190"), WOOD.but(angle=0), pose=pose, outline=3)
        for x in (-0.75, -0.45, -0.15, 0.15, 0.45, 0.75):
            bench.line(curve([(190 * x, -516), (250 * x, -250), (190 * x, 18)], closed=False), 3.4, pose=pose)
        for y, r in ((-470, 212), (-360, 246), (-130, 246), (-30, 212)):
            bench.turned([(y, r), (y + 34, r + 2)], iron, pose=pose)
        bench.part(oval(0, -520, 188, 36), WOOD.but(base=0.7, angle=0), pose=pose, bevel=8, outline=3)
        return
    bench.part(trace("340 -250, 420 -290, 420 -10, 340 40"), wood.but(base=0.2), pose=pose, bevel=8, outline=3)
    bench.part(rectangle(-360, -250, 340, 40), wood, pose=pose, bevel=16, outline=3)
    for y in (-150, -56):
        bench.line([(-356, y), (336, y + 3)], 3.4, pose=pose)
    bench.part(
        curve(
            trace("-372 -256, -366 -390, -300 -480, -200 -510, 240 -510, 330 -470, 420 -380, 426 -290, 350 -250"),
            closed=False,
            steps=5,
        ),
        wood.but(base=0.62),
        pose=pose,
        bevel=60,
        outline=3,
    )
    for x in (-372, -140, 70, 296):
        bench.part(rectangle(x, -260, x + 62, 48), iron, pose=pose, bevel=12)
        bench.part(
            curve(
                [(x, -258), (x + 6, -400), (x + 50, -504), (x + 108, -504), (x + 66, -400), (x + 62, -258)],
                closed=False,
                steps=3,
            ),
            iron,
            pose=pose,
            bevel=12,
        )
    bench.part(rectangle(-380, -284, 350, -234), iron.but(base=0.6), pose=pose, bevel=14)
    bench.part(
        curve(trace("-80 -300, 70 -300, 80 -150, -5 -90, -90 -150"), steps=4),
        GOLD,
        pose=pose,
        bevel=16,
        outline=3,
    )
    bench.inks([oval(-5, -220, 20), trace("-17 -214, 7 -214, 16 -140, -26 -140")], pose=pose)


def stall(bench: Bench, pose: Pose, reading: Reading) -> None:
    """Draw a stall under its awning; a tent if the words say so."""
    if reading.score("tent pavilion") > 0:
        stuff = cloth(reading)
        for k in range(8):
            a, b = -380 + 95 * k, -380 + 95 * (k + 1)
            bench.part(
                [(0, -720), (b, 20), (a, 20)],
                stuff.but(base=0.66 - 0.06 * k, hue=0.9 if k % 2 else 0.4, angle=70 - 18 * k),
                pose=pose,
                bevel=14,
            )
        bench.part([(-10, -560), (96, 26), (-96, 26)], stuff.but(base=0.12, dark=0.02), pose=pose, bevel=16, outline=3)
        bench.line([(0, -700), (0, -800)], 9, pose=pose)
        bench.part([(0, -800), (110, -776), (0, -746)], CLOTH.but(hue=1.0), pose=pose, bevel=6)
        return
    standing.stall(bench, x=pose.x, foot=pose.y + 30, size=700 * pose.size, seed=0.4)


def _throne(bench: Bench, pose: Pose, reading: Reading) -> None:
    stuff = body(reading, default="gold")
    seat = CLOTH.but(hue=0.95)
    bench.part(
        trace("-190 20, -190 -620, -110 -700, 0 -790, 110 -700, 190 -620, 190 20"),
        stuff,
        pose=pose,
        bevel=26,
        outline=3,
    )
    bench.part(trace("-140 -200, -140 -580, 0 -690, 140 -580, 140 -200"), seat, pose=pose, bevel=24, outline=3)
    bench.part(trace("-230 -230, 230 -230, 270 -160, -270 -160"), seat.but(base=0.66), pose=pose, bevel=14, outline=3)
    bench.part(rectangle(-270, -160, 270, 40), stuff.but(base=0.4), pose=pose, bevel=18, outline=3)
    for side in (-1, 1):
        bench.part(rectangle(250 * side - 40, -380, 250 * side + 40, 40), stuff, pose=pose, bevel=18, outline=3)
        bench.ball(250 * side, -400, 52, stuff, pose=pose)
        bench.ball(190 * side, -650, 34, stuff, pose=pose)
    bench.part(star(0, -730, 60, 26, points=8), GEM, pose=pose, bevel=8)


OBJECTS: dict[str, Draw] = {
    "fire": fire,
    "table": table,
    "board": board,
    "post": post,
    "chest": chest,
    "stall": stall,
}
