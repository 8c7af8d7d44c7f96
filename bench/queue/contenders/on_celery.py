"""Celery on Redis: two prefork workers, no results kept, JSON messages, without what only a fleet needs."""

import os

from celery import Celery

from bench.queue.marks import mark

app = Celery("bench", broker=os.environ["BENCH_REDIS"])
app.conf.update(task_ignore_result=True, worker_hijack_root_logger=False)


@app.task(name="job")
def job(number: int) -> None:
    mark(number)


def prepare() -> None:
    """Redis has no tables."""


def submit(number: int) -> None:
    job.delay(number)


def unfinished() -> int:
    """Return what is queued; with early acknowledgement Celery knows nothing of what is being done."""
    with app.connection_for_read() as connection:
        return int(connection.default_channel.client.llen("celery"))
