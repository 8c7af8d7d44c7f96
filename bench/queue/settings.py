"""The product's own settings with an engine that costs nothing, and, if asked, a runner that draws nothing.

Nothing else differs: the bench runs the real `manage.py cluster` on the real tables.
"""

import os

from imagesvc import engines
from imagesvc.settings import *  # noqa: F403  (the product's settings are what is measured)

engines.TYPES["bench"] = engines.EngineType(path="bench.queue.drawing:FixedPicture", concurrency=None, is_embedded=True)
ENGINES = engines.configure_all({"bench": {}}, limit_seconds=120)
JOB_RUNNER = os.environ.get("BENCH_JOB_RUNNER", JOB_RUNNER)  # noqa: F405  (from the settings that are imported above)
