"""Links in mails: absolute, and signed where they stand in for a sign-in.

A signed link says which message it came with and for what; GET shows, POST acts, the state of the thing it
acts on makes it single-use.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse


class BadLink(Exception):
    """The link is altered, too old, or made for something else."""


def absolute(view_name: str, **kwargs: object) -> str:
    """Return the address of a view as it stands in a mail."""
    return settings.SITE_URL + reverse(view_name, kwargs=kwargs)


def sign(purpose: str, *parts: object) -> str:
    """Return a token that proves `parts` for one purpose."""
    return signing.dumps([str(part) for part in parts], salt=f"link:{purpose}", compress=False)


def sign_lasting(purpose: str, part: object) -> str:
    """Return the one token of `part` for one purpose: always the same, and without an end of its own."""
    return signing.Signer(sep=".", salt=f"lasting:{purpose}").sign(str(part))


def read_lasting(purpose: str, token: str) -> str:
    """Return the part of a lasting token; raises BadLink."""
    try:
        return signing.Signer(sep=".", salt=f"lasting:{purpose}").unsign(token)
    except signing.BadSignature:
        raise BadLink from None


def read(purpose: str, token: str, *, max_age: timedelta) -> list[str]:
    """Return the parts of a token; raises BadLink."""
    try:
        parts: list[str] = signing.loads(token, salt=f"link:{purpose}", max_age=max_age)
    except signing.BadSignature:
        raise BadLink from None
    return parts
