"""The seam to django-allauth: nobody signs up by themselves, and letters have our own address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """People come by roster and invitation, never by a sign-up form."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""


def display_name(user: User) -> str:
    """Return how a person is addressed on sign-in pages."""
    return user.name
