"""What the walks of one program share: who is in it, what they tell each other, and the letters they get."""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from outbox.tasks import deliver_messages
from people.models import Role, User
from profiles.actions import load_skills
from sessions_app.models import Meeting
from tests.factories import grant, make_organisation, make_person

NIA, SOL = "nia@quay.example", "sol@quay.example"
ROSTER = f"""\
email,name,manager,grade,team,department,location,time zone
boss@quay.example,Bea Boss,,7,Board,Head office,Harbour,Europe/London
{SOL},Sol Senior,boss@quay.example,6,Fleet,Operations,Harbour,Europe/Berlin
{NIA},Nia Newcomer,boss@quay.example,2,Web,Digital,Harbour,Europe/London
bad row,No Mail,,1,,,,
"""
PROGRAM = "Two-way crossing"
OUTCOME = "People who raise an unwelcome point"
CHARTS, DECIDES = "Charts that say one thing", "Who decides what"
NIAS_GAP, NIAS_GOAL, NIAS_NOTE, SOLS_ASKING = CANARIES = (
    "I answer too quickly",
    "Redraw one chart of mine",
    "Said more than I meant to",
    "I feel tested",
)
SOLS_GAP, SOLS_GOAL = "I print things to read them", "Follow one request to its signature"
REPLY, IDEA, ANSWER = "Tuesday at ten", "One page first", "From autumn on."


def cast_of_the_story() -> dict[Role.Name, User]:
    """Make the organisation and one person a role, as its first day leaves it."""
    load_skills()  # other tests with real transactions empty the tables, shipped skills included
    make_organisation()
    return {role: grant(make_person(role.label), role) for role in Role.Name}


def letters() -> list[EmailMessage]:
    """Deliver what is due and return the new letters."""
    mail.outbox.clear()
    deliver_messages()
    return list(mail.outbox)


def link_in(found: Sequence[EmailMessage], to: str, words: str, *, under: str = "") -> str:
    """Return the first address, `under` a line, in the one letter to a person whose subject or text has `words`."""
    (letter,) = [each for each in found if each.to == [to] and words in each.subject + each.body]
    return re.search(r"https?://[^/\s]+(/\S+)", letter.body[letter.body.index(under) :]).group(1)


def newest_code() -> str:
    """Return the sign-in code of the newest letter."""
    return re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", mail.outbox[-1].body, re.MULTILINE).group(1)


def let_first_session_be_in(**interval: float) -> None:
    """Let time pass: the first session begins this long from now, or began that long ago."""
    Meeting.objects.filter(number=1).update(starts_at=timezone.now() + timedelta(**interval))
