"""What is next for whoever runs a program or stands for one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from desk.queries.steps import FRESH, NextStep, Urgency
from insights.models import Release
from pairing.models import Proposal, Round
from people.models import User
from profiles.queries import ready
from programs.access import ORGANISERS, SPONSOR, roles_with
from programs.models import Participation, Program, RosterImport, Side, named_in_a_role_of


def organising(person: User, *, now: datetime) -> Iterator[NextStep]:
    """Yield what the programs ask of those who run or sponsor them."""
    programs = Program.objects.order_by("starts_on", "name").exclude(state=Program.State.CLOSED)
    rows = list(_with_facts(programs if person.is_hr_admin else programs.filter(named_in_a_role_of(person)), now=now))
    if not rows and person.is_hr_admin:
        yield NextStep(
            Urgency.WORK,
            "Create your first program",
            "Choose a template; everything in it can be changed.",
            reverse("programs:choose_template"),
            "Choose a template",
            minutes=10,
        )
    for program in rows:
        roles = roles_with(program, person, None)
        if roles & set(ORGANISERS):
            yield from _step_of_program(program)
        elif SPONSOR in roles:
            yield from _step_of_release(program)


def _with_facts(programs: QuerySet[Program], *, now: datetime) -> QuerySet[Program]:
    """Annotate what decides the organisers' next step."""
    imports = RosterImport.objects.filter(program=OuterRef("pk")).order_by("-requested_at")
    rounds = Round.objects.filter(program=OuterRef("pk")).order_by("-requested_at")
    releases = Release.objects.done().filter(program=OuterRef("pk")).order_by("-number")
    held = Proposal.objects.open().filter(Q(newcomer=OuterRef("pk")) | Q(senior=OuterRef("pk")))
    free = ready(Participation.objects.looking().with_places().filter(~Exists(held), program=OuterRef("pk")))
    newest_import = RosterImport.objects.filter(pk=OuterRef("import_id"), finished_at__gt=now - FRESH)
    return programs.annotate(
        has_people=Exists(Participation.objects.filter(program=OuterRef("pk"))),
        import_id=Subquery(imports.values("pk")[:1]),
        import_is_faulty=Exists(newest_import.filter(Q(errors__isnull=False) | Q(state=RosterImport.State.FAILED))),
        round_id=Subquery(rounds.values("pk")[:1]),
        round_state=Subquery(rounds.values("state")[:1]),
        round_is_under_way=Exists(Round.objects.filter(program=OuterRef("pk"), state__in=Round.UNDER_WAY)),
        round_published_at=Subquery(rounds.values("published_at")[:1]),
        newcomers_free=Exists(free.on(Side.NEWCOMER)),
        seniors_free=Exists(free.on(Side.SENIOR)),
        release_number=Subquery(releases.values("number")[:1]),
    )


def _step_of_program(program: Any) -> Iterator[NextStep]:
    """Yield what a program asks of its organisers."""
    name, here = program.name, [program.pk]
    if program.is_draft:
        text = "Nobody is invited before it is open."
        yield NextStep(Urgency.WORK, f"Open {name}", text, reverse("programs:program", args=here), "Check it", 5)
        return
    if not program.has_people:
        url = reverse("programs:import_roster", args=here)
        text = "It is open, and nobody is invited yet."
        yield NextStep(Urgency.WORK, f"Invite people to {name}", text, url, "Bring in a roster", 5)
        return
    if program.import_is_faulty:
        url = reverse("programs:roster_import", args=[*here, program.import_id])
        text = f"The good rows are in {name}; each other row says what to mend."
        yield NextStep(Urgency.WORK, "Some rows of the roster could not be used", text, url, "See which rows", 5)
    if program.round_state == Round.State.DONE and program.round_published_at is None:
        url = reverse("pairing:round", args=[*here, program.round_id])
        text = "Nobody is told before you publish it."
        yield NextStep(Urgency.WORK, f"A round of {name} is ready to publish", text, url, "Look at the round", 10)
    elif program.newcomers_free and program.seniors_free and not program.round_is_under_way:
        url = reverse("pairing:rounds", args=here)
        text = "People on both sides have a complete profile and no partner."
        yield NextStep(Urgency.WORK, f"People in {name} can be paired", text, url, "Run a round", 5)


def _step_of_release(program: Any) -> Iterator[NextStep]:
    """Yield the newest release to its sponsor, who sees nothing else."""
    if program.release_number is None:
        return
    yield NextStep(
        Urgency.NEWS,
        f"Release {program.release_number} of {program.name}",
        "The newest figures that may be told.",
        reverse("insights:figures", args=[program.pk]),
        "See the figures",
        minutes=3,
    )
