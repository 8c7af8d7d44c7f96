"""What a face is like: by people, sex, age, build and mood, and by the text where the words say nothing."""

from dataclasses import replace

from imagesvc.engines.pillow.parts import Material
from imagesvc.engines.pillow.scenes.figures.face import SKIN, Look
from imagesvc.engines.pillow.scenes.figures.peoples import Folk
from imagesvc.engines.pillow.vocabulary import people
from imagesvc.engines.pillow.words import Reading

Draws = list[float]

_SURFACES = {
    "flesh": Material(hue=SKIN, dark=0.2, bright=0.98, base=0.53, pitch=7.2),
    "skull": Material(hue=SKIN, dark=0.2, bright=1.0, base=0.62, pitch=7.0),
    "stone": Material(hue=SKIN, dark=0.1, bright=0.9, base=0.5, pitch=8.4),
    "bark": Material(hue=SKIN, dark=0.05, bright=0.9, base=0.46, pitch=9.0),
    "ghost": Material(hue=SKIN, dark=0.3, bright=1.0, base=0.66, pitch=8.0),
    "alien": Material(hue=SKIN, dark=0.15, bright=0.98, base=0.56, pitch=7.2),
}
# Fields that may be below 0; the others go from 0 to about 1.
_SIGNED = frozenset({"bridge", "slant", "brow", "width"})

_MOODS: dict[str, dict[str, float | bool]] = {
    "angry": {"brow": 1.0, "smile": -0.5, "lids": 0.5, "bared": True},
    "smiling": {"smile": 1.0, "brow": -0.5, "lids": 0.5},
    "gentle": {"smile": 0.5, "brow": -0.4, "lids": 0.55},
    "sad": {"smile": -0.8, "worry": 1.0, "brow": -0.2, "lids": 0.45},
    "stern": {"smile": -0.3, "brow": 0.75, "lids": 0.5},
    "weary": {"smile": -0.3, "lids": 0.25, "worry": 0.4},
    "afraid": {"smile": -0.5, "worry": 1.0, "brow": -0.8, "lids": 1.0},
    "sly": {"smile": 0.55, "brow": 0.45, "lids": 0.4, "slant": 0.4},
}


def look_of(reading: Reading, folk: Folk, *, woman: bool, child: bool, age: float, draws: Draws) -> Look:
    """Return the face of somebody."""
    look = _human(reading, woman=woman, age=age, d=draws)
    if child:
        look = replace(
            look, jaw=0.3, chin=0.2, cheek=0.95, soft=0.95, nose=0.14, bridge=-0.8, eye=0.95, width=1.04, brow_thick=0.2
        )
    look = _of_folk(look, folk)
    mood = reading.best(people.MOODS, default="")
    look = replace(look, **_MOODS.get(mood, {}))  # type: ignore[arg-type]  # numbers and a truth, by their names
    marks = _marks(reading, folk)
    bared = look.bared or folk.teeth != "" or (mood == "smiling" and look.mouth_wide > 0.5)
    has_light = reading.score(people.GLOWING) > 0 and reading.score(people.EYE_NOUNS) > 0
    return replace(
        look,
        bared=bared,
        fangs=folk.teeth == "fangs",
        tusks=folk.tusks or (0.6 if "broken" in marks else 0.0),
        glow=has_light or draws[20] < folk.glows,
        marks=marks,
        iris=0.16 + 0.5 * draws[19],
    )


def _human(reading: Reading, *, woman: bool, age: float, d: Draws) -> Look:
    build = reading.best(people.BUILDS, default="")
    stout, thin, strong = build == "stout", build == "thin", build == "muscular"
    return Look(
        skin=_SURFACES["flesh"],
        turn=(0.5 + 0.5 * d[1]) * (1 if d[2] < 0.5 else -1),
        width=0.97 + 0.09 * (d[3] - 0.5) + 0.09 * stout - 0.05 * thin + 0.03 * strong,
        jaw=(0.3 if woman else 0.6) + 0.5 * (d[4] - 0.5) + 0.15 * stout + 0.2 * strong - 0.15 * thin,
        chin=0.5 + 0.6 * (d[5] - 0.5) - 0.2 * woman,
        cheek=0.5 + 0.5 * (d[6] - 0.5) + 0.6 * stout - 0.45 * thin - 0.1 * age,
        age=age,
        soft=(0.8 if woman else 0.22) + 0.2 * (d[0] - 0.5),
        nose=(0.36 if woman else 0.5) + 0.5 * (d[7] - 0.5) + 0.12 * age,
        nose_wide=0.5 + 0.6 * (d[8] - 0.5) + 0.15 * strong,
        bridge=1.8 * (d[9] - 0.5) - 0.2 * woman,
        lips=(0.72 if woman else 0.3) + 0.4 * (d[10] - 0.5) - 0.2 * age,
        mouth_wide=0.5 + 0.6 * (d[11] - 0.5),
        eye=(0.62 if woman else 0.42) + 0.4 * (d[12] - 0.5) - 0.12 * age,
        slant=0.6 * (d[13] - 0.5),
        brow=0.4 * (d[14] - 0.5),
        brow_thick=(0.25 if woman else 0.6) + 0.4 * (d[15] - 0.5) + 0.1 * age,
    )


def _of_folk(look: Look, folk: Folk) -> Look:
    changes = {}
    for name, amount in folk.face.items():
        value = getattr(look, name) + amount
        changes[name] = value if name in _SIGNED else min(1.15, max(0.0, value))
    return replace(look, kind=folk.kind, skin=_SURFACES[folk.kind], **changes)


def _marks(reading: Reading, folk: Folk) -> frozenset[str]:
    marks = {name for name in people.MARKS if reading.has(people.MARKS, name)}
    if reading.score("tusk tusks") == 0:
        marks.discard("broken")
    if "burn" in marks:
        marks.discard("scar")
    if "scar" in marks and reading.score("ritual tribal") > 0:
        marks = (marks - {"scar"}) | {"tattoo"}
    return folk.marks | marks
