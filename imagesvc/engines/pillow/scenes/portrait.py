"""A character: a bust before rays or rings of light, or a beast, creature or machine in the same frame.

What the words leave open belongs to the text, never to the seed: the same person drawn twice stays the same person.
To add a hat, a dress, a haircut, a beast or a creature: one function (or row) in the file of its subject in `figures`,
named in that file's table, and its words in `vocabulary/people.py` or `vocabulary/clothing.py`.
"""

from collections.abc import Iterator

from imagesvc.engines.pillow.parts import Bench, Material, Pose
from imagesvc.engines.pillow.scenes.figures import (
    adornments,
    backdrop,
    bust,
    cast,
    choices,
    face,
    features,
    hatstand,
    helmets,
    horns,
    menagerie,
    stuffs,
    wings,
)
from imagesvc.engines.pillow.scenes.figures.backhair import BEHIND
from imagesvc.engines.pillow.scenes.figures.beards import BEARDS
from imagesvc.engines.pillow.scenes.figures.beings import Being, being_of
from imagesvc.engines.pillow.scenes.figures.cast import Person
from imagesvc.engines.pillow.scenes.figures.haircuts import CUTS
from imagesvc.engines.pillow.scenes.figures.identity import lots
from imagesvc.engines.pillow.scenes.figures.pigments import blocks
from imagesvc.engines.pillow.scenes.figures.wardrobe import DRESSES
from imagesvc.engines.pillow.sheet import UNITS, Sheet
from imagesvc.engines.pillow.words import Reading

# Cuts that fall over the ears.
_OVER_EARS = frozenset({"long", "wavy", "curly", "afro", "wild", "braids", "dreadlocks", "bob"})


def paint(sheet: Sheet, reading: Reading) -> Iterator[str]:
    """Fill the sheet, saying before each stage what comes."""
    yield "Meeting the person"
    being = being_of(reading)
    if being.kind == "person" or being.is_dressed:
        yield from _person(sheet, reading, being)
    else:
        yield from menagerie.paint(sheet, reading, being)


def _person(sheet: Sheet, reading: Reading, being: Being) -> Iterator[str]:
    person = cast.meet(reading) if being.kind == "person" else menagerie.dressed(reading, being)
    sheet.blocks = blocks(reading.palette, cloth=person.cloth, skin=person.skin, hair=person.hair, accent=person.accent)
    pose = _place(sheet, person)
    bench = Bench(sheet, rng=reading.chance("person"))
    head = Pose(x=pose.x, y=pose.y, size=pose.size * (0.94 if person.is_child else 1), turn=_tilt(reading))
    draws = lots(reading, "hair", count=24)

    yield "Laying the ground"
    backdrop.paint(sheet, reading, pose=pose)

    yield "Dressing the shoulders"
    _behind(bench, pose, head, person, draws)
    yield "Buttoning up"
    dress(bench, sheet, pose, person)

    yield "Modelling the face"
    if being.kind != "person":
        menagerie.head(bench, head, reading, being)
        if being.kind != "profile":  # hats are made for heads that look at us
            hatstand.put_on(bench, head, person)
        return
    look = person.look
    if person.hat == "hood":
        helmets.inside_of_hood(bench, head)
    has_ears = person.ears >= 0 and person.hat not in {"hood", "scarf", "great"}
    if has_ears:
        adornments.ears(bench, head, look, length=person.ears, near=False)
    face.paint(bench, head, look)
    if has_ears and person.cut in _OVER_EARS:
        adornments.ears(bench, head, look, length=person.ears, near=True)
    yield "Drawing the features"
    _features(bench, head, person)

    yield "Combing the hair"
    _hair(bench, head, person, draws)
    if has_ears and person.cut not in _OVER_EARS:
        adornments.ears(bench, head, look, length=person.ears, near=True)
    yield "Covering the head"
    _adorn(bench, head, pose, person)


def dress(bench: Bench, sheet: Sheet, pose: Pose, person: Person) -> None:
    """Draw neck, dress and what is thrown over it."""
    worn = bust.Bust(bench=bench, pose=pose, person=person, bottom=(sheet.height - pose.y) / pose.size + 30)
    bust.neck(worn)
    DRESSES[person.dress](worn)
    if "fur" in person.over and person.dress not in {"mantle", "furs"}:
        bust.pelt(worn)
    if "cloak" in person.over and person.dress not in {"ranger", "mantle"}:
        bust.cloak(worn, _cloak_of(person))
    adornments.necklace(bench, pose, person)


def _cloak_of(person: Person) -> Material:
    """A cloak has the colour of the dress, but not that of armour."""
    if person.dress not in choices.OF_METAL:
        return stuffs.FABRIC
    return stuffs.RIBBON if person.accent else stuffs.HIDE


def _place(sheet: Sheet, person: Person) -> Pose:
    tall = max(0.0, sheet.height / UNITS - 1)
    size = 1.2 + 0.6 * min(tall, 0.5)
    lift = float(hatstand.TALL.get(person.hat, 0))
    if person.horns in {"tall", "antlers"}:
        lift = max(lift, 140.0)
    elif person.cut in {"mohawk", "afro", "bun"} and not person.hat:
        lift = max(lift, 90.0)
    size *= 1 - 0.0009 * lift
    return Pose(
        x=sheet.width / 2,
        y=sheet.height * 0.5 - 84 - 0.12 * (sheet.height - UNITS) + lift * 0.8 + 40 * person.is_child,
        size=size * (0.92 if person.is_child else 1),
    )


def _tilt(reading: Reading) -> float:
    return 7.0 * (lots(reading, "tilt", count=1)[0] - 0.5)


def _behind(bench: Bench, pose: Pose, head: Pose, person: Person, draws: list[float]) -> None:
    if person.people == "angel":
        wings.halo(bench, head)
    if person.wings:
        wings.spread(bench, pose, kind=person.wings)
    if person.cut in BEHIND and person.hat not in {"hood", "great", "scarf"}:
        BEHIND[person.cut](bench, head, person.look, person.strands, draws)


def _features(bench: Bench, head: Pose, person: Person) -> None:
    look = person.look
    if look.kind == "skull":
        features.skull(bench, head, look)
    elif look.kind == "alien":
        features.big_eyes(bench, head, look)
    else:
        features.paint(bench, head, look)


def _hair(bench: Bench, head: Pose, person: Person, draws: list[float]) -> None:
    if person.beard in BEARDS:
        BEARDS[person.beard](bench, head, person.look, person.strands, draws)
    if person.hat not in {"hood", "great", "scarf"}:
        CUTS[person.cut](bench, head, person.look, person.strands, draws)


def _adorn(bench: Bench, head: Pose, pose: Pose, person: Person) -> None:
    for name, put in adornments.ON_FACE.items():
        if name in person.adorned and person.hat != "great":
            put(bench, head, person.look)
    if person.horns:
        horns.crown(bench, head, person.look, kind=person.horns)
    hatstand.put_on(bench, head, person)
