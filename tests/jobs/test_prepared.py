"""Statements close to the driver: parameters on both databases, and a connection that has died meanwhile."""

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jobs import prepared


@pytest.mark.django_db
def test_parameters_come_by_place_or_by_name() -> None:
    assert prepared.read("SELECT %s + 1, 5 %% 3", [41]) == [(42, 2)]
    assert prepared.read("SELECT %(one)s + 1, %(two)s - 1", {"two": 2, "one": 1}) == [(2, 1)]


@pytest.mark.django_db
def test_statements_can_be_counted() -> None:
    with CaptureQueriesContext(connection) as queries:
        prepared.read("SELECT 1")

    assert [query["sql"] for query in queries.captured_queries] == ["SELECT 1"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is no server that could hang up")
def test_read_goes_on_with_a_new_connection_where_the_old_one_has_died() -> None:
    prepared.read("SELECT 1")
    connection.connection.close()

    assert prepared.read("SELECT 2") == [(2,)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is no server that could hang up")
def test_read_within_a_transaction_fails_with_it() -> None:
    def read_after_the_connection_died() -> None:
        with transaction.atomic():
            connection.connection.close()
            prepared.read("SELECT 2")

    with pytest.raises(OperationalError):
        read_after_the_connection_died()

    connection.close()
