"""Pages of one's own record: of a pair, as a file, and its erasure."""

from typing import Any

from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from desk.actions import StillNamed, erase_person, hold
from desk.forms import EraseForm
from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest, open_to_all, signed_in
from people.actions import LastAdmin
from record.backups import reach
from record.erasure import preview
from record.portable import as_json
from record.statement import seen_by, statement_of

FORMS = ("json", "html")


@pair_door
def pair_record(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Show what is stored about one pair, as far as the reader may read it."""
    sections = [section for section in statement_of(request.user, pair=pair.pk) if section.entries]
    context = {"pair": pair, "partner": pair.partner_of(request.user).person, "sections": sections}
    return render(request, "desk/pair_record.html", context | {"seen_by": seen_by(sections)})


@signed_in
def export_record(request: PersonRequest, form: str) -> HttpResponse:
    """Hand a person their record as one file, made now and stored nowhere; it waits for an erasure under way."""
    if form not in FORMS:
        raise Http404
    now = timezone.now()
    with transaction.atomic():
        person = hold(request.user)
        if person is None:
            return redirect("desk:erased")
        sections = [section for section in statement_of(person) if section.entries]
    response = (
        JsonResponse(as_json(sections, person=person, now=now), json_dumps_params={"ensure_ascii": False, "indent": 1})
        if form == "json"
        else render(request, "desk/export_record.html", {"sections": sections, "person": person, "now": now})
    )
    response.headers["Content-Disposition"] = f'attachment; filename="on-record-{now:%Y-%m-%d}.{form}"'
    return response


@signed_in
def erase_record(request: PersonRequest) -> HttpResponse:
    """Show what goes and what stays, and erase the person once they have typed their address."""
    form = EraseForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(request.user, now=timezone.now())
        except StillNamed as named:
            form.add_error(None, f"You are named in {named}. Let HR name somebody else there first.")
        except LastAdmin:
            form.add_error(None, "You are the last HR admin. Give somebody else the role first.")
        else:
            logout(request)
            return redirect("desk:erased")
    fates = preview(request.user)
    context: dict[str, Any] = {
        "form": form,
        "goes": [fate for fate in fates if fate.goes],
        "stays": [fate for fate in fates if fate.stays],
        "backups": reach(now=timezone.now()).promise,
    }
    return render(request, "desk/erase_record.html", context)


@open_to_all
def erased(request: HttpRequest) -> HttpResponse:
    """Say that it is done."""
    return render(request, "desk/erased.html")
