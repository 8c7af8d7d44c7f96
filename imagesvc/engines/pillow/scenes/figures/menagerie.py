"""All with a portrait that is no person: beasts, dragons and birds, creatures and machines, bare or in dress."""

from collections.abc import Iterator
from dataclasses import replace

from imagesvc.engines.pillow.palette import Block
from imagesvc.engines.pillow.parts import Bench, Pose
from imagesvc.engines.pillow.scenes.figures import backdrop, beasts, cast, profiles
from imagesvc.engines.pillow.scenes.figures.beasts import BEASTS
from imagesvc.engines.pillow.scenes.figures.beings import Being
from imagesvc.engines.pillow.scenes.figures.cast import Person
from imagesvc.engines.pillow.scenes.figures.creatures import CREATURES
from imagesvc.engines.pillow.scenes.figures.identity import lots
from imagesvc.engines.pillow.scenes.figures.machines import MACHINES, robot_head
from imagesvc.engines.pillow.scenes.figures.peoples import by_lot
from imagesvc.engines.pillow.scenes.figures.pigments import blocks
from imagesvc.engines.pillow.sheet import UNITS, Sheet
from imagesvc.engines.pillow.vocabulary import people
from imagesvc.engines.pillow.words import Reading

# The usual colours of what has no fur, and of what is laid beside them.
_USUAL: dict[str, tuple[str, ...]] = {
    "dragon": ("red", "green", "blue", "black", "gold"),
    "lizard": ("green", "olive", "teal"),
    "snake": ("green", "olive", "black"),
    "hydra": ("teal", "green", "violet"),
    "eagle": ("brown", "brown", "grey"),
    "raven": ("black",),
    "owl": ("brown", "grey"),
    "parrot": ("green", "red", "blue"),
    "spider": ("black", "brown", "violet"),
    "beetle": ("green", "blue", "black", "teal"),
    "fish": ("steel", "blue", "teal"),
    "octopus": ("red", "violet", "pink"),
    "slime": ("green", "teal", "violet"),
    "eye": ("violet", "ash", "red"),
    "plant": ("green",),
    "swarm": ("black",),
    "flame": ("orange",),
    "wave": ("blue", "teal"),
    "wind": ("white", "blue"),
    "worm": ("pink", "violet", "tan"),
    "crab": ("red", "orange", "teal"),
    "toad": ("olive", "green", "brown"),
    "turtle": ("olive", "green"),
    "robot": ("steel", "brass", "steel", "teal"),
    "drone": ("steel", "brass"),
    "golem": ("stone", "grey", "brown"),
}
_BESIDE = {"raven": "black", "parrot": "blue", "robot": "grey", "drone": "grey", "golem": "grey", "plant": "green"}
_CLOTHS = {"plant": "pink", "golem": "moss", "turtle": "moss", "robot": "red"}
_EYES = {
    "spider": "red",
    "cat": "green",
    "robot": "teal",
    "drone": "red",
    "golem": "teal",
}
_WORDS = {**people.BEASTS, **people.PROFILES, **people.CREATURES, **people.MACHINES}
# How far tall ears, horns and antlers push a head down.
_LIFTS = {
    "rabbit": 150.0,
    "deer": 190.0,
    "horse": 40.0,
    "unicorn": 190.0,
    "bull": 60.0,
    "fox": 80.0,
    "wolf": 60.0,
    "bat": 110.0,
    "cat": 50.0,
}


def paint(sheet: Sheet, reading: Reading, being: Being) -> Iterator[str]:
    """Draw what wears nothing."""
    sheet.blocks = _colours(reading, being)
    pose = _place(sheet, being)
    bottom = (sheet.height - pose.y) / pose.size + 30
    bench = Bench(sheet, rng=reading.chance("creature"))

    yield "Laying the ground"
    backdrop.paint(sheet, reading, pose=pose)
    yield "Drawing the creature"
    if being.kind == "creature":
        CREATURES[being.name](bench, pose)
    elif being.kind == "machine":
        MACHINES[being.name](bench, pose, lots(reading, "machine", count=8), bottom)
    elif being.kind == "beast":
        beasts.neck(bench, pose, mane=being.name == "lion", bottom=bottom)
        yield "Combing the fur"
        head(bench, pose, reading, being)
    else:
        profiles.paint(bench, pose, being.name, look=_side_of(reading), bottom=bottom, is_dressed=False)


def head(bench: Bench, pose: Pose, reading: Reading, being: Being) -> None:
    """Draw the head alone, on whatever neck is there."""
    if being.kind == "machine":
        robot_head(bench, pose, lots(reading, "machine", count=8))
    elif being.kind == "beast":
        beasts.paint(bench, pose, being.name, glow=reading.score(people.GLOWING) > 0)
    else:
        profiles.paint(bench, pose, being.name, look=_side_of(reading), bottom=330, is_dressed=True)


def dressed(reading: Reading, being: Being) -> Person:
    """The person below such a head: its dress and colours."""
    person = cast.meet(reading)
    fur = _coat(reading, being)
    accent = person.accent or _EYES.get(being.name, "")
    look = replace(person.look, turn=0.0, width=1.0)
    return replace(person, look=look, skin=fur, hair=fur, accent=accent, cut="bald", beard="none", horns="", wings="")


def _place(sheet: Sheet, being: Being) -> Pose:
    size = 1.22 + 0.5 * min(max(0.0, sheet.height / UNITS - 1), 0.5)
    if being.kind == "creature":
        return Pose(x=sheet.width / 2, y=sheet.height * 0.5, size=size * 0.86)
    lift = _LIFTS.get(being.name, 20.0)
    return Pose(x=sheet.width / 2, y=sheet.height * 0.5 - 0.13 * UNITS + lift, size=size * (1 - 0.001 * lift))


def _coat(reading: Reading, being: Being) -> str:
    usual = (BEASTS[being.name].fur,) if being.kind == "beast" else _USUAL[being.name]
    return _told_coat(reading, being.name, _WORDS[being.name], usual=usual)


def _told_coat(reading: Reading, name: str, words: str, *, usual: tuple[str, ...]) -> str:
    """The colour that is named of its fur, scales or shell, else what is usual for its kind."""
    told = reading.colour(f"{words} {people.HAIR_NOUNS} {people.SKIN_NOUNS} shell body plating metal", people.COATS)
    return told or by_lot(usual, lots(reading, f"coat {name}", count=1)[0])


def _colours(reading: Reading, being: Being) -> tuple[Block, ...]:
    skin = _coat(reading, being)
    mane = BEASTS[being.name].mane if being.kind == "beast" else _BESIDE.get(being.name, skin)
    eyes = reading.colour(people.EYE_NOUNS, people.DYES) or _EYES.get(being.name, "yellow")
    return blocks(reading.palette, cloth=_CLOTHS.get(being.name, ""), skin=skin, hair=mane, accent=eyes)


def _side_of(reading: Reading) -> int:
    return 1 if lots(reading, "side", count=1)[0] < 0.5 else -1
