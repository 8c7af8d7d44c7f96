"""How it is said which jobs are meant: in an address, word by word, and in a body."""

from collections.abc import Mapping

from imagesvc.api.openapi.answers import PLAIN, Part, in_query
from imagesvc.api.openapi.schema import ENTITY_WORDS, Shape, items, number, one_of, text, time
from imagesvc.api.pagination import PARAMETER_LENGTH
from jobs.selection import VALUE_LENGTH, WORDS, Word

# What a word of a selection may be; those that are not here may be any text.
_EXACTLY: Mapping[str, Shape] = {
    "status": one_of(("queued", "waiting", "processing", "completed", "failed", "timeout", "cancelled")),
    "entityType": one_of((*ENTITY_WORDS, "custom")),
    "attempts": text(pattern=r"^[0-9]{1,6}(\+)?$"),
    "older": text(pattern="^[0-9]{1,5}[smhdw]$"),
    "newer": text(pattern="^[0-9]{1,5}[smhdw]$"),
    **dict.fromkeys(("createdAfter", "createdBefore", "finishedAfter", "finishedBefore"), time()),
    "id": text(format="uuid"),
}
_ANY_TEXT = text(
    minLength=1,
    maxLength=VALUE_LENGTH,
    pattern=r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$",
)


def _once(word: Word) -> Shape:
    """Return what may be said with a word, once."""
    return _EXACTLY.get(word.name, _ANY_TEXT)


def _said(word: Word) -> Shape:
    """Return what may be said with a word in a body: a text or a number, or a list of them."""
    shape = _once(word)
    values = [shape]
    if word.name == "attempts":
        values.append(number(minimum=0, maximum=999_999))
    elif shape is _ANY_TEXT:
        values.append(number())
    several = [items({"anyOf": values}, minItems=1)] if word.is_repeatable else []
    help_text = f"{word.help} Alternatives as a list." if word.is_repeatable else word.help
    return {"description": help_text, "anyOf": [*values, *several, {"type": "null"}]}


def _asked(word: Word) -> Part:
    """Return what may be said with a word in an address."""
    shape = _once(word)
    if word.name == "clientId":
        # Clients of the original send an empty one where they have none.
        shape = {"type": "string", "maxLength": PARAMETER_LENGTH, "pattern": PLAIN}
    return {"type": "array", "items": shape} if word.is_repeatable else shape


IN_ADDRESS = tuple(
    in_query(
        word.name,
        f"{word.help} May be repeated." if word.is_repeatable else word.help,
        schema=_asked(word),
        example=[word.example] if word.is_repeatable else word.example,
    )
    for word in WORDS
)
IN_BODY = {word.name: _said(word) for word in WORDS}
