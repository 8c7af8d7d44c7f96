"""An engine for tests: does what the prompt says after `dummy:`, and draws one plain colour.

`dummy: seconds=2 fail=permanent` takes two seconds and then fails for good. Words: `seconds` (drawing time), `fail`
(`permanent`, `retryable`, `request`, `away`, or `busy`, which does not count), `after` (what it asks us to wait),
`deaf=1` (does not ask its watch), `pictures` (how many), `crash=1` (a bug), `exit=1` (the process dies).
"""

import hashlib
import io
import os
import re
import time

from PIL import Image

from imagesvc.engines.base import Abilities, Drawing, Engine, EngineError, Fault, ImageSpec, Picture, Watch

STEP_SECONDS = 0.05
FAULTS = {"busy": Fault.BUSY, "away": Fault.AWAY, "request": Fault.REQUEST}


class DummyEngine(Engine):
    @property
    def abilities(self) -> Abilities:
        return Abilities(sizes="any", has_seed=True, has_negative_prompt=False, most_pictures=100)

    def draw(self, spec: ImageSpec, watch: Watch) -> Drawing:
        """Follow the script in the description; the colour is made of description and seed."""
        script = _script(spec.description)
        self._pass_time(float(script.get("seconds", 0)), watch=None if "deaf" in script else watch)
        if "exit" in script:
            os._exit(9)
        if "crash" in script:
            raise ZeroDivisionError("a scripted bug")
        if "fail" in script:
            raise _failure(script)
        watch.report(90, "Developing")
        numbers = range(int(script.get("pictures", 1)))
        return Drawing(pictures=tuple(_picture(spec, number=number) for number in numbers))

    @staticmethod
    def _pass_time(seconds: float, *, watch: Watch | None) -> None:
        start = time.monotonic()
        while (passed := time.monotonic() - start) < seconds:
            if watch is not None:
                watch.report(int(80 * passed / seconds), "Waiting as told")
            time.sleep(min(STEP_SECONDS, seconds - passed))


def _failure(script: dict[str, str]) -> EngineError:
    return EngineError(
        "The engine was told to fail.",
        is_retryable=script["fail"] not in ("permanent", "request"),
        code="scripted",
        fault=FAULTS.get(script["fail"], Fault.ENGINE),
        retry_after_seconds=float(script["after"]) if "after" in script else None,
    )


def _script(description: str) -> dict[str, str]:
    _, _, words = description.partition("dummy:")
    return dict(re.findall(r"(\w+)=([\w.]+)", words))


def _picture(spec: ImageSpec, *, number: int) -> Picture:
    red, green, blue = hashlib.sha256(f"{spec.seed} {number} {spec.description}".encode()).digest()[:3]
    pixels = Image.new("RGB", (spec.width, spec.height), (red, green, blue))
    file = io.BytesIO()
    pixels.save(file, "PNG", compress_level=1)
    return Picture(png=file.getvalue(), pixels=pixels)
