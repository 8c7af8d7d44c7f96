"""Users of each role, and rows as the admin shows them."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client

ROLES = ("viewer", "operator", "admin")


@pytest.fixture
def client_of(db: None) -> Callable[[str], Client]:
    """Return a client that is logged in as somebody of a role, or as nobody."""
    # Tests that commit leave no rows behind, not even those of migrations.
    import_module("imagesvc.migrations.0001_roles").make_roles(apps, None)
    import_module("imagesvc.migrations.0002_admins_have_keys").let_admins_have_keys(apps, None)

    def log_in(role: str) -> Client:
        client = Client()
        if role in ROLES:
            user, _ = User.objects.get_or_create(username=f"{role}-of-us", defaults={"is_staff": True})
            user.groups.set(Group.objects.filter(name=role))
            client.force_login(user)
        return client

    return log_in
