"""Pages of check-ins: whom to ask how it goes, and in which words."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from counsel import actions
from counsel.access import check_in_door
from counsel.forms import CheckInsForm
from counsel.models import CheckIn
from people.access import PersonRequest, role_door
from people.models import Role

# As many of a step as are shown, and written to, at once; the longest waiting come first.
AT_ONCE = 50
SET_ASIDE = {"spoke": CheckIn.State.DONE, "passed": CheckIn.State.PASSED}


@role_door(Role.Name.COUNSELLOR)
def check_ins(request: PersonRequest) -> HttpResponse:
    """Show whom to ask how it goes, by step, and write to those chosen or set them aside."""
    mine = CheckIn.objects.of(request.user)
    waiting: dict[str, list[CheckIn]] = defaultdict(list)
    for step in CheckIn.Step.values:
        waiting[step] = list(mine.due().filter(step=step)[:AT_ONCE])
    pressed = request.POST.get("step", "")
    forms = [
        CheckInsForm(request.POST if step == pressed else None, step=step, waiting=rows)
        for step, rows in waiting.items()
        if rows
    ]
    for form in forms:
        if form.is_bound and form.is_valid():
            messages.info(request, _done(request, form))
            return redirect("counsel:check_ins")
    context: dict[str, Any] = {
        "forms": forms,
        "at_once": AT_ONCE,
        "aside": mine.filter(state__in=SET_ASIDE.values()).order_by("-settled_at")[:10],
    }
    return render(request, "counsel/check_ins.html", context)


def _done(request: PersonRequest, form: CheckInsForm) -> str:
    """Write to the chosen people, or set them aside; return what was done."""
    now = timezone.now()
    for name, state in SET_ASIDE.items():
        if name in request.POST:
            count = actions.settle_check_ins(form.chosen(), state=state, now=now)
            return f"{count} set aside. You can take each up again below."
    wording = form.cleaned_data["wording"]
    count = actions.write_check_ins(form.chosen(), counsellor=request.user, wording=wording, now=now)
    return f"You have written to {count} {'person' if count == 1 else 'people'}. Answers wait under Talks."


@check_in_door
@require_POST
def take_up_check_in(request: PersonRequest, check_in: CheckIn) -> HttpResponse:
    """Let a check-in that was set aside wait again."""
    actions.take_up_check_in(check_in)
    messages.info(request, f"{check_in.participation.person.name} waits again.")
    return redirect("counsel:check_ins")
