"""Which jobs a request means: the words of `jobs.selection` as parameters of an address and as keys of a body."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from imagesvc.api.errors import THIS_FIELD, invalid_fields
from imagesvc.api.pagination import several
from imagesvc.keys.callers import Caller
from jobs.selection import WORD_NAMED, BadSelection, Selection, Words, select

MOST_VALUES = 10_000


def selection_in(params: QueryDict, *, caller: Caller) -> Selection:
    """Return which jobs the parameters of an address mean; ApiError where one is nonsense.

    Clients of the original send an empty `clientId` where they have none.
    """
    words = {name: several(params, name) for name in WORD_NAMED if name in params}
    said = {name: values for name, values in words.items() if name != "clientId" or any(values)}
    return _selection(said, caller=caller)


def selection_said(body: Mapping[str, Any], *, besides: Iterable[str], caller: Caller) -> Selection:
    """Return which jobs a body means, whose other keys are `besides`; ApiError where one is nonsense.

    Other than elsewhere a key that is not known is refused, whatever it holds: it may be a filter that was misspelt,
    and without it every job would be meant.
    """
    others = [name for name in body if name not in besides]
    unknown = {name: [f"{THIS_FIELD} is not known."] for name in others if name not in WORD_NAMED}
    if unknown:
        raise invalid_fields(unknown)
    said = {name: body[name] for name in others if body[name] is not None}
    return _selection({name: _texts(name, value) for name, value in said.items()}, caller=caller)


def _selection(words: Words, *, caller: Caller) -> Selection:
    """Return what the words mean; the client that they name is one of the caller's."""
    try:
        selection = select(words)
    except BadSelection as error:
        raise invalid_fields({error.word: [f"{THIS_FIELD} {error.sentence}."]}) from error
    if selection.client_id is None:
        return selection
    return replace(selection, client_id=caller.named(selection.client_id))


def _texts(name: str, value: Any) -> list[str]:
    """Return the values of a word: a text, a list of texts, or a whole number."""
    values = value if isinstance(value, list) else [value]
    if not 1 <= len(values) <= MOST_VALUES or not all(_is_text(each) for each in values):
        raise invalid_fields({name: [f"{THIS_FIELD} must be a text, or a list of 1 to {MOST_VALUES} texts."]})
    return [str(each) for each in values]


def _is_text(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)
