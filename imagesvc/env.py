"""Typed readers for the environment, used by settings.py alone.

A value that cannot be read stops the start with one sentence that names the variable.
"""

import os
import re
import tomllib
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
# With a letter somewhere at its end, or a mistyped address would be taken for a name.
_HOST_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?<=[a-z])")


def read_str(name: str, default: str = "", *, one_of: tuple[str, ...] = ()) -> str:
    """Return the variable, or what stands in the file that <name>_FILE names (for secrets), or the default."""
    path = os.environ.get(f"{name}_FILE")
    value = _read_file(f"{name}_FILE", path) if path else os.environ.get(name, default).strip()
    if one_of and value not in one_of:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(one_of)}, not {value!r}.")
    return value


def _read_file(setting: str, path: str) -> str:
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{setting}: cannot read {path}: {error.strerror}.") from error


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


def read_hosts(name: str) -> tuple[IPv4Network | IPv6Network | str, ...]:
    """Return the variable's words as networks, where they are addresses or look like 10.0.0.0/8, else as host names."""
    return tuple(_read_host(name, word.lower()) for word in read_list(name))


def _read_host(name: str, word: str) -> IPv4Network | IPv6Network | str:
    try:
        return ip_network(word.strip("[]"))
    except ValueError as error:
        if not _HOST_NAME.fullmatch(word):
            raise ImproperlyConfigured(
                f"{name} must be host names, addresses or networks such as 10.0.0.0/8, not {word!r}."
            ) from error
        return word


def read_networks(name: str, default: str = "") -> tuple[str, ...]:
    """Return the variable's words, each an address or a network such as 10.0.0.0/8."""
    for word in (words := read_list(name, default)):
        try:
            ip_network(word)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} must be addresses or networks such as 10.0.0.0/8, not {word!r}."
            ) from error
    return words


def read_sections(name: str, default: str, *, prefix: str) -> dict[str, dict[str, Any]]:
    """Return the settings of several things by their names, in order.

    The variable holds names with commas between, or the path of a TOML file with a table for each. The settings of a
    thing `gpu-2` are the variables <prefix>GPU_2_<SETTING>, which win over its table; texts can come from files that
    <prefix>GPU_2_<SETTING>_FILE names, or `<setting>_file` in the table. Keys do not stand in the table itself.
    """
    value = read_str(name, default)
    if value.endswith(".toml"):
        sections = _read_tables(name, Path(value).expanduser())
    else:
        sections = {word: {} for word in read_list(name, default)}
    prefixes = {each: f"{prefix}{each.upper().replace('-', '_')}_" for each in sections}
    for variable in os.environ:
        # Of `gpu` and `gpu-2` the longer name is meant.
        owner = max((each for each in sections if variable.startswith(prefixes[each])), key=len, default=None)
        if owner is not None:
            plain = variable.removesuffix("_FILE")
            sections[owner][plain.removeprefix(prefixes[owner]).lower()] = read_str(plain)
    return sections


def _read_tables(name: str, path: Path) -> dict[str, dict[str, Any]]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: cannot read {path}: {error.strerror}.") from error
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {path} is no TOML: {error}.") from error
    sections: dict[str, dict[str, Any]] = {}
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise ImproperlyConfigured(f"{name}: {path} must hold tables alone, and {section} is none.")
        if "key" in table:
            raise ImproperlyConfigured(f"{name}: a key does not belong into {path}: name its file with key_file.")
        if "key_file" in table:
            table["key"] = _read_file(f"{name}: key_file of {section}", str(table.pop("key_file")))
        sections[section] = table
    return sections


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
