"""Stock django-q2 with its ORM broker."""

import django
from django.core.management import call_command

django.setup()

from django_q.models import OrmQ  # noqa: E402  (models can be imported only now)
from django_q.tasks import async_task  # noqa: E402  (models can be imported only after Django is set up)


def prepare() -> None:
    call_command("migrate", verbosity=0)


def submit(number: int) -> None:
    async_task("bench.queue.marks.mark", number)


def unfinished() -> int:
    return int(OrmQ.objects.count())
