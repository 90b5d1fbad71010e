"""The site's navigation: what each person sees at the top and bottom of every page, in three queries at most."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from pairing.models import Pair
from people.access import PersonRequest
from people.models import Logo, Organisation, Role, User
from programs.models import Participation, Program

_RUNS_PROGRAMS = frozenset({Role.Name.HR_ADMIN, Role.Name.COORDINATOR, Role.Name.SPONSOR})


def navigation(request: PersonRequest) -> dict[str, object]:
    """Return `nav_items` and `footer_items` (label, url, current) and the organisation's name."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        looks = Organisation.objects.values_list("name", "colour", "logo__changed_at")
        name, colour, logo = looks.first() or (None, "", None)
        return {
            "nav_items": _items(request, _demo_items()),
            "footer_items": [],
            "organisation_name": name,
            "organisation_colour": colour,
            "organisation_logo": logo,
            "is_demo": settings.DEMO,
        }
    facts = _facts_of(person)
    return {
        "nav_items": _items(request, [*_own_items(request, person, facts), *_demo_items()]),
        "footer_items": _items(request, _footer_items(request, person, facts)),
        "organisation_name": facts["organisation"],
        "organisation_colour": facts["colour"],
        "organisation_logo": facts["logo"],
        "runs_programs": facts["runs_programs"],
        "is_demo": settings.DEMO,
    }


def live_pairs_of(request: PersonRequest) -> list[Pair]:
    """Return the reader's live pairs, read once a request: navigation and home both show them."""
    if not hasattr(request, "live_pairs"):
        pairs = Pair.objects.of(request.user).live().with_people().order_by("began_at")
        request.live_pairs = list(pairs)  # type: ignore[attr-defined]
    return request.live_pairs  # type: ignore[attr-defined, no-any-return]


def _facts_of(person: User) -> dict[str, Any]:
    """Return what the navigation depends on, in one query."""
    taking_part = Participation.objects.filter(person=OuterRef("pk")).exclude(state=Participation.State.INVITED)
    standing_for = Program.objects.filter(Q(coordinator=OuterRef("pk")) | Q(sponsor=OuterRef("pk")))
    facts: dict[str, Any] = (
        User.objects.filter(pk=person.pk)
        .values(
            organisation=Subquery(Organisation.objects.values("name")[:1]),
            colour=Subquery(Organisation.objects.values("colour")[:1]),
            logo=Subquery(Logo.objects.values("changed_at")[:1]),
            runs_programs=Exists(standing_for),
            # A question for each side: asked as one, no index answers it.
            is_newcomer=Exists(Pair.objects.live().filter(newcomer__person=person)),
            is_senior=Exists(Pair.objects.live().filter(senior__person=person)),
            newest_program=Subquery(taking_part.order_by("-enrolled_at").values("program")[:1]),
        )
        .get()
    )
    facts["runs_programs"] = facts["runs_programs"] or bool(person.roles & _RUNS_PROGRAMS)
    return facts


def _own_items(request: PersonRequest, person: User, facts: dict[str, Any]) -> list[tuple[str, str]]:
    items = [("Home", reverse("desk:home"))]
    items += [
        (f"With {pair.partner_of(person).person.first_name}", reverse("sessions_app:pair", args=[pair.pk]))
        for pair in (live_pairs_of(request) if facts["is_newcomer"] or facts["is_senior"] else ())
    ]
    if person.is_hr_admin:
        items.append(("People", reverse("people:people")))
    if facts["runs_programs"]:
        items.append(("Programs", reverse("programs:programs")))
    if person.roles & _RUNS_PROGRAMS:
        items.append(("Figures", reverse("insights:all_figures")))
    if person.is_counsellor:
        items.append(("Talks", reverse("counsel:queue")))
    items.append(("Ideas", reverse("ideas:ideas")))
    if person.is_hr_admin:
        items.append(("Delivery", reverse("desk:delivery")))
    items.append(("On record", reverse("desk:on_record")))
    return items


def _footer_items(request: PersonRequest, person: User, facts: dict[str, Any]) -> list[tuple[str, str]]:
    items = [
        ("What is on record", reverse("desk:on_record")),
        ("Privacy notice", reverse("desk:privacy_notice")),
        ("Your messages", reverse("desk:message_log")),
        ("Signing in", reverse("mfa_index")),
    ]
    if person.is_hr_admin:
        items += [("How long things are kept", reverse("desk:retention")), ("Documents", reverse("desk:documents"))]
    program = _program_here(request, facts)
    if program:
        items.append(("I’d like to talk", reverse("counsel:ask_to_talk", args=[program])))
    return items


def _program_here(request: PersonRequest, facts: dict[str, Any]) -> UUID | None:
    """Return the program whose counsellor the reader would talk to: that of the pair on the page, else the newest."""
    here = request.resolver_match.kwargs.get("pair_id") if request.resolver_match else None
    pairs = live_pairs_of(request) if here else []
    newest: UUID | None = facts["newest_program"]
    return next((pair.program_id for pair in pairs if pair.pk == here), newest)


def _demo_items() -> list[tuple[str, str]]:
    return [("Mailbox", reverse("desk:mailbox"))] if settings.DEMO else []


def _items(request: PersonRequest, items: list[tuple[str, str]]) -> list[dict[str, object]]:
    here = request.path
    return [{"label": label, "url": url, "current": here == url} for label, url in items]
