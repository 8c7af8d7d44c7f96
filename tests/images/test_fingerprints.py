"""A fingerprint says which part of a prompt has changed, survives being stored, and counts nothing that is not said."""

import pytest

from imagesvc.images.fingerprints import PARTS, Fingerprint, fingerprint_of, read_fingerprint
from jobs.models import Job

pytestmark = pytest.mark.once


def fingerprint(**changes: object) -> Fingerprint:
    parts = {
        "text": {"name": "Lamp", "text": "A lamp.", "is_dead": False},
        "place": {"place": "Old Quay"},
        "prefix": "An oil painting.",
        "preamble": "[Tags: fog]",
    }
    return fingerprint_of(**(parts | changes))


def test_fingerprint_is_legible_and_read_again() -> None:
    written = str(fingerprint(place={"place": ""}, prefix=""))

    assert written == "text:c7231bebf509 place:- prefix:- preamble:690ad3117aa5"
    assert read_fingerprint(written) == fingerprint(place={}, prefix="")


def test_longest_fingerprint_fits_its_column() -> None:
    longest = Job._meta.get_field("made_from").max_length

    assert longest is not None
    assert len(str(fingerprint())) <= longest


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("text", {"name": "Lamp", "text": "A broken lamp."}),
        ("text", {"name": "Lamp", "text": "A lamp.", "is_dead": True}),
        ("text", {"name": "A lamp.", "text": "Lamp"}),
        ("place", {"place": "New Quay"}),
        ("place", {}),
        ("prefix", "A photograph."),
        ("preamble", ""),
    ],
)
def test_a_change_is_told_by_its_part(part: str, said: object) -> None:
    assert fingerprint(**{part: said}).changes_since(fingerprint()) == (part,)


def test_several_changes_are_told_in_one_order() -> None:
    changed = fingerprint(preamble="", prefix="", text={}, place={})

    assert changed.changes_since(fingerprint()) == PARTS == ("text", "place", "prefix", "preamble")


def test_a_new_field_of_which_nothing_is_said_changes_nothing() -> None:
    more = fingerprint(text={"text": "A lamp.", "name": "Lamp", "is_dead": False, "is_wet": False, "smell": ""})

    assert more.changes_since(fingerprint()) == ()


@pytest.mark.parametrize(
    "written",
    ["", "text:- place:-", "place:- text:- prefix:- preamble:-", "text:xyz place:- prefix:- preamble:-", "preamble"],
)
def test_what_is_not_a_fingerprint_is_none(written: str) -> None:
    assert read_fingerprint(written) is None
