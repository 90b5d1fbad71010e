"""The profile in four steps: offers, interests, gaps, rhythm. Every press saves."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from people.access import PersonRequest
from profiles import actions
from profiles.forms import OWN_WORDS, InterestsForm, PickForm, RhythmForm
from profiles.models import Level, Profile, Urgency
from profiles.queries import (
    find_skills,
    interest_choices,
    language_codes,
    missing_steps,
    offers_of,
    often_offered,
    skill_kinds,
    wants_of,
)
from profiles.taxonomies import tidy
from programs.access import participation_door
from programs.models import Participation

STEPS = ("offers", "interests", "gaps", "rhythm")
MISSING = {
    "offers": "Choose at least one skill that you could show somebody.",
    "gaps": "Choose at least one thing that you would like to get better at.",
    "rhythm": "Say when you can meet.",
}
own_place = participation_door(Participation.State.ENROLLED)


@own_place
def offers(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Ask what the person could show somebody."""
    form = PickForm(request.POST or None, picked=offers_of(participation.person), words=Level, first=Level.CAN_DO)
    if request.method == "POST" and form.is_valid():
        with _within_limits(request):
            actions.change_offers(participation.person, **form.change, now=timezone.now())
        return _saved(request, participation, "offers")
    return _picker(request, participation, form, step="offers", words=request.GET.get("q", ""))


@own_place
def interests(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Ask for something to break the ice with."""
    person = participation.person
    own = [interest.name for interest in person.interests.all()]
    form = InterestsForm(request.POST or None, choices=interest_choices(person), initial={"chosen": own})
    if request.method == "POST" and form.is_valid():
        actions.set_interests(person, names=form.names, now=timezone.now())
        return _saved(request, participation, "interests")
    return render(request, "profiles/interests.html", {"form": form, **_step(participation, "interests")})


@own_place
def gaps(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Ask what the person would like to get better at.

    What is searched for travels in the body of a POST: addresses end up in logs and histories.
    """
    searches = "q" in request.POST
    told = wants_of([participation])[participation.pk]
    form = PickForm(None if searches else request.POST or None, picked=told, words=Urgency, first=Urgency.SOON)
    if request.method == "POST" and not searches and form.is_valid():
        with _within_limits(request):
            actions.change_gaps(participation, **form.change, now=timezone.now())
        return _saved(request, participation, "gaps")
    return _picker(request, participation, form, step="gaps", words=request.POST.get("q", ""))


@own_place
def skill_search(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Answer the picker while somebody types."""
    asked = request.POST or request.GET
    told = wants_of([participation])[participation.pk] if "q" in request.POST else offers_of(participation.person)
    return render(request, "profiles/skill_search.html", _found(asked.get("q", ""), without=told))


def _found(words: str, *, without: Iterable[Any]) -> dict[str, Any]:
    """Return what the picker found, and the words as one's own where none of it is called so."""
    found = find_skills(words, without=[key for key in without if isinstance(key, int)])
    own = tidy(words)
    fits = 2 <= len(own) <= OWN_WORDS and own.casefold() not in {skill.name.casefold() for skill in found}
    return {"found": found, "words": words, "own": own if fits and own not in without else ""}


@contextmanager
def _within_limits(request: PersonRequest) -> Iterator[None]:
    """Say so where somebody has too many own words; what they had stays."""
    try:
        yield
    except actions.TooManyOwnWords:
        messages.warning(request, f"You have {actions.MOST_OWN_WORDS} own words already. Remove one first.")


@own_place
def rhythm(request: PersonRequest, participation: Participation) -> HttpResponse:
    """Ask when, and in which language, the person can meet."""
    person = participation.person
    profile = Profile.objects.filter(person=person).first() or Profile()
    before = {
        "languages": profile.languages,
        "workdays": profile.workdays or list(range(5)),
        "work_from": profile.work_from,
        "work_to": profile.work_to,
        "zone": person.zone,
    }
    form = RhythmForm(request.POST or None, codes=language_codes(), initial=before)
    if request.method == "POST" and form.is_valid():
        actions.set_rhythm(person, **form.cleaned_data, now=timezone.now())
        return _saved(request, participation, "rhythm")
    ticks = [form["languages"], form["workdays"]]
    return render(request, "profiles/rhythm.html", {"form": form, "ticks": ticks, **_step(participation, "rhythm")})


def _picker(
    request: PersonRequest, participation: Participation, form: PickForm, *, step: str, words: str
) -> HttpResponse:
    context = {
        "form": form,
        **_found(words, without=form.picked),
        "often": [] if words or step != "offers" else often_offered(participation.person),
        "kinds": skill_kinds(),
        **_step(participation, step),
    }
    return render(request, f"profiles/{step}.html", context)


def _step(participation: Participation, name: str) -> dict[str, Any]:
    """Return what the frame of each step shows."""
    at = STEPS.index(name)
    profile = Profile.objects.filter(person=participation.person).first()
    return {
        "participation": participation,
        "step": at + 1,
        "back_url": reverse(f"profiles:{STEPS[at - 1]}", args=[participation.program_id]) if at else "",
        "saved": _when(profile.updated_at) if profile else "",
    }


def _when(saved_at: datetime) -> str:
    """Return the time of day, or the day if that was not today."""
    local = timezone.localtime(saved_at)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else f"{local:%a} {local.day} {local:%B}"


def _saved(request: PersonRequest, participation: Participation, step: str) -> HttpResponse:
    """Stay where a press only saved; Continue goes to the next step, after the last to what is missing, or home."""
    if request.htmx or {"add", "own_word", "remove"} & set(request.POST):
        return redirect(f"profiles:{step}", participation.program_id)
    if step != STEPS[-1]:
        return redirect(f"profiles:{STEPS[STEPS.index(step) + 1]}", participation.program_id)
    missing = missing_steps(participation)
    if missing:
        messages.info(request, MISSING[missing[0]])
        return redirect(f"profiles:{missing[0]}", participation.program_id)
    messages.info(request, "Your profile is complete. You take part in the next round.")
    return redirect("desk:home")
