"""All hats by name, and how much room they need above the head."""

from imagesvc.engines.pillow.parts import Bench, Pose
from imagesvc.engines.pillow.scenes.figures import hats, helmets
from imagesvc.engines.pillow.scenes.figures.cast import Person
from imagesvc.engines.pillow.scenes.figures.headgear import head_of

HATS = {**hats.HATS, **helmets.HATS}

# In units that the head is moved down.
TALL = {
    "pointed": 160,
    "tophat": 80,
    "chef": 60,
    "mitre": 90,
    "turban": 90,
    "crown": 40,
    "wide": 60,
    "cowboy": 40,
    "great": 60,
    "horned": 50,
}


def put_on(bench: Bench, pose: Pose, person: Person) -> None:
    """Put on what the person wears, if anything."""
    if person.hat in HATS:
        HATS[person.hat](head_of(bench, pose, person))
