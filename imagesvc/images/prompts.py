"""What an engine is asked to draw: the world's preamble, its prefix for the kind, and the entity in a painter's words.

The texts of a game are data: they reach the templates as values and are never read as templates themselves. Nothing
here makes a job or changes a row.
"""

from dataclasses import dataclass, replace

from django.template import engines

from entities.kinds import Drawable, style_of
from entities.models import Setting
from imagesvc.images.fingerprints import Fingerprint, fingerprint_of
from imagesvc.images.subjects import Subject, subject_of
from imagesvc.images.wording import listed, plain, sentence, within, words_of
from jobs.kept import KeptQuery
from jobs.prepared import read

# What is said of the surroundings is cut at this length of the whole description; the entity's own words never are.
LENGTH = 1500

_ACTIVE_WORLD = KeptQuery(lambda: Setting.objects.filter(is_active=True))


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """The final text. Its first `preamble_length` characters are the preamble and the blank line behind it."""

    text: str
    preamble_length: int = 0
    # What it was made from, where that is an entity.
    made_from: str = ""

    @property
    def description(self) -> str:
        """The text without the preamble."""
        return self.text[self.preamble_length :]


class NothingToDraw(Exception):
    """There are no words to draw by: no name, no description, no prompt."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that goes into an entity's prompt: what is told of the entity, and what its world adds."""

    subject: Subject
    prefix: str = ""
    preamble: str = ""
    # The world in a few words, where it has no preamble.
    style: str = ""

    @property
    def fingerprint(self) -> Fingerprint:
        return fingerprint_of(
            text=self.subject.own_words,
            place=self.subject.words_of_surroundings,
            prefix=self.prefix,
            preamble=self.preamble or self.style,
        )


def compose_entity_prompt(entity: Drawable) -> Prompt:
    """Return the prompt for an entity that came with its related rows; raise NothingToDraw if nothing is said of it."""
    return compose(material_of(entity, world=_ACTIVE_WORLD.first()))


def has_words(entity: Drawable) -> bool:
    """Say whether there is anything to draw an entity by."""
    return not subject_of(entity).is_blank


def material_of(entity: Drawable, *, world: Setting | None) -> Material:
    """Collect what an entity's prompt would be made from in a world; the entity came with its related rows."""
    subject = subject_of(entity)
    if world is None:
        return Material(subject=subject)
    preamble = plain(world.base_context_preamble)
    return Material(
        subject=subject,
        prefix=plain(_prefix(world, style=style_of(entity))),
        preamble=preamble,
        style="" if preamble else _style(world),
    )


def compose(material: Material) -> Prompt:
    """Put a prompt together; raise NothingToDraw if nothing is said of the entity."""
    if material.subject.is_blank:
        raise NothingToDraw("It has neither a name nor a description.")
    description = f"{_describe(material.subject)} {material.style}".strip()
    prompt = _with_preamble("\n\n".join(filter(None, [material.prefix, description])), preamble=material.preamble)
    return replace(prompt, made_from=str(material.fingerprint))


def compose_custom_prompt(text: str) -> Prompt:
    """Return the prompt for a text that somebody wrote; raise NothingToDraw if nothing visible is in it."""
    text = plain(text)
    if not text:
        raise NothingToDraw("The prompt is empty.")
    # By hand, because every custom prompt asks for it.
    rows = read("SELECT base_context_preamble FROM entities_setting WHERE is_active")
    return _with_preamble(text, preamble=rows[0][0] if rows else "")


def _describe(subject: Subject) -> str:
    """Return the description: the template's lines in order, of which the first always stands whole."""
    rendered = engines["prompts"].get_template(subject.template).render(vars(subject))
    first, *others = [" ".join(line.split()) for line in rendered.splitlines() if line.strip()]
    description = first
    for line in others:
        description = f"{description} {within(line, length=LENGTH - len(description) - 1)}".strip()
    return description


def _prefix(setting: Setting, *, style: str) -> str:
    return {
        "character": setting.image_prompt_prefix_character,
        "location": setting.image_prompt_prefix_location,
        "exit": setting.image_prompt_prefix_scenery,
        "item": setting.image_prompt_prefix_item,
        "scenery": setting.image_prompt_prefix_scenery,
    }[style]


def _style(setting: Setting) -> str:
    """Return the world in a few words, for worlds whose preamble does not tell."""
    said = listed(filter(None, map(words_of, [setting.genre, setting.theme, setting.tone])))
    return sentence(f"The style of the world: {said}") if said else ""


def _with_preamble(text: str, *, preamble: str) -> Prompt:
    preamble = plain(preamble)
    if not preamble:
        return Prompt(text=text)
    if text != preamble and not text.startswith(f"{preamble}\n"):
        text = f"{preamble}\n\n{text}"
    behind = text[len(preamble) :]
    return Prompt(text=text, preamble_length=len(text) - len(behind.lstrip()))
