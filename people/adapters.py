"""The seam to django-allauth: nobody signs up by themselves, and letters have our own address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.core.mail import EmailMessage
from django.db.models import Subquery
from django.http import HttpRequest
from django.utils import timezone

from people.actions import tell_second_step
from people.models import Organisation, User

# What allauth would mail by itself, and the kind of ours that says it.
_TOLD = {
    "mfa/email/totp_activated": "second_step_added",
    "mfa/email/webauthn_added": "second_step_added",
    "mfa/email/recovery_codes_generated": "second_step_added",
    "mfa/email/totp_deactivated": "second_step_ended",
    "mfa/email/webauthn_removed": "second_step_ended",
}


class AccountAdapter(DefaultAccountAdapter):
    """People come by roster and invitation, never by a sign-up form."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """Return one of allauth's own letters, marked as what it is, so that no absence note answers it (RFC 3834)."""
        letter: EmailMessage = super().render_mail(*args, **kwargs)
        letter.extra_headers["Auto-Submitted"] = "auto-generated"
        return letter

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Put it into the outbox, in our words; what has no words of ours stays as allauth has it."""
        if kind := _TOLD.get(template_prefix):
            tell_second_step(user, kind=kind, now=timezone.now())
        else:
            super().send_notification_mail(template_prefix, user, context, email)


class KnownPerson(AuthenticationBackend):
    """Whoever is signed in comes with `told_from`: from how many people on HR wants figures told, or None."""

    def get_user(self, user_id: Any) -> User | None:
        """Return a person who works here."""
        told_from = Subquery(Organisation.objects.values("smallest_group")[:1])
        person: User | None = User.objects.active().filter(pk=user_id).annotate(told_from=told_from).first()
        return person


def display_name(user: User) -> str:
    """Return how a person is addressed on sign-in pages."""
    return user.name
