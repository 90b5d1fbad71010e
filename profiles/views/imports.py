"""Pages of a skill list that is brought in: the upload, the summary, how far it is, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from people.access import PersonRequest, role_door
from people.models import Role
from profiles import actions
from profiles.forms import SkillListForm
from profiles.models import SkillImport
from profiles.taxonomies import UnknownTaxonomy


@role_door(Role.Name.HR_ADMIN)
def import_skills(request: PersonRequest) -> HttpResponse:
    """Upload a published skill list."""
    form = SkillListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["skills"]
        try:
            work = actions.upload_skills(file_name=file.name, content=file.read(), by=request.user, now=timezone.now())
        except UnknownTaxonomy as fault:
            form.add_error("skills", f"{fault} Nothing was changed.")
        else:
            return redirect("profiles:skill_import", list_id=work.pk)
    earlier = SkillImport.objects.defer("content").order_by("-requested_at")[:5]
    return render(request, "profiles/import_skills.html", {"form": form, "earlier": earlier})


def _work(list_id: UUID) -> SkillImport:
    return get_object_or_404(SkillImport.objects.defer("content"), pk=list_id)


@role_door(Role.Name.HR_ADMIN)
def skill_import(request: PersonRequest, list_id: UUID) -> HttpResponse:
    """Show how far a list is, its summary, or what came of it; a poll gets the progress alone."""
    work = _work(list_id)
    if request.htmx and not work.is_under_way:
        return HttpResponseClientRefresh()
    name = "profiles/_skill_progress.html" if request.htmx else "profiles/skill_import.html"
    return render(request, name, {"work": work})


@role_door(Role.Name.HR_ADMIN)
@require_POST
def apply_skills(_request: PersonRequest, list_id: UUID) -> HttpResponse:
    """Bring a compared list in."""
    actions.apply_skills(_work(list_id))
    return redirect("profiles:skill_import", list_id=list_id)


@role_door(Role.Name.HR_ADMIN)
@require_POST
def cancel_skills(request: PersonRequest, list_id: UUID) -> HttpResponse:
    """Stop a list that is not in yet."""
    if not actions.cancel_skills(_work(list_id)):
        messages.info(request, "It was too late to stop it.")
    return redirect("profiles:skill_import", list_id=list_id)


@role_door(Role.Name.HR_ADMIN)
@require_POST
def undo_skill_import(request: PersonRequest, list_id: UUID) -> HttpResponse:
    """Take off the list what came with an import."""
    count = actions.undo_skill_import(_work(list_id), now=timezone.now())
    messages.info(request, f"Taken off the list: {count}. Whoever has one of them keeps it.")
    return redirect("profiles:skill_import", list_id=list_id)
