"""The seam to allauth's second step: secrets lie encrypted, and who needs a second step keeps one."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser

from programs.queries import needs_second_step
from record.keys import lock, unlock


class SecondStepAdapter(DefaultMFAAdapter):
    """Authenticator apps, recovery codes and passkeys."""

    def encrypt(self, text: str) -> str:
        """Lock a secret under the master key, so that a stolen dump makes no codes."""
        return lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a locked secret."""
        return unlock(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another step is left, or none is needed."""
        person = authenticator.user
        steps = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return not needs_second_step(person) or steps.exclude(pk=authenticator.pk).exists()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return the mail address: what tells two sign-ins apart in an authenticator app."""
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Return what a passkey is called until its owner names it."""
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"
