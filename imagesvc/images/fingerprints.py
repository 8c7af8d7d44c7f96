"""What a prompt was made from, as short hashes by part: kept with job and picture, and compared with today's texts.

Pure functions on text. A legible string such as `text:5f0c... place:- prefix:- preamble:91ab...` is what is stored; a
part of which nothing was said is `-`.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

# Twelve digits: among a million entities none is taken for unchanged by accident.
DIGITS = 12
NOTHING = "-"
_WRITTEN = re.compile(rf"(\w+):([0-9a-f]{{{DIGITS}}}|{NOTHING})")


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """The hashes of a prompt's parts, in the order in which people are told of them."""

    # The entity's own words, and what is said of where it is.
    text: str = NOTHING
    place: str = NOTHING
    # The world's: the prefix for the kind, and the preamble or what stands in for it.
    prefix: str = NOTHING
    preamble: str = NOTHING

    def __str__(self) -> str:
        return " ".join(f"{part}:{digest}" for part, digest in asdict(self).items())

    def changes_since(self, former: "Fingerprint") -> tuple[str, ...]:
        """Return the parts that differ."""
        return tuple(part for part in PARTS if getattr(self, part) != getattr(former, part))


PARTS = tuple(field.name for field in fields(Fingerprint))
# What depends on the world that is played, and not on the entity.
WORLD_PARTS = ("prefix", "preamble")


def fingerprint_of(
    *, text: Mapping[str, object], place: Mapping[str, object], prefix: str, preamble: str
) -> Fingerprint:
    """Return the fingerprint of a prompt's parts; an entity's come as words by their meaning, such as `figure`."""
    return Fingerprint(
        text=_digest(_said(text)), place=_digest(_said(place)), prefix=_digest(prefix), preamble=_digest(preamble)
    )


def read_fingerprint(written: str) -> Fingerprint | None:
    """Return what a job or picture says of its parts; None where that is nothing, or not of our writing."""
    digests = dict(_WRITTEN.findall(written))
    return Fingerprint(**digests) if tuple(digests) == PARTS else None


def _said(words: Mapping[str, object]) -> str:
    """Return what is said, with its meanings; what is empty counts for nothing, so that a new meaning changes none."""
    return "\n".join(f"{meaning}={said}" for meaning, said in sorted(words.items()) if said)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS] if text else NOTHING
