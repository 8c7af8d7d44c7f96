"""Texts from engines made fit to be kept and shown: short, one line, without control characters, paths and keys."""

import re
import unicodedata
from collections.abc import Iterable

from imagesvc.engines.configuration import Secret

MOST_CHARACTERS = 300
HIDDEN = "…"

# Windows and POSIX paths of at least two parts, and file URLs; `and/or` and `1/2` are none.
_PATH = re.compile(r"(?:file://\S+)|(?:\b[A-Za-z]:\\[^\s'\"<>|:]*)|(?:(?<![\w/.:])~?/(?:[\w.@+ -]+/)+[\w.@+-]*)")
# Keys as the usual services write them, and whatever follows a word that announces one.
_KEY = re.compile(
    r"\b(?:sk|pk|rk|key|hf|ghp|xox[a-z])[-_][A-Za-z0-9_*-]{6,}"
    r"|(?i:\b(?:bearer|basic)\s+[A-Za-z0-9+/._~-]{6,}=*)"
    r"|(?i:\b(?:api[-_ ]?key|apikey|password|secret|token|signature|sig)\s*[=:]\s*['\"]?[^\s'\",;&]{4,})"
)
# Terminal sequences: what would be left of one without its first character still looks like noise.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")


def clean(text: str, *, secrets: Iterable[Secret] = (), most: int = MOST_CHARACTERS) -> str:
    """Return a text of a stranger's as one short line that may be kept and shown."""
    secrets = [secret for secret in secrets if secret]
    # First of all: a cut could leave a part of one.
    for secret in secrets:
        text = text.replace(secret.reveal(), HIDDEN)
    # No pattern runs over more than this.
    text = _ESCAPES.sub(" ", text[: 20 * most])
    for secret in secrets:
        # Where it was split by what has gone now.
        text = text.replace(secret.reveal(), HIDDEN)
    text = "".join(" " if unicodedata.category(each) in _UNSHOWN else each for each in text)
    text = _KEY.sub(HIDDEN, _PATH.sub(HIDDEN, text))
    text = " ".join(text.split()).rstrip(" .:")
    return text if len(text) <= most else text[: most - 1].rstrip() + HIDDEN


# Control and format characters (some turn the direction of writing), surrogates, private use, unassigned, separators.
_UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
