"""`python -m tests.docs.drawing PROMPT`: draw one small picture as a worker does, in this process."""

import os
import sys

import django


def main(prompt: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagesvc.settings")
    django.setup()
    from jobs import lifecycle, worker  # noqa: PLC0415  (only after Django is set up)
    from tests.factories import make_job  # noqa: PLC0415  (likewise)

    make_job(prompt=prompt, width=64, height=64)
    job = lifecycle.claim(worker="docs:1")
    assert job is not None
    worker.run(job)
    job.refresh_from_db()
    assert job.status == "completed", job.error


if __name__ == "__main__":
    main(sys.argv[1])
