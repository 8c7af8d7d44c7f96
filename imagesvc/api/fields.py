"""Serializer fields that take a value of the right type or refuse it: nothing is coerced, except where a field says so.

Sentences begin with "This field", which errors.py replaces by the name.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.fields import empty

# Tab, newline, and the carriage return of a Windows newline are text; the rest would speak to terminals.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
# Letters by their category, yet nothing to see: the fillers of Hangul, and Braille without a dot.
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Spaces, line ends, and what only joins, parts or turns other characters.
_INVISIBLE_CATEGORIES = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf"))
_DIGITS = re.compile(r"[0-9]{1,20}")


class RequestSerializer(serializers.Serializer[Any]):
    """The body of a request: `null` is the same as absent, and keys that are not known are ignored."""

    @classmethod
    def read(cls, body: Any) -> dict[str, Any]:
        """Return what a body says by our names for it; raise ValidationError."""
        values: dict[str, Any] = _serializer(cls).run_validation(body)
        return values

    def to_internal_value(self, data: Any) -> Any:
        """Do what DRF does with fields that a form cannot have sent, without a look at each that is absent."""
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)
        values = self._absent.copy()
        errors: dict[str, Any] = {}
        for name, source, field in self._known:
            value = data.get(name)
            if value is None and source in values:
                continue
            try:
                values[source] = field.run_validation(empty if value is None else value)
            except serializers.ValidationError as error:
                errors[name] = error.detail
        if errors:
            raise serializers.ValidationError(errors)
        return values

    @cached_property
    def _known(self) -> list[tuple[str, str, serializers.Field[Any, Any, Any, Any]]]:
        """Return the fields with their names on the wire and here."""
        return [(name, field.source or name, field) for name, field in self.fields.items()]

    @cached_property
    def _absent(self) -> dict[str, Any]:
        """Return what is taken of a field that is not there, where it need not be."""
        return {source: field.get_default() for _, source, field in self._known if not field.required}


@cache
def _serializer(kind: type[RequestSerializer]) -> RequestSerializer:
    """Return the one that reads all bodies of a kind: to copy its fields takes as long as to read."""
    return kind()


class StrictText(serializers.CharField):
    """A text, trimmed unless `trim=False`; where it may not be blank, something of it must be visible."""

    default_error_messages: ClassVar = {
        "invalid": "This field must be a text.",
        "blank": "This field must not be empty.",
        "control": "This field must not contain control characters other than tabs and newlines.",
        "max_length": "This field must not be longer than {max_length} characters.",
        "min_length": "This field must have at least {min_length} characters.",
    }

    def __init__(self, *, trim: bool = True, **options: Any) -> None:
        super().__init__(trim_whitespace=trim, **options)

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, str) and not self.allow_blank and not is_visible(data):
            self.fail("blank")
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if _CONTROL.search(data):
            self.fail("control")
        return data.strip() if self.trim_whitespace else data


class StrictInteger(serializers.IntegerField):
    """A whole number from `low` to `high`; with `digits=True` also as a text of digits."""

    default_error_messages: ClassVar = {
        "invalid": "This field must be a whole number from {low} to {high}.",
    }

    def __init__(self, *, low: int, high: int, digits: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.low = low
        self.high = high
        self.digits = digits

    def to_internal_value(self, data: Any) -> int:
        if self.digits and isinstance(data, str) and _DIGITS.fullmatch(data):
            data = int(data)
        if isinstance(data, bool) or not isinstance(data, int) or not self.low <= data <= self.high:
            self.fail("invalid", low=self.low, high=self.high)
        return data


class StrictBoolean(serializers.BooleanField):
    """`true` or `false`, and no word for it."""

    default_error_messages: ClassVar = {"invalid": "This field must be true or false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


def is_visible(text: str) -> bool:
    """Say whether anything of a text can be seen."""
    return any(
        unicodedata.category(character) not in _INVISIBLE_CATEGORIES and character not in _INVISIBLE_LETTERS
        for character in text
    )
