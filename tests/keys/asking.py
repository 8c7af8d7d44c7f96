"""Clients of the API where keys are asked for: one for each who may ask."""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client

from imagesvc.keys.issuing import issue
from imagesvc.keys.models import ApiKey, Scope


class KeyClient(Client):
    """Sends a key with every request."""

    def __init__(self, key: ApiKey, token: str) -> None:
        super().__init__(headers={"Authorization": f"Bearer {token}"})
        self.key = key
        self.token = token


def client_with(*scopes: Scope, name: str = "", **quotas: Any) -> KeyClient:
    """Return a client with a key of its own; without scopes it may request and read."""
    scopes = scopes or (Scope.REQUEST, Scope.READ)
    issued = issue(name=name or f"key {ApiKey.objects.count()}", scopes=frozenset(scopes), **quotas)
    return KeyClient(issued.key, issued.token)


def logged_in(*permissions: str, enforce_csrf_checks: bool = False) -> Client:
    """Return a browser in which somebody with these permissions is logged in."""
    user = User.objects.create_user(f"user {User.objects.count()}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(user)
    return client
