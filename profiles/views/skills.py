"""Pages of the skill list: what is on it, people's own words, and skills that are one and the same."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.access import PersonRequest, role_door
from people.models import Role
from profiles import actions
from profiles.forms import AcceptForm, MergeForm, SkillsFilter
from profiles.models import Skill, SkillMerge
from profiles.queries import all_kinds, merges_to_undo, probably_twice, skills_found

A_PAGE, MOST_CHOSEN = 50, 50


@role_door(Role.Name.HR_ADMIN)
def skills(request: PersonRequest) -> HttpResponse:
    """List the organisation's skills, searched and filtered, to be merged or put on the list."""
    words = request.GET.get("q", "").strip()[:80]
    filters = SkillsFilter(request.GET, kinds=all_kinds())
    chosen = filters.values()
    page = Paginator(skills_found(words, **chosen), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "filters": filters,
        "shows": chosen["show"],
        "is_filtered": bool(words or any(chosen.values())),
        "twice": [] if words or any(chosen.values()) else probably_twice(),
        "merges": merges_to_undo(),
    }
    return render(request, "profiles/skills.html", context)


def _chosen(request: PersonRequest) -> list[Skill]:
    """Return the ticked skills that still stand for themselves."""
    keys = [int(key) for key in request.GET.getlist("chosen")[:MOST_CHOSEN] if key.isdecimal() and len(key) < 10]
    return list(Skill.objects.filter(pk__in=keys, merged_into=None).exclude(state=Skill.State.OFF))


@role_door(Role.Name.HR_ADMIN)
def merge_skills(request: PersonRequest) -> HttpResponse:
    """Ask which of the ticked skills stands for the others, and merge them."""
    chosen = _chosen(request)
    form = MergeForm(request.POST or None, chosen=chosen)
    if len(chosen) < 2 or not form.fields["into"].choices:  # type: ignore[attr-defined]
        messages.warning(request, "Tick two or more skills, one of them from the list. Nothing was changed.")
        return redirect("profiles:skills")
    if request.method == "POST" and form.is_valid():
        try:
            merge = actions.merge_skills(
                [skill.pk for skill in chosen], into=form.cleaned_data["into"], by=request.user, now=timezone.now()
            )
        except actions.MergedMeanwhile:
            messages.warning(request, "Somebody has changed one of these meanwhile. Nothing was merged.")
        else:
            messages.info(request, f"“{merge.into}” now stands for them. Whoever offers or wants one keeps it.")
        return redirect("profiles:skills")
    return render(request, "profiles/merge_skills.html", {"form": form, "chosen": chosen})


@role_door(Role.Name.HR_ADMIN)
@require_POST
def undo_merge(request: PersonRequest, merge_id: UUID) -> HttpResponse:
    """Let merged skills stand for themselves again."""
    try:
        actions.undo_merge(get_object_or_404(SkillMerge, pk=merge_id))
    except actions.CannotUndoMerge:
        messages.warning(request, "A later merge stands on this one. Undo that one first.")
    else:
        messages.info(request, "They stand for themselves again.")
    return redirect("profiles:skills")


@role_door(Role.Name.HR_ADMIN)
def accept_words(request: PersonRequest) -> HttpResponse:
    """Ask under which field people's own words come onto the list, and put them there."""
    chosen = [skill for skill in _chosen(request) if skill.state == Skill.State.OWN]
    if not chosen:
        messages.warning(request, "No own word was ticked, so nothing changed.")
        return redirect("profiles:skills")
    form = AcceptForm(request.POST or None, kinds=all_kinds())
    if request.method == "POST" and form.is_valid():
        count = actions.accept_words([skill.pk for skill in chosen], kind=form.cleaned_data["kind"])
        messages.info(request, f"Now on the list: {count}.")
        return redirect("profiles:skills")
    return render(request, "profiles/accept_words.html", {"form": form, "chosen": chosen})
