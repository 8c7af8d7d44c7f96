"""A character: head and shoulders before rays of light; what the words say of face, hair and dress, and for the rest
what belongs to the text (never to the seed: the same person drawn twice stays the same person).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from imagesvc.engines.pillow import vocabulary
from imagesvc.engines.pillow.fields import fbm
from imagesvc.engines.pillow.parts import BONE, METAL, Bench, Material, Pose, curve
from imagesvc.engines.pillow.scenes import attire, face, hair, headgear
from imagesvc.engines.pillow.scenes.face import Look
from imagesvc.engines.pillow.scenes.matter import cloth
from imagesvc.engines.pillow.sheet import UNITS, Sheet
from imagesvc.engines.pillow.words import Reading

_HAIR = {
    "dark": Material(hue=0.42, dark=0.02, bright=0.42, base=0.4, gloss=0.7),
    "grey": Material(hue=0.12, dark=0.42, bright=1.0, base=0.66, gloss=0.4),
    "fair": Material(hue=0.86, dark=0.4, bright=1.0, base=0.62, gloss=0.6),
    "red": Material(hue=0.92, dark=0.18, bright=0.72, base=0.52, gloss=0.6),
    "brown": Material(hue=0.62, dark=0.1, bright=0.62, base=0.48, gloss=0.6),
}
_SKIN = {
    "pale": Material(hue=0.46, dark=0.5, bright=1.0, base=0.62),
    "fair": Material(hue=0.54, dark=0.4, bright=1.0, base=0.56),
    "dark": Material(hue=0.54, dark=0.1, bright=0.7, base=0.46),
    "grey": Material(hue=0.2, dark=0.22, bright=0.78, base=0.48),
    "green": Material(hue=0.4, dark=0.26, bright=0.86, base=0.5),
    "accent": Material(hue=0.9, dark=0.25, bright=0.85, base=0.5),
}


_PROMINENT = 0.7  # the score of one word within the first ten


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is drawn."""

    look: Look
    hair: Material
    cut: str  # bald, short, wild, long, braids or bun
    beard: float  # 0 none, above: how long
    head: str  # hood, helm, crown, hat or nothing
    dress: str
    ears: float
    horns: bool
    breadth: float


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes."""
    yield "Meeting the person"
    person = _person(reading)
    tall = max(0.0, sheet.height / UNITS - 1)
    size = 1.16 + 0.6 * min(tall, 0.5)
    lift = 40 if person.horns or person.head in {"hat", "crown"} else 0
    if person.head == "hat":
        lift, size = 130, size * 0.9
    pose = Pose(x=sheet.width / 2, y=sheet.height * 0.5 - 84 - 0.12 * (sheet.height - UNITS) + lift, size=size)
    bottom = (sheet.height - pose.y) / size + 30

    yield "Laying the ground"
    _ground(sheet, reading, pose=pose)
    bench = Bench(sheet, rng=reading.chance("person"))
    draws = [float(v) for v in reading.trait("hair").random(24)]

    yield "Dressing the shoulders"
    _behind(bench, pose, person, draws)
    attire.torso(bench, pose, reading, person.look, dress=person.dress, breadth=person.breadth, bottom=bottom)
    if person.head == "hood" or reading.score("cloak cloaked cape mantle") > 0:
        attire.cloak(bench, pose, cloth(reading), breadth=person.breadth, bottom=bottom)

    yield "Modelling the face"
    if person.head == "hood":
        headgear.inside(bench, pose)
    elif not (person.look.skull or person.look.machine):
        headgear.ears(bench, pose, person.look, length=person.ears)
    face.paint(bench, pose, person.look)

    yield "Combing the hair"
    _hair(bench, pose, person, draws)
    yield "Covering the head"
    _adorn(bench, pose, reading, person, draws)


def _person(reading: Reading) -> Person:
    def has(name: str) -> bool:
        return reading.has(vocabulary.FACES, name)

    draws = [float(v) for v in reading.trait("person").random(16)]
    said_woman, said_man = reading.score(vocabulary.FACES["woman"]), reading.score(vocabulary.FACES["man"])
    woman = said_woman > said_man if said_woman != said_man else draws[0] < 0.45 and not has("beard")
    old, young = has("old"), has("young")
    age = 0.9 if old and not young else 0.05 if young else 0.1 + 0.4 * draws[1]
    orc, elf, dwarf, gnome, goblin = (has(name) for name in ("orc", "elf", "dwarf", "gnome", "goblin"))
    skull, machine = has("skeleton"), has("robot")
    soft = (0.78 if woman else 0.2) + 0.2 * (draws[2] - 0.5) - (0.4 if orc else 0) + (0.15 if elf else 0)
    jaw = (
        (0.42 if woman else 0.66)
        + 0.3 * (draws[3] - 0.5)
        + 0.25 * (orc or dwarf or has("stout"))
        - 0.2 * (elf or has("lean"))
    )
    look = Look(
        jaw=min(1.0, max(0.1, jaw)),
        width=0.97 + 0.07 * (draws[4] - 0.5) + 0.1 * (orc or dwarf or has("stout")) - 0.06 * (elf or has("lean")),
        turn=(0.35 + 0.5 * draws[5]) * (1 if draws[6] < 0.5 else -1),
        age=age,
        soft=min(1.0, max(0.0, soft)),
        lips=0.8 if woman else 0.2 + 0.3 * draws[7],
        nose=0.9 + 0.4 * draws[8] + 0.25 * (dwarf or gnome or goblin) - 0.18 * woman + 0.1 * orc,
        brow=0.8 if has("stern") or orc else -0.7 if has("kind") else 0.7 * (draws[9] - 0.5),
        skin=METAL.but(hue=0.15, base=0.52)
        if machine
        else BONE.but(hue=0.3, base=0.6)
        if skull
        else _SKIN[_skin(reading, draws[10])],
        tusks=orc or goblin,
        skull=skull,
        machine=machine,
        glow=has("glow") or (has("tiefling") and draws[11] < 0.6),
        scar=has("scar"),
        stubble=has("stubble"),
    )
    return Person(
        look=look,
        hair=_HAIR[_hair_colour(reading, age=age, draw=draws[12])],
        cut=_cut(reading, woman=woman, draw=draws[13]),
        beard=_beard(reading, woman=woman, old=old, draw=draws[14]),
        head=_head(reading, draw=draws[15]),
        dress=_dress(reading),
        ears=0.95 if goblin else 0.62 if elf else 0.4 if gnome else 0.35 if orc or has("tiefling") else 0.0,
        horns=has("tiefling"),
        breadth=(0.86 if woman else 1.0) + 0.16 * (orc or has("stout")) - 0.1 * has("lean"),
    )


def _skin(reading: Reading, draw: float) -> str:
    told = reading.colour(vocabulary.SKIN_NOUNS, vocabulary.SKIN_COLOURS)
    if told:
        return told
    if reading.has(vocabulary.FACES, "orc") or reading.has(vocabulary.FACES, "goblin"):
        return "green"
    if reading.has(vocabulary.FACES, "tiefling"):
        return "accent"
    if reading.has(vocabulary.FACES, "dark"):
        return "dark"
    if reading.has(vocabulary.FACES, "pale"):
        return "pale"
    return "pale" if draw < 0.25 else "dark" if draw > 0.72 else "fair"


def _hair_colour(reading: Reading, *, age: float, draw: float) -> str:
    told = reading.colour(vocabulary.HAIR_NOUNS, vocabulary.HAIR_COLOURS)
    told = told or reading.best(vocabulary.HAIR_WORDS, default="")
    if told:
        return told
    if age > 0.7:
        return "grey"
    return ("dark", "brown", "brown", "red", "fair")[int(draw * 5)]


def _cut(reading: Reading, *, woman: bool, draw: float) -> str:
    faces = vocabulary.FACES
    if any(reading.has(faces, name) for name in ("skeleton", "robot", "bald", "goblin")):
        return "bald"
    for name in ("braids", "bun", "wild", "long"):
        if reading.has(faces, name):
            return name
    if reading.has(faces, "orc"):
        return "bald" if draw < 0.6 else "bun"
    if reading.has(faces, "elf"):
        return "long"
    if woman:
        return ("long", "long", "braids", "bun", "wild")[int(draw * 5)]
    return ("short", "short", "short", "wild", "bald", "long")[int(draw * 6)]


def _beard(reading: Reading, *, woman: bool, old: bool, draw: float) -> float:
    faces = vocabulary.FACES
    if woman or any(reading.has(faces, name) for name in ("skeleton", "robot", "stubble", "elf", "orc", "goblin")):
        return 0.0
    if reading.has(faces, "beard"):
        return 40 + 90 * draw + 60 * (reading.has(faces, "dwarf") or reading.score("long") > 0)
    if reading.has(faces, "dwarf") or (reading.score("wizard") > 0 and not reading.has(faces, "young")):
        return 150 + 60 * draw
    return 30 + 60 * draw if draw < (0.5 if old else 0.3) else 0.0


def _head(reading: Reading, *, draw: float) -> str:
    faces = vocabulary.FACES
    for name in ("hood", "crown", "helm", "hat"):
        # Later in a text the word is rarely about this person's head ("the guards fear her").
        if reading.score(faces[name]) > _PROMINENT:
            return name
    if reading.has(faces, "skeleton"):
        return "hood" if draw < 0.7 else "crown"
    known = sum(reading.score(words) for words in faces.values())
    return "hood" if known == 0 and draw < 0.7 else ""


def _dress(reading: Reading) -> str:
    if reading.score("plate knight paladin cuirass breastplate robot android") > 0:
        return "plate"
    if reading.has(vocabulary.FACES, "apron"):
        return "apron"
    if reading.has(vocabulary.FACES, "mail"):
        return "mail"
    if reading.has(vocabulary.FACES, "robe"):
        return "robe"
    if (
        reading.score("leather ranger thief rogue hunter assassin scout barbarian bouncer orc half-orc bandit pirate")
        > 0
    ):
        return "leather"
    return ("coat", "leather", "coat", "robe")[int(reading.trait("dress").random() * 4)]


def _behind(bench: Bench, pose: Pose, person: Person, draws: list[float]) -> None:
    if person.head == "hood" or person.cut not in {"long", "wild", "braids"}:
        return
    length = {"long": 400.0, "wild": 190.0, "braids": 120.0}[person.cut]
    back = hair.fall(person.look, length=length, flare=56 if person.cut == "wild" else 20, draws=draws)
    hair.mass(bench, pose, back, person.hair, origin=(0, -420), reach=600, sheen=520, wave=0.02, shade=-0.16)


def _hair(bench: Bench, pose: Pose, person: Person, draws: list[float]) -> None:
    look = person.look
    if person.beard > 0:
        hair.beard(bench, pose, look, person.hair, length=person.beard, draws=draws)
    if person.cut == "bald" or person.head == "hood":
        return
    wild = person.cut == "wild"
    parting = -60 + 120 * draws[3]
    if person.cut == "bun":
        knot = curve([(-70, -226), (-84, -290), (0, -342), (84, -290), (70, -226), (0, -212)], steps=6)
        hair.mass(bench, pose, knot, person.hair, origin=(-20, -370), sheen=60, wave=0.3)
    crop = hair.crop(look, wild=1.0 if wild else 0.25, draws=draws)
    hair.mass(bench, pose, crop, person.hair, origin=(parting, -262), sheen=92, wave=0.16 if wild else 0.05)
    if wild:
        hair.locks(bench, pose, hair.tufts(draws), person.hair, width=34)
    if person.cut == "long":
        for side in (-1, 1):
            shape = hair.curtain(look, side=side, length=380, draws=draws)
            hair.mass(bench, pose, shape, person.hair, origin=(90 * side, -700), reach=860, sheen=790, wave=0.022)
    if person.cut in {"short", "long", "braids"}:
        low = {"short": -30.0, "long": 150.0, "braids": 10.0}[person.cut]
        hair.locks(bench, pose, hair.sweep(look, parting=parting, draws=draws, low=low), person.hair, width=26)
    if person.cut == "braids":
        for side in (-1, 1):
            hair.braid(bench, pose, person.hair, x=172 * look.width * side, top=20, bottom=400)


def _adorn(bench: Bench, pose: Pose, reading: Reading, person: Person, draws: list[float]) -> None:
    if reading.has(vocabulary.FACES, "spectacles"):
        headgear.spectacles(bench, pose, person.look)
    if reading.has(vocabulary.FACES, "patch"):
        headgear.eyepatch(bench, pose, person.look)
    if person.horns:
        headgear.horns(bench, pose, size=0.4 + draws[0], curl=draws[1])
    if person.head == "hood":
        headgear.hood(bench, pose, cloth(reading), breadth=person.breadth)
    elif person.head == "helm":
        headgear.helm(bench, pose, reading)
    elif person.head == "crown":
        headgear.crown(bench, pose)
    elif person.head == "hat":
        pointed = reading.score("wizard witch sorcer* mage") > 0
        headgear.hat(bench, pose, cloth(reading), pointed=pointed)


def _ground(sheet: Sheet, reading: Reading, *, pose: Pose) -> None:
    box = sheet.everything()
    cx, cy = np.float32(pose.x), np.float32(pose.y - 20)
    x, y = box.coarse()
    distance = np.sqrt((x - cx) ** 2 + (y - cy) ** 2)
    clouds = fbm(reading.chance("ground"), sheet.light.shape, cell=320 * sheet.scale / 2, octaves=4)
    # A little lighter on the shadow side of the face, so that both sides stand out.
    side = np.clip((x - cx) * np.float32(1 / 512), -1.2, 1.2) * np.float32(0.07)
    fade = np.minimum(distance * np.float32(1 / 760), 1.5)
    deep = 0.0 if reading.time != "night" and reading.palette not in {"arcane", "plague", "neon", "night"} else 0.22
    sheet.light[:] = np.clip(0.8 - deep - 0.34 * fade + side + 0.05 * clouds, 0.16, 1)
    sheet.tone[:] = np.clip(0.76 - 1.4 * deep - 0.32 * fade + side + 0.06 * clouds, 0.04, 1)
    x, y = box.fine()
    dx, dy = x - cx, y - cy
    style = int(reading.trait("ground style").random() * 3)
    if style == 0:
        sheet.phase[:] = np.arctan2(dy, dx) * np.float32(200 / (2 * np.pi))
    elif style == 1:
        sheet.phase[:] = np.sqrt(dx * dx + dy * dy) * np.float32(1 / 9)
    else:
        warp = fbm(reading.chance("warp"), sheet.phase.shape, cell=380 * sheet.scale, octaves=3)
        sheet.phase[:] = (y + np.float32(0.2) * x + 30 * warp) * np.float32(1 / 9)
