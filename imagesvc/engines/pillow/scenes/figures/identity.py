"""What of a description belongs to the person, and what to the moment.

What somebody wears, holds or feels just now changes neither his face nor his hair: the lots drawn for what a text
leaves open do not depend on such sentences, and words about garments say nothing of the body.
"""

import re
from dataclasses import replace

from imagesvc.engines.pillow.vocabulary import people
from imagesvc.engines.pillow.words import Reading, read


def lots(reading: Reading, stage: str, *, count: int) -> list[float]:
    """Return numbers 0..1 that belong to whoever is described."""
    lasting = replace(reading, text=_OF_THE_MOMENT.sub("", reading.text))
    return [float(lot) for lot in lasting.trait(stage).random(count)]


def body_of(reading: Reading) -> Reading:
    """The same description without what is worn and held: an old cloak makes no old man."""
    return read(_WORN.sub("", reading.text), kind=reading.kind, seed=reading.seed)


def _sentences(openings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[.!?])\s+)(?:{'|'.join(openings)})\b[^.!?]*[.!?]?")


_WORN = _sentences(people.OF_THINGS)
_OF_THE_MOMENT = _sentences((*people.OF_THINGS, *people.OF_THE_MOMENT))
