"""What is known about the models behind OpenAI's protocol: which sizes they draw and which parameters they refuse.

One table, `FAMILIES`; whatever is not in it is taken for a diffusion model that somebody else serves.
"""

import math
import re
from dataclasses import dataclass, replace

from imagesvc.engines.base import Size
from imagesvc.engines.sizes import nearest_in_grid, nearest_of

_SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")


@dataclass(frozen=True, kw_only=True)
class Family:
    """What models have in common: what they can draw, and which parameters they do not refuse."""

    pattern: re.Pattern[str]
    takes: frozenset[str]
    sizes: tuple[Size, ...] = ()  # if empty, a grid
    multiple: int = 8
    shortest: int = 64
    longest: int = 4096
    least_pixels: int = 0
    most_pixels: int | None = None
    steepest: float | None = None  # the longer side over the shorter one
    longest_prompt: int | None = None  # characters
    most_pictures: int = 10
    is_openai: bool = True

    def nearest(self, wanted: Size) -> Size:
        """Return the size to ask for: the wanted one if it can be, else the nearest in shape."""
        if self.sizes:
            return nearest_of(wanted, self.sizes)
        flat = _flattened(wanted, steepest=self.steepest)
        scale = max(1.0, math.sqrt(self.least_pixels / (flat[0] * flat[1])))
        fitted = nearest_in_grid(
            (math.ceil(flat[0] * scale), math.ceil(flat[1] * scale)),
            multiple=self.multiple,
            shortest=self.shortest,
            longest=self.longest,
            most_pixels=self.most_pixels,
        )
        # Rounding may have gone a little over an edge.
        while not self._is_within(fitted):
            width, height = fitted
            fitted = nearest_of(flat, ((width + self.multiple, height), (width, height + self.multiple)))
        return fitted

    def _is_within(self, size: Size) -> bool:
        is_flat = self.steepest is None or max(size) <= self.steepest * min(size)
        return is_flat and size[0] * size[1] >= self.least_pixels

    @property
    def sizes_in_words(self) -> str:
        if self.sizes:
            return ", ".join(text_of(size) for size in self.sizes)
        words = f"multiples of {self.multiple} from {self.shortest} to {self.longest}"
        return f"{words}, at most {self.steepest:g} times as long as wide" if self.steepest else words


GPT_IMAGE = frozenset({"quality", "background", "moderation", "output_format"})

# The first whose pattern fits the model's name. As the SDK documents them; what it leaves open is marked.
FAMILIES = (
    Family(
        pattern=re.compile(r"gpt-image-[2-9]"),
        takes=GPT_IMAGE,
        multiple=16,
        shortest=256,
        longest=3840,
        least_pixels=1024 * 640,  # not documented; smaller ones are refused
        most_pixels=3840 * 2160,
        steepest=3.0,
        longest_prompt=32_000,
    ),
    Family(
        pattern=re.compile(r"gpt-image-1|chatgpt-image"),
        takes=GPT_IMAGE,
        sizes=((1024, 1024), (1536, 1024), (1024, 1536)),
        longest_prompt=32_000,
    ),
    # Retired by OpenAI in 2026; others offer them under these names.
    Family(
        pattern=re.compile(r"dall-e-3"),
        takes=frozenset({"quality", "style", "response_format"}),
        sizes=((1024, 1024), (1792, 1024), (1024, 1792)),
        longest_prompt=4_000,
        most_pictures=1,
    ),
    Family(
        pattern=re.compile(r"dall-e-2"),
        takes=frozenset({"response_format"}),
        sizes=((256, 256), (512, 512), (1024, 1024)),
        longest_prompt=1_000,
    ),
    # Whatever else a server calls its models: most run a diffusion model with a seed of its own.
    Family(
        pattern=re.compile(r""),
        takes=GPT_IMAGE | {"style", "response_format"},
        is_openai=False,
    ),
)


def family_of(model: str) -> Family:
    """Return what is known about a model, by its name."""
    return next(family for family in FAMILIES if family.pattern.match(model))


def with_sizes(family: Family, sizes: tuple[str, ...]) -> Family:
    """Return the family with sizes like `1024x1024` in place of its own; raise ValueError."""
    matches = [_SIZE.fullmatch(size) for size in sizes]
    if not all(matches):
        raise ValueError("a size must be like 1024x1024")
    return replace(family, sizes=tuple((int(match[1]), int(match[2])) for match in matches if match))


def text_of(size: Size) -> str:
    return f"{size[0]}x{size[1]}"


def _flattened(size: Size, *, steepest: float | None) -> Size:
    """Return a size of the same longer side that is no steeper than allowed."""
    width, height = size
    if steepest is None:
        return size
    return max(width, math.ceil(height / steepest)), max(height, math.ceil(width / steepest))
