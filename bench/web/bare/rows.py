"""The yardstick's rows; `bench.queue.client` calls these functions by their names."""

import django
from django.core.management import call_command

django.setup()

from bench.web.bare.models import Wish  # noqa: E402  (models can be imported only now)

ROWS = 1_000


def prepare(_: int) -> dict[str, list[str]]:
    call_command("migrate", run_syncdb=True, verbosity=0)
    wishes = Wish.objects.bulk_create(
        Wish(prompt="A lighthouse at dusk, seen from the sea.", client_id=f"client{number % 8}")
        for number in range(ROWS)
    )
    return {"wishes": [str(wish.id) for wish in wishes[:100]]}


def clear(client_id: str) -> int:
    return Wish.objects.filter(client_id=client_id).delete()[0]
