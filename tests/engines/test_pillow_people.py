"""Portraits: what the words say of a person is on the picture, and one person stays the same under every seed."""

from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from imagesvc.engines import make_engine
from imagesvc.engines.base import ImageSpec
from imagesvc.engines.pillow.scenes.figures import adornments, cast, haircuts, marks, pigments
from imagesvc.engines.pillow.scenes.figures.backhair import BEHIND
from imagesvc.engines.pillow.scenes.figures.beards import BEARDS
from imagesvc.engines.pillow.scenes.figures.beasts import BEASTS
from imagesvc.engines.pillow.scenes.figures.beings import Being, being_of
from imagesvc.engines.pillow.scenes.figures.creatures import CREATURES
from imagesvc.engines.pillow.scenes.figures.hatstand import HATS, TALL
from imagesvc.engines.pillow.scenes.figures.machines import MACHINES
from imagesvc.engines.pillow.scenes.figures.peoples import PEOPLES
from imagesvc.engines.pillow.scenes.figures.profiles import PROFILES
from imagesvc.engines.pillow.scenes.figures.wardrobe import DRESSES
from imagesvc.engines.pillow.vocabulary import clothing, people
from imagesvc.engines.pillow.words import Reading, read
from tests.engines.watching import Notes
from tests.factories import engines

pytestmark = pytest.mark.once

(CONFIG,) = engines("pillow")
PILLOW = make_engine(CONFIG)

SAILOR = "Portrait of Ada Mey, an old human sailor. She has short white hair and a blue coat."


def reading(text: str, *, seed: int = 0) -> Reading:
    return read(text, kind="character", seed=seed)


def drawn(text: str, *, size: int = 64, seed: int = 0) -> npt.NDArray[np.int16]:
    spec = ImageSpec(kind="character", description=text, width=size, height=size, seed=seed)
    (picture,) = PILLOW.draw(spec, Notes()).pictures
    return np.asarray(Image.open(BytesIO(picture.png)).convert("RGB")).astype(np.int16)


def unlikeness(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> float:
    """How far head and shoulders differ, averaged over blocks, so that grain does not count."""
    coarse = [picture.reshape(16, 16, 16, 16, 3).mean(axis=(1, 3))[3:15, 5:11] for picture in (one, other)]
    return float(np.abs(coarse[0] - coarse[1]).mean())


def test_two_people_described_differently_look_different() -> None:
    texts = (
        SAILOR,
        "Portrait of Ada Mey, a young elf ranger with long red hair and a green cloak.",
        "Portrait of Ada Mey, a dwarf smith with a braided beard.",
        "Portrait of Ada Mey, a goblin thief in a black hood.",
        "Portrait of Ada Mey, a bald half-orc guard with broken tusks.",
        "Portrait of Ada Mey, a robot.",
    )

    pictures = [drawn(text, size=256) for text in texts]

    distances = [unlikeness(one, other) for i, one in enumerate(pictures) for other in pictures[:i]]
    assert min(distances) > 12


def test_one_person_under_two_seeds_is_the_same_person() -> None:
    first, second = drawn(SAILOR, size=256, seed=1), drawn(SAILOR, size=256, seed=2)

    assert cast.meet(reading(SAILOR, seed=1)) == cast.meet(reading(SAILOR, seed=2))
    assert not np.array_equal(first, second)
    assert unlikeness(first, second) < 8


def test_who_somebody_is_does_not_hang_on_what_he_wears_or_feels() -> None:
    told = "Portrait of Bo, a human guard. Bo is tall."

    calm = cast.meet(reading(told))
    moved = cast.meet(
        reading(f"{told} Wearing the Old Cloak. Holding a spear in the right hand. The expression is sad.")
    )

    assert (moved.skin, moved.hair, moved.cut, moved.beard) == (calm.skin, calm.hair, calm.cut, calm.beard)
    assert (moved.look.nose, moved.look.jaw, moved.look.turn) == (calm.look.nose, calm.look.jaw, calm.look.turn)
    assert (moved.over, moved.look.smile < calm.look.smile) == (frozenset({"cloak"}), True)


def test_people_of_one_description_and_other_names_have_other_faces() -> None:
    looks = {cast.meet(reading(f"Portrait of Person {chr(65 + k)}, a human guard.")).look for k in range(20)}

    assert len(looks) == 20
    assert {look.turn > 0 for look in looks} == {True, False}


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("A slender moon elf with pale silver hair bound back", {"people": "elf", "hair": "white", "cut": "back"}),
        ("A dwarf with iron-gray braids and a burn scar", {"people": "dwarf", "hair": "grey", "cut": "braids"}),
        ("An old man with a long white beard", {"beard": "long", "hair": "white"}),
        ("A bearded woodsman without a hat", {"beard": "full", "hat": ""}),
        ("A man with no beard and a bald head", {"beard": "none", "cut": "bald"}),
        ("A tiefling with charcoal-gray skin and small horns", {"skin": "grey", "horns": "small"}),
        ("An orc with green skin, a mohawk and tusks", {"skin": "green", "cut": "mohawk"}),
        ("A dark-skinned queen in a purple gown", {"skin": "dark", "hat": "crown", "dress": "gown", "cloth": "purple"}),
        ("A wizard in a blue pointed hat", {"hat": "pointed", "dress": "robe", "cloth": "blue"}),
        ("A cowboy in a brown hat", {"hat": "cowboy", "cloth": "brown"}),
        ("A half-orc clerk in a Guild tabard over chainmail", {"people": "halforc", "dress": "tabard"}),
        ("A pirate in a red coat and a tricorn", {"hat": "tricorn", "dress": "coat", "cloth": "red"}),
        ("A man in wool the color of dried blood", {"cloth": "wine"}),
        ("A cleric in simple brown robes", {"dress": "vestment", "cloth": "brown"}),
        ("A knight in red armour", {"dress": "plate", "cloth": "red"}),
        ("An angel", {"wings": "feathered", "dress": "toga"}),
        ("A hooded stranger", {"hat": "hood"}),
        ("A scholar with spectacles and a silver locket", {"adorned": frozenset({"spectacles", "pendant"})}),
        ("An undead human fighter, the animated skeleton of a guardsman", {"people": "skeleton", "skin": "bone"}),
        ("A child beggar", {"is_child": True, "dress": "rags", "beard": "none"}),
    ],
)
def test_words_become_features(text: str, features: dict[str, object]) -> None:
    person = cast.meet(reading(f"{text}. He stands still."))

    assert {name: getattr(person, name) for name in features} == features


@pytest.mark.parametrize(
    ("text", "sign"),
    [("An angry man", -1), ("A smiling woman", 1), ("A sorrowful knight", -1), ("A kind old priest", 1)],
)
def test_mood_shows_in_the_mouth(text: str, sign: int) -> None:
    look = cast.meet(reading(text)).look

    assert look.smile * sign > 0.4


def test_builds_and_ages_change_the_face() -> None:
    stout, thin = (cast.meet(reading(f"Portrait of Bo, a {build} man.")).look for build in ("fat", "gaunt"))
    old, young = (cast.meet(reading(f"Portrait of Bo, a {age} man.")).look for age in ("old", "young"))

    assert stout.cheek > thin.cheek + 0.3
    assert old.age > young.age + 0.5


@pytest.mark.parametrize(
    ("text", "being"),
    [
        ("A grey wolf with yellow eyes", Being(kind="beast", name="wolf", is_dressed=False)),
        ("A wolf rider", Being(kind="person", name="", is_dressed=False)),
        ("Portrait of Wolf Larsen, a human captain.", Being(kind="person", name="", is_dressed=False)),
        ("Portrait of Flame, an old dragon.", Being(kind="profile", name="dragon", is_dressed=False)),
        ("Tabaxi bard", Being(kind="beast", name="cat", is_dressed=True)),
        ("Dragonborn paladin in plate armor", Being(kind="profile", name="dragon", is_dressed=True)),
        ("A robot butler in a black suit", Being(kind="machine", name="robot", is_dressed=True)),
        ("A king cobra", Being(kind="profile", name="snake", is_dressed=False)),
        ("A giant spider", Being(kind="creature", name="spider", is_dressed=False)),
        ("Portrait of Sewer Rats, a swarm of giant rats.", Being(kind="beast", name="rat", is_dressed=False)),
        ("A swarm of wasps", Being(kind="creature", name="swarm", is_dressed=False)),
        ("A cyborg mercenary with a mechanical eye", Being(kind="person", name="", is_dressed=False)),
        ("A stone golem", Being(kind="machine", name="golem", is_dressed=False)),
        ("An old woman with a raven on her shoulder", Being(kind="person", name="", is_dressed=False)),
        ("Viking in a bear fur", Being(kind="person", name="", is_dressed=False)),
        ("", Being(kind="person", name="", is_dressed=False)),
    ],
)
def test_beings_are_told_apart(text: str, being: Being) -> None:
    assert being_of(reading(text)) == being


@pytest.mark.parametrize("text", ["", "🤖", "小さな魔女", "Qwrtz"])
def test_somebody_unknown_hides_under_a_hood(text: str) -> None:
    assert cast.meet(reading(text)).hat == "hood"


@pytest.mark.parametrize(("colour", "channel"), [("red", 0), ("green", 1), ("blue", 2)])
def test_named_colour_of_a_coat_is_seen(colour: str, channel: int) -> None:
    picture = drawn(f"A man in a {colour} coat", size=256)

    chest = picture[190:235, 40:216].reshape(-1, 3).mean(axis=0)
    assert int(chest.argmax()) == channel


def test_what_is_held_or_stands_behind_is_not_worn() -> None:
    text = "Portrait of Bo, a human cook. Holding a red helmet in the right hand. In the background a blue hood."

    person = cast.meet(reading(text))

    assert (person.hat, person.dress) == ("", "apron")
    assert person.cloth not in {"red", "blue"}


def test_every_row_of_the_vocabulary_has_a_drawing() -> None:
    assert set(PEOPLES) == set(people.PEOPLES)
    assert set(BEASTS) == set(people.BEASTS)
    assert set(PROFILES) == set(people.PROFILES)
    assert set(CREATURES) == set(people.CREATURES)
    assert set(MACHINES) == set(people.MACHINES)
    assert set(haircuts.CUTS) == set(people.CUTS)
    assert set(BEHIND) <= set(people.CUTS)
    assert set(BEARDS) | {"none", "stubble"} == set(people.BEARDS)
    assert set(HATS) == set(clothing.HATS)
    assert set(clothing.USUAL_HATS) | set(TALL) <= set(HATS)
    assert set(DRESSES) == set(clothing.GARMENTS) | set(clothing.CALLINGS)
    assert set(adornments.ON_FACE) == set(clothing.WORN_ON_FACE)
    assert set(people.MARKS) - {"broken"} <= set(marks.MARKS)
    assert set(people.HAIR_COLOURS) <= set(pigments.HAIRS)
    assert set(people.DYES) == set(pigments.DYES)
    assert set(people.SKIN_COLOURS) | set(people.SKIN_ALONE) <= set(pigments.SKINS)


@pytest.mark.parametrize(
    "table",
    [
        *(people.PEOPLES, people.BEASTS, people.PROFILES, people.CREATURES, people.MACHINES),
        *(people.MARKS, clothing.GARMENTS, clothing.WORN_ON_FACE, clothing.NECKLACES),
    ],
)
def test_every_row_looks_different(table: dict[str, str]) -> None:
    pictures = {drawn(f"Portrait of Bo, a {words.split()[0]}.").tobytes() for words in table.values()}

    assert len(pictures) == len(table)


@pytest.mark.parametrize("words", [people.CUTS, people.BEARDS, clothing.HATS], ids=["cuts", "beards", "hats"])
def test_every_cut_beard_and_hat_looks_different(words: dict[str, str]) -> None:
    nouns = {id(people.CUTS): "hair", id(people.BEARDS): "beard"}
    texts = [f"A man. {row.split()[0]} {nouns.get(id(words), '')}" for row in words.values()]

    pictures = {drawn(text).tobytes() for text in texts}

    assert len(pictures) == len(words)


@pytest.mark.parametrize(("width", "height"), [(64, 64), (96, 40), (40, 96), (130, 71)])
def test_every_size_is_composed(width: int, height: int) -> None:
    spec = ImageSpec(kind="character", description="A knight with a horned helmet", width=width, height=height)

    (picture,) = PILLOW.draw(spec, Notes()).pictures

    assert Image.open(BytesIO(picture.png)).size == (width, height)
