"""Typed readers for the environment, used by settings.py alone.

A value that cannot be read stops the start with one sentence that names the variable.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def read_str(name: str, default: str = "", *, one_of: tuple[str, ...] = ()) -> str:
    """Return the variable, or what stands in the file that <name>_FILE names (for secrets), or the default."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {path}: {error.strerror}.") from error
    else:
        value = os.environ.get(name, default).strip()
    if one_of and value not in one_of:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(one_of)}, not {value!r}.")
    return value


def read_bool(name: str, *, default: bool) -> bool:
    """Return the variable as a boolean: 1/true/yes/on or 0/false/no/off."""
    value = os.environ.get(name, "").strip().lower()
    if name not in os.environ:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value in TRUE


def read_int(name: str, default: int, *, low: int, high: int) -> int:
    """Return the variable as a whole number within [low, high]."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error
    if not low <= number <= high:
        raise ImproperlyConfigured(f"{name} must be between {low} and {high}, not {number}.")
    return number


def read_list(name: str, default: str = "") -> tuple[str, ...]:
    """Return the variable as the words between its commas."""
    return tuple(word.strip() for word in read_str(name, default).split(",") if word.strip())


def read_size(name: str, default: str) -> tuple[int, int]:
    """Return the variable, such as 1024x1536, as (width, height) in pixels, each 64 to 4096."""
    value = read_str(name, default)
    width, separator, height = value.lower().partition("x")
    if not (separator and width.isdecimal() and height.isdecimal()):
        raise ImproperlyConfigured(f"{name} must look like 1024x1536, not {value!r}.")
    size = int(width), int(height)
    if not all(64 <= side <= 4096 for side in size):
        raise ImproperlyConfigured(f"{name} must have sides of 64 to 4096 pixels, not {value!r}.")
    return size
