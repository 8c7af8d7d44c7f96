"""What takes the place of drawing: an engine that has its picture ready, and a runner that needs none.

The job's seed is its number in the bench.
"""

import io

from PIL import Image

from bench.queue.marks import mark
from imagesvc.engines.base import Abilities, Drawing, Engine, ImageSpec, Picture, Watch
from imagesvc.engines.configuration import EngineConfig
from jobs.models import Job
from jobs.worker import Attempt


class FixedPicture(Engine):
    """Returns the same 8x8 picture each time, from memory."""

    def __init__(self, config: EngineConfig) -> None:
        super().__init__(config)
        pixels, file = Image.new("RGB", (8, 8), "teal"), io.BytesIO()
        pixels.save(file, "PNG")
        self._drawing = Drawing(pictures=(Picture(png=file.getvalue(), pixels=pixels),))

    @property
    def abilities(self) -> Abilities:
        return Abilities(sizes="8x8", has_seed=False, has_negative_prompt=False, most_pictures=1)

    def draw(self, spec: ImageSpec, watch: Watch) -> Drawing:  # noqa: ARG002  (an engine's signature)
        mark(spec.seed)
        return self._drawing


def complete_without_picture(job: Job, attempt: Attempt) -> None:
    """Do the whole job but for the picture."""
    mark(job.seed)
    attempt.engine = "bench"
    attempt.complete()
