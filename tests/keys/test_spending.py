"""Counting in windows, for several processes at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from imagesvc.keys.models import Spending
from imagesvc.keys.spending import Purse, forget_old, spend

LONG = 10**9  # a window that does not end during a test


@pytest.mark.django_db
def test_each_spending_adds_up_until_nothing_is_left():
    left = [spend("x", allowance=5, window_seconds=LONG, amount=2).left for _ in range(3)]

    assert left == [3, 1, -1]


@pytest.mark.django_db
def test_names_and_windows_are_counted_apart():
    spend("x", allowance=5, window_seconds=LONG)

    assert spend("y", allowance=5, window_seconds=LONG).left == 4
    assert spend("x", allowance=5, window_seconds=LONG // 3 * 2).left == 4


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_when_many_spend_at_once():
    def spend_ten(_: int) -> None:
        for _ in range(10):
            spend("x", allowance=1000, window_seconds=LONG)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(spend_ten, range(4)))

    assert Spending.objects.get().amount == 40


@pytest.mark.django_db
def test_purses_together_give_out_no_more_than_there_is():
    purses = [Purse(window_seconds=LONG) for _ in range(3)]

    given = sum(not purse.spend("x", allowance=100, now=0).is_over for _ in range(60) for purse in purses)

    assert given == 100


@pytest.mark.django_db
def test_purse_says_what_is_left_and_writes_a_row_for_a_block():
    purse = Purse(window_seconds=LONG)

    left = [purse.spend("x", allowance=100, now=0).left for _ in range(5)]

    assert left == [99, 98, 97, 96, 95]
    assert Spending.objects.get().amount == 5


@pytest.mark.django_db
def test_old_windows_are_forgotten():
    spend("x", allowance=5, window_seconds=LONG)
    Spending.objects.create(name="old", ends_at=1, amount=1)

    forget_old()

    assert list(Spending.objects.values_list("name", flat=True)) == ["x"]
