"""JSON answers that hold whole pictures as base64, read within bounds.

`json.loads` would have such an answer three times in memory, and makes gigabytes of objects of megabytes of brackets.
So the long texts are lifted out first; what is left has to be as small as the rest of an honest answer is.
"""

import binascii
import re
from secrets import token_hex
from typing import Any

from imagesvc.engines.answers import Answer, bad_answer
from imagesvc.engines.pictures import bad_image

# What an answer may hold beside its pictures.
MOST_OTHER_BYTES = 2**20
# Base64, also with its slashes escaped; no word of a prompt is that long.
_LONG_TEXT = re.compile(rb"[A-Za-z0-9+/=\\]{1024,}")


class InlineJson:
    """A JSON text whose long base64 texts have been replaced by names; `picture` finds their bytes."""

    def __init__(self, body: bytes) -> None:
        """Read the text; raise EngineError where it is no JSON, or too much of it."""
        self._body = body
        self._spans: dict[str, tuple[int, int]] = {}
        self.value: Any = Answer(status=200, headers={}, body=self._lift()).json()

    def picture(self, text: object) -> bytes:
        """Return the bytes of a picture whose text, with or without `data:...;base64,`, stands in `value`.

        Raise EngineError for what is no text or no base64.
        """
        if not isinstance(text, str):
            raise bad_image("The engine's answer holds no picture.")
        encoded = text.rpartition(",")[2] if text.startswith("data:") else text
        try:
            return binascii.a2b_base64(self._behind(encoded), strict_mode=True)
        except binascii.Error as error:
            raise bad_image("The engine sent a picture that is damaged.") from error

    def _lift(self) -> bytes:
        # Whoever writes the body cannot know what names there will be.
        prefix = token_hex(8)
        rest = bytearray()
        end = 0
        for number, match in enumerate(_LONG_TEXT.finditer(self._body)):
            name = f"{prefix}-{number}"
            rest += self._body[end : match.start()]
            rest += name.encode()
            # A backslash at its end escapes the quote behind it, and is no part of a picture's text.
            end = match.end()
            while self._body[end - 1 : end] == b"\\":
                end -= 1
            self._spans[name] = match.start(), end
            _check_size(len(rest))
        _check_size(len(rest) + len(self._body) - end)
        rest += self._body[end:]
        return bytes(rest)

    def _behind(self, text: str) -> bytes | memoryview:
        """Return the base64 that a name stands for, or the text itself if it is none."""
        if text not in self._spans:
            return text.encode("ascii", "replace")
        start, end = self._spans[text]
        if self._body.find(b"\\", start, end) < 0:
            return memoryview(self._body)[start:end]
        return self._body[start:end].replace(b"\\/", b"/")


def _check_size(size: int) -> None:
    if size > MOST_OTHER_BYTES:
        raise bad_answer("The engine's answer holds too much beside its pictures.")
