"""How much a key may have drawn."""

import pytest
from django.db import transaction

from imagesvc.keys.issuing import issue
from imagesvc.keys.models import Spending
from imagesvc.keys.quotas import QuotaExceeded, charge, charge_requeued, jobs_left
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


def test_what_was_requeued_is_none_of_the_jobs_that_a_key_may_have_at_a_time():
    key = issue(name="game", jobs_at_once=1).key
    for _ in range(3):
        make_job(owner=key.id, parent=make_job())
    make_job(owner=key.id)

    charge(key.id, pixels=4096)

    make_job(owner=key.id)
    with pytest.raises(QuotaExceeded):
        charge(key.id, pixels=4096)


@pytest.mark.parametrize(
    ("quotas", "left"),
    [
        ({}, None),
        ({"jobs_at_once": 1}, None),
        ({"jobs_per_hour": 7, "jobs_per_day": 9}, 5),
        ({"jobs_per_day": 9, "pixels_per_hour": 5_000}, 3),
        ({"pixels_per_day": 2_500}, 0),
        ({"jobs_per_hour": 2}, 0),
    ],
)
def test_what_is_left_is_what_the_tightest_quota_leaves(quotas, left):
    key = issue(name="game", **quotas).key
    with transaction.atomic():
        charge_requeued(key.id, jobs=2, pixels=2_000)

    assert jobs_left(key.id, pixels_each=1_000) == left
