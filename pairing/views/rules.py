"""Pages of rules: setting them, rehearsing them on the roster, and what would free somebody who waits."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from leases.models import LeasedWork
from pairing import actions
from pairing.forms import PolicyForm, RehearsalForm
from pairing.models import Way
from pairing.queries import SHOWN, budget_of, names_of, reached, stranded_shown, way_shown
from pairing.views.hand import BLIND
from pairing.views.rounds import ask_for_round, organisers
from people.access import PersonRequest
from programs.actions import NotOpen, keep_history
from programs.data.policy import in_words
from programs.data.shipped import TEMPLATES
from programs.models import Program


@organisers
def policy(request: PersonRequest, program: Program) -> HttpResponse:
    """Set the rules and wishes, with what each rule does to the enrolled, or try them as a round."""
    now = timezone.now()
    begin, tried_from = _beginning(request, program)
    form = PolicyForm(request.POST or None, policy=begin)
    wanted = request.POST.get("do")
    if wanted in {"save", "try"} and form.is_valid():
        if wanted == "try":
            return ask_for_round(request, program, policy=form.values, tried_from=tried_from)
        try:
            keep_history(program, actions.set_policy, program, policy=form.values, by=request.user, now=now)
        except NotOpen:
            messages.warning(request, f"{program.name} has ended, so its rules stay as they were.")
        else:
            messages.info(request, "These are the program’s rules now. They hold from the next round on.")
        return redirect("pairing:policy", program.pk)
    context = {
        "program": program,
        "form": form,
        "reached": reached(program, form.values, now=now),
        "presets": TEMPLATES,
        "tried_from": tried_from,
        "budget": budget_of(program, now=now),
    }
    return render(request, "pairing/policy.html", context)


def _beginning(request: PersonRequest, program: Program) -> tuple[dict[str, Any], Any]:
    """Return the policy the page begins with, and the round it is tried from: a preset, a round, or the program's."""
    preset, origin = request.GET.get("preset"), request.GET.get("from")
    if preset:
        template = next((each for each in TEMPLATES if each.key == preset), None)
        if template is None:
            raise BadRequest
        return dict(template.policy), None
    if origin:
        try:
            found = program.rounds.filter(pk=UUID(origin)).first()
        except ValueError:
            raise BadRequest from None
        if found is not None:
            return found.policy, found
    return program.policy, None


@organisers
def rehearsals(request: PersonRequest, program: Program) -> HttpResponse:
    """Ask who would stand on which side, rehearse the rules on them, and list earlier rehearsals."""
    form = RehearsalForm(request.POST or None, program=program, with_roster=request.user.is_hr_admin)
    if request.method == "POST" and form.is_valid():
        asked = actions.request_rehearsal(program, by=request.user, now=timezone.now(), **form.cleaned_data)
        return redirect("pairing:rehearsal", program.pk, asked.pk)
    context = {
        "program": program,
        "form": form,
        "rehearsals": program.rehearsals.select_related("requested_by")[:10],
        "rules": in_words(program.policy),
    }
    return render(request, "pairing/rehearsals.html", context)


@organisers
def rehearsal(request: PersonRequest, program: Program, rehearsal_id: UUID) -> HttpResponse:
    """Show how far a rehearsal is, then whom the rules would leave without anybody."""
    found = get_object_or_404(program.rehearsals, pk=rehearsal_id)
    if request.htmx:
        return _progress(request, found, "pairing/_rehearsal_progress.html", rehearsal=found)
    context: dict[str, Any] = {"program": program, "rehearsal": found}
    if found.is_done:
        stranded = stranded_shown(found, reader=request.user)
        context |= {"rules": in_words(found.policy), "stranded": stranded}
        context["stranded_count"] = sum(group.count for group in stranded)
    return render(request, "pairing/rehearsal.html", context)


@organisers
def way(request: PersonRequest, program: Program, round_id: UUID, place_id: UUID) -> HttpResponse:
    """Ask what would free somebody who waits, and say it."""
    found = get_object_or_404(program.rounds.filter(SHOWN), pk=round_id)
    rows = found.waiting.select_related("participation__person", "participation__program")
    waiting = get_object_or_404(rows, participation=place_id)
    if request.method == "POST":
        actions.request_way(waiting, by=request.user, now=timezone.now())
        return redirect("pairing:way", program.pk, found.pk, place_id)
    asked = Way.objects.filter(waiting=waiting).first()
    if request.htmx:
        return _progress(request, asked, "pairing/_way_progress.html", way=asked)
    names = names_of(found, blind=bool(request.session.get(BLIND)))
    context = {
        "program": program,
        "round": found,
        "waiting": waiting,
        "name": names(waiting.participation),
        "way": asked,
        "shown": way_shown(asked, names=names) if asked and asked.is_done else None,
        "budget": budget_of(program, now=timezone.now()),
    }
    return render(request, "pairing/way.html", context)


@organisers
def try_way(request: PersonRequest, program: Program, round_id: UUID, place_id: UUID) -> HttpResponse:
    """Run a what-if with the change that would free somebody."""
    found = get_object_or_404(program.rounds.filter(SHOWN), pk=round_id)
    asked = get_object_or_404(Way.objects.exclude(field=""), waiting__participation=place_id, waiting__round=found)
    if request.method != "POST":
        return redirect("pairing:way", program.pk, found.pk, place_id)
    if not asked.is_place:
        return ask_for_round(request, program, policy={**found.policy, asked.field: asked.value}, tried_from=found)
    partner = asked.partners.filter(pk__in=_keys(request.POST.get("partner"))).first()
    if partner is None:
        messages.info(request, "Choose who might have one place more.")
        return redirect("pairing:way", program.pk, found.pk, place_id)
    return ask_for_round(request, program, policy=found.policy, tried_from=found, more_place_with=partner)


def _keys(text: str | None) -> list[UUID]:
    """Return the one key that was posted, or none where it is no key."""
    try:
        return [UUID(text or "")]
    except ValueError:
        return []


def _progress(request: PersonRequest, work: LeasedWork | None, template: str, **context: Any) -> HttpResponse:
    """Answer how far some work is; at its end the page is read anew."""
    is_under_way = work is not None and work.is_under_way
    return render(request, template, context) if is_under_way else HttpResponseClientRefresh()
