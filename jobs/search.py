"""What somebody types into a search for jobs, such as `status:failed older:2h "red dragon"`."""

import re
from datetime import datetime

from jobs.selection import WORDS, BadSelection, Selection, select
from jobs.values import id_in

# A piece of a search; what begins with a quotation mark is no word with a colon.
_PIECE = re.compile(r'(?:(?P<word>[^\s":]+):)?(?P<value>"(?:[^"\\]|\\.)*"?|[^\s"]*)')


def parse_search(text: str, *, now: datetime | None = None) -> Selection:
    """Return what a search means; bare words are a prompt's.

    A bare id is that of a job. What would be a word by its colon, but is meant for the prompt, stands in quotes.
    """
    words: dict[str, list[str]] = {}
    for piece in _PIECE.finditer(text):
        name, value = piece["word"], _unquoted(piece["value"])
        if name is None and not value:
            continue
        if name is None:
            name = "prompt" if id_in(piece["value"]) is None else "id"
        elif (word := _NAMED_LOOSELY.get(_loosely(name))) is None:
            raise BadSelection(name, "is no word of a search; in quotation marks it is looked for in prompts")
        else:
            name = word.name
        words.setdefault(name, []).append(value)
    return select(words, now=now)


def _loosely(name: str) -> str:
    return name.replace("-", "").lower()


_NAMED_LOOSELY = {_loosely(word.name): word for word in WORDS}


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text
    # The closing mark may be missing while somebody is still typing.
    inner = re.fullmatch(r'"((?:[^"\\]|\\.)*)"?', text, re.DOTALL)
    return re.sub(r"\\(.)", r"\1", inner[1], flags=re.DOTALL) if inner else text.strip('"')
