"""What is next for somebody who is joining: the invitation, the profile, the orientation."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse

from desk.queries.steps import NextStep, Urgency
from desk.queries.waiting import open_proposals
from people.models import User
from profiles.queries import missing_steps, told_steps
from programs.data.orientation import MINUTES
from programs.models import Participation, Program

# The steps of the profile, as home asks for them.
ASKS = {
    "offers": "Say what you could show somebody",
    "gaps": "Say what you would like to get better at",
    "rhythm": "Say when you can meet",
}


def joining(person: User, paired: set[UUID]) -> Iterator[NextStep]:
    """Yield what an invitation or an unfinished profile asks."""
    proposed = open_proposals(person).filter(round__program=OuterRef("program"))
    mine = (
        Participation.objects.of(person)
        .filter(program__state=Program.State.OPEN)
        .exclude(state=Participation.State.LEFT)
        .select_related("program")
        .annotate(**told_steps(), is_proposed=Exists(proposed))
        .order_by("invited_at")
    )
    for participation in mine:
        if participation.is_invited:
            yield step_of_invitation(participation)
        elif participation.has_asked or participation.is_waiting:
            yield _step_in_line(participation)
        elif participation.is_enrolled and participation.program_id not in paired and not participation.is_proposed:
            yield _step_of_profile(participation)


def step_of_invitation(participation: Participation) -> NextStep:
    """Return what an invitation asks."""
    program = participation.program
    return NextStep(
        Urgency.NOW,
        f"You are invited to {program.name}",
        "Read what it is and what it asks. Whether you join is up to you.",
        reverse("programs:enrol", args=[program.pk]),
        "Look at the invitation",
        minutes=2,
    )


def _step_in_line(participation: Participation) -> NextStep:
    program = participation.program
    return NextStep(
        Urgency.WAITING,
        f"You wait for a place in {program.name}" if participation.is_waiting else f"You asked to join {program.name}",
        "You get a mail when that changes. Nothing is asked of you until then.",
        reverse("programs:program", args=[program.pk]),
        "See where I stand",
    )


def _step_of_profile(participation: Participation) -> NextStep:
    program, missing = participation.program, missing_steps(participation)
    if participation.is_paused or program.is_paused:
        mine = participation.is_paused
        return NextStep(
            Urgency.WAITING,
            f"You take a break from {program.name}" if mine else f"{program.name} rests",
            "Nothing is asked of you meanwhile.",
            reverse("sessions_app:take_a_break" if mine else "programs:program", args=[program.pk]),
            "I am back" if mine else "See the program",
        )
    if not missing and not participation.is_oriented:
        return NextStep(
            Urgency.NOW,
            "Read the orientation",
            f"Your profile for {program.name} is complete. Each side reads this before its first session.",
            reverse("programs:orientation", args=[program.pk]),
            "Open the orientation",
            minutes=MINUTES,
        )
    if not missing:
        waits = "You will get a mail when somebody is proposed to you."
        return NextStep(
            Urgency.WAITING,
            f"Your profile for {program.name} is complete",
            waits if participation.is_looking else "Nobody is proposed to you until you say so.",
            reverse("pairing:look_for_partner", args=[program.pk]),
            "See what comes next",
        )
    return NextStep(
        Urgency.NOW,
        ASKS[missing[0]],
        f"{program.name} needs it to find you a partner.",
        reverse(f"profiles:{missing[0]}", args=[program.pk]),
        "Go on with my profile",
        minutes=len(missing),
    )
