"""Hair that hangs behind neck and shoulders, drawn before them; the rows are those of `haircuts.CUTS`."""

from imagesvc.engines.pillow.parts import Bench, Material, Pose
from imagesvc.engines.pillow.scenes.figures.face import Look, edge, place
from imagesvc.engines.pillow.scenes.figures.haircuts import Cut, Draws
from imagesvc.engines.pillow.scenes.figures.strands import Lie, flow


def _fall(bench: Bench, pose: Pose, look: Look, stuff: Material, *, length: float, flare: float, lie: Lie) -> None:
    x = place(look, 0, -200, -90)[0]
    left, right = edge(look, -1, -40), edge(look, 1, -40)
    guides = [
        [(x - 40, -220), (left - 18, -120), (left - 24 - flare, 100), (left - 20 - flare * 1.2, length * 0.94)],
        [(x - 10, -220), (left * 0.4, -60), (left * 0.45, 140), (left * 0.5, length)],
        [(x + 10, -220), (right * 0.4, -60), (right * 0.45, 140), (right * 0.5, length)],
        [(x + 40, -220), (right + 18, -120), (right + 24 + flare, 100), (right + 20 + flare * 1.2, length * 0.94)],
    ]
    flow(bench, pose, guides, stuff, lie)


def _behind_long(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _fall(
        bench,
        pose,
        look,
        stuff,
        length=400 + 60 * d[4],
        flare=22,
        lie=Lie(wave=3 + 10 * d[3], length=150, dark=0.45, sheen=-1),
    )


def _behind_wavy(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _fall(
        bench,
        pose,
        look,
        stuff,
        length=240 + 60 * d[4],
        flare=34,
        lie=Lie(wave=10, length=90, dark=0.4, sheen=-1, ragged=0.2),
    )


def _behind_wild(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    _fall(
        bench,
        pose,
        look,
        stuff,
        length=230,
        flare=60,
        lie=Lie(wave=10, length=70, dark=0.4, sheen=-1, ragged=0.4, stray=2.6, taper=0.08),
    )


def _behind_tail(bench: Bench, pose: Pose, look: Look, stuff: Material, d: Draws) -> None:
    side = -1 if look.turn > 0 else 1
    x = place(look, 0, -190, -110)[0]
    guides = [
        [(x + 30 * side, -240), (x + 190 * side, -210), (250 * side, 0), (236 * side, 300)],
        [(x + 10 * side, -200), (x + 130 * side, -150), (196 * side, 40), (190 * side, 330)],
        [(x, -160), (x + 90 * side, -100), (148 * side, 80), (150 * side, 310)],
    ]
    flow(bench, pose, guides, stuff, Lie(wave=8, length=160, ragged=0.2, sheen=0.25, taper=0.15))


BEHIND: dict[str, Cut] = {
    "long": _behind_long,
    "wavy": _behind_wavy,
    "wild": _behind_wild,
    "ponytail": _behind_tail,
}
