"""Taking off an account whatever says whose it was."""

from secrets import token_urlsafe

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from people.models import User

# What stands in place of a name, and where no mail ever arrives (RFC 2606).
NAMELESS = "Somebody who left"
ERASED = "erased.invalid"


@transaction.atomic
def erase_account(person: User) -> None:
    """Take everything off an account that says whose it was, and close it: every session of it ends.

    What others wrote keeps its place, beside somebody without a name.
    """
    blank = User(pk=person.pk, email=f"{person.pk}@{ERASED}", name=NAMELESS, is_active=False)
    blank.password = UNUSABLE_PASSWORD_PREFIX + token_urlsafe(30)
    blank.joined_at = person.joined_at
    blank.save(force_update=True)
    EmailAddress.objects.filter(user=person).delete()
