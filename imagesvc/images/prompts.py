"""What an engine is asked to draw: the world's preamble, its prefix for the kind, and the entity in a painter's words.

The texts of a game are data: they reach the templates as values and are never read as templates themselves. Nothing here
makes a job or changes a row.
"""

from dataclasses import dataclass

from entities.kinds import Drawable
from entities.models import Setting
from imagesvc.images.wording import plain


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """The final text. Its first `preamble_length` characters are the preamble and the blank line behind it."""

    text: str
    preamble_length: int = 0

    @property
    def description(self) -> str:
        """The text without the preamble."""
        return self.text[self.preamble_length :]


class NothingToDraw(Exception):
    """There are no words to draw by: no name, no description, no prompt."""


def compose_entity_prompt(entity: Drawable) -> Prompt:
    """Return the prompt for an entity that came with its related rows; raise NothingToDraw if nothing is known of it."""
    setting = Setting.objects.active()
    name, description = plain(entity.name), plain(entity.description)
    if not name and not description:
        raise NothingToDraw("It has neither a name nor a description.")
    return _with_preamble(": ".join(filter(None, [name, description])), setting=setting)


def compose_custom_prompt(text: str) -> Prompt:
    """Return the prompt for a text that somebody wrote; raise NothingToDraw if nothing visible is in it."""
    text = plain(text)
    if not text:
        raise NothingToDraw("The prompt is empty.")
    return _with_preamble(text, setting=Setting.objects.active())


def _with_preamble(text: str, *, setting: Setting | None) -> Prompt:
    preamble = plain(setting.base_context_preamble) if setting else ""
    if not preamble:
        return Prompt(text=text)
    if text != preamble and not text.startswith(f"{preamble}\n"):
        text = f"{preamble}\n\n{text}"
    behind = text[len(preamble) :]
    return Prompt(text=text, preamble_length=len(text) - len(behind.lstrip()))
