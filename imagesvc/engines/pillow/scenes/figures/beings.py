"""What kind of being a description speaks of: a person, a beast, a creature or a machine."""

from dataclasses import dataclass, replace

from imagesvc.engines.pillow.sentences import Words
from imagesvc.engines.pillow.vocabulary import clothing, people
from imagesvc.engines.pillow.vocabulary.grammar import Table
from imagesvc.engines.pillow.words import Reading

_FIGURE_WORDS = 14  # in which it is said who it is


@dataclass(frozen=True, kw_only=True)
class Being:
    """What is drawn: a person, or by its kind and name something else, dressed or not."""

    kind: str  # person, beast, profile, creature or machine
    name: str
    is_dressed: bool


def being_of(reading: Reading) -> Being:
    """Say what kind of being it is, by the first words behind a composed name, or by the name."""
    head, words = reading.head, reading.words
    if words[:2] == ("portrait", "of") and len(words) > head:
        main = Words(words=words[head : head + _FIGURE_WORDS])
    else:
        main = Words(words=words[: head + _FIGURE_WORDS], head=head)
    figure = replace(reading, main=main)
    kind, _, name = figure.subject(_BEINGS, default="person ").partition(" ")
    if kind == "person" and not name:
        kind, name = _behind_the_calling(figure)
    elif name == "swarm":
        kind, name = _of_the_swarm(figure)
    wears = figure.score(people.BEASTFOLK) > 0 or bool(reading.best(clothing.GARMENTS, default=""))
    return Being(kind=kind, name=name, is_dressed=kind in {"beast", "profile", "machine"} and wears)


def _behind_the_calling(figure: Reading) -> tuple[str, str]:
    """What somebody with a calling is, if no human ("tabaxi bard", "robot captain")."""
    if figure.score(people.BEASTFOLK) > 0:
        name = figure.best(people.BEASTS, default="")
        return ("beast", name) if name else ("profile", figure.best(people.PROFILES, default="lizard"))
    if figure.best(people.PEOPLES, default=""):
        return "person", ""
    return ("machine", "robot") if figure.has(people.MACHINES, "robot") else ("person", "")


def _of_the_swarm(figure: Reading) -> tuple[str, str]:
    """One of a swarm of rats or a flock of ravens; insects stay a swarm."""
    for kind, table in (("beast", people.BEASTS), ("profile", people.PROFILES)):
        if name := figure.best(table, default=""):
            return kind, name
    return "creature", "swarm"


_BEINGS: Table = {
    f"{kind} {row}": words
    for kind, table in (
        ("person", {"": " ".join([people.CALLED, *clothing.CALLINGS.values()])}),
        ("person", people.PEOPLES),
        ("beast", people.BEASTS),
        ("profile", people.PROFILES),
        ("creature", people.CREATURES),
        ("machine", people.MACHINES),
    )
    for row, words in table.items()
}
