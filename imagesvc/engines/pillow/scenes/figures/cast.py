"""Who is drawn: reads a description as a person's, and lets the text decide what the words leave open.

Nothing here depends on the seed: the same person drawn twice stays the same person.
"""

from dataclasses import dataclass, replace

from imagesvc.engines.pillow.parts import Material
from imagesvc.engines.pillow.scenes.figures import choices
from imagesvc.engines.pillow.scenes.figures.face import HAIR, Look
from imagesvc.engines.pillow.scenes.figures.identity import body_of, lots
from imagesvc.engines.pillow.scenes.figures.looks import look_of
from imagesvc.engines.pillow.scenes.figures.peoples import Folk, folk_of
from imagesvc.engines.pillow.vocabulary import clothing, people
from imagesvc.engines.pillow.words import Reading

_RINGED = 0.3  # how many women wear rings in their ears
_AGES = {"child": 0.0, "young": 0.05, "middle": 0.52, "old": 0.95}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is drawn: face, hair, dress and colours, all by the names of the tables that draw them."""

    look: Look
    people: str
    is_child: bool
    cut: str
    beard: str
    hat: str
    dress: str
    over: frozenset[str]  # cloak, fur
    adorned: frozenset[str]  # spectacles, earring, pendant ...
    ears: float  # how long their points are; below 0 none are seen
    horns: str
    wings: str
    breadth: float  # of the shoulders
    skin: str
    hair: str
    cloth: str
    accent: str

    @property
    def strands(self) -> Material:
        """What hair and beard are made of."""
        return Material(hue=HAIR, dark=0.06, bright=0.96, base=0.56, gloss=0.6)


def meet(reading: Reading) -> Person:
    """Read a person."""
    draws = lots(reading, "person", count=48)
    body = body_of(reading)
    name = body.best(people.PEOPLES, default="zombie" if body.score(people.UNDEAD) > 0 else "human")
    folk = folk_of(name)
    woman = _is_woman(body, folk, draw=draws[0])
    told_age = body.best(people.AGES, default="")
    age = _AGES.get(told_age, 0.12 + 0.34 * draws[1])
    child = told_age == "child" and name not in {"dwarf", "gnome", "halfling"}

    look = look_of(body, folk, woman=woman, child=child, age=age, draws=draws[12:])
    beard = choices.beard_of(body, folk, woman=woman, child=child, age=age, draw=draws[6])
    if beard == "stubble":
        look, beard = replace(look, marks=look.marks | {"stubble"}), "none"
    dress = choices.dress_of(reading, folk, draw=draws[2])
    cloth, accent = choices.colours_of(reading, dress=dress, draw=draws[9])
    return Person(
        look=look,
        people=name,
        is_child=child,
        cut=choices.cut_of(body, folk, woman=woman, child=child, age=age, draw=draws[5]),
        beard=beard,
        hat=choices.hat_of(reading),
        dress=dress,
        over=frozenset(row for row in clothing.OVER if reading.has(clothing.OVER, row)),
        adorned=_adorned(reading, has_rings=woman and folk.ears >= 0 and draws[7] < _RINGED),
        ears=folk.ears,
        horns=choices.horns_of(body, folk, draw=draws[8]),
        wings="leathern" if folk.horns and body.score("wing wings winged bat-winged") > 0 else folk.wings,
        breadth=_breadth(body, folk, woman=woman, child=child),
        skin=choices.skin_of(body, folk, draw=draws[3]),
        hair=choices.hair_colour_of(body, folk, age=age, draw=draws[4]),
        cloth=cloth,
        accent=accent,
    )


def _is_woman(reading: Reading, folk: Folk, *, draw: float) -> bool:
    woman, man = (reading.score(people.SEXES[sex]) for sex in ("woman", "man"))
    return woman > man if woman != man else draw < folk.women_share


def _adorned(reading: Reading, *, has_rings: bool) -> frozenset[str]:
    tables = (clothing.WORN_ON_FACE, clothing.NECKLACES)
    worn = {row for table in tables for row in table if reading.has(table, row)}
    if has_rings:
        worn.add("earring")
    return frozenset(worn)


def _breadth(reading: Reading, folk: Folk, *, woman: bool, child: bool) -> float:
    build = reading.best(people.BUILDS, default="")
    wide = 1.16 if build in {"stout", "muscular"} or folk.is_broad else 0.92 if build == "thin" else 1.0
    return (0.84 if woman else 1.0) * wide * (0.8 if child else 1.0)
