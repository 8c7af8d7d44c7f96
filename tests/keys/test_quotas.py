"""How much a key may have drawn."""

import pytest
from django.db import transaction

from imagesvc.keys.issuing import issue
from imagesvc.keys.models import Spending
from imagesvc.keys.quotas import QuotaExceeded, charge
from jobs.models import Job
from tests.factories import make_job

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("quota", "sentence"),
    [
        ({"jobs_per_hour": 2}, "This key may use 2 jobs an hour, and this would be more."),
        ({"jobs_per_day": 2}, "This key may use 2 jobs a day, and this would be more."),
        ({"pixels_per_hour": 8192}, "This key may use 8,192 pixels an hour, and this would be more."),
        ({"pixels_per_day": 8192}, "This key may use 8,192 pixels a day, and this would be more."),
        ({"jobs_at_once": 2}, "This key may have 2 jobs at a time; wait until one has ended."),
    ],
)
def test_third_job_is_too_many_and_leaves_no_trace(quota, sentence):
    key = issue(name="game", **quota).key

    def order() -> None:
        with transaction.atomic():
            make_job(owner=key.id)
            charge(key.id, pixels=4096)

    order()
    order()
    with pytest.raises(QuotaExceeded) as refusal:
        order()

    assert str(refusal.value) == sentence
    assert refusal.value.retry_after_seconds > 0
    assert Job.objects.count() == 2
    assert [row.amount for row in Spending.objects.all()] in ([], [2], [8192])


def test_key_without_quotas_has_what_it_likes():
    key = issue(name="game").key

    charge(key.id, pixels=4096)

    assert not Spending.objects.exists()
