"""Pages of people: the list, the roles, and a mail to see whether mail works."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people import actions
from people.access import PersonRequest, role_door
from people.forms import RoleForm
from people.models import Role, User

PAGE = 50
# What a list may be sorted by, and how ties are broken.
ORDERS = {"name": "Name", "department": "Department", "grade": "Grade"}


@role_door(Role.Name.HR_ADMIN)
def people(request: PersonRequest) -> HttpResponse:
    """List everyone in the organisation, searched and sorted."""
    words = request.GET.get("q", "").strip()
    sort = request.GET.get("sort", "name")
    field = sort.removeprefix("-")
    if field not in ORDERS:
        sort = field = "name"
    found = User.objects.active().matching(words).select_related("manager").order_by(sort, "name", "pk")
    headers = [
        {
            "label": label,
            "sort": f"-{name}" if sort == name else name,
            "direction": ("descending" if sort.startswith("-") else "ascending") if name == field else "",
        }
        for name, label in ORDERS.items()
    ]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"page": page, "words": words, "headers": headers})


@role_door(Role.Name.HR_ADMIN)
def roles(request: PersonRequest) -> HttpResponse:
    """Show who holds which role in the organisation, and give one."""
    form = RoleForm(request.POST or None, initial={"email": request.GET.get("email", "")})
    if request.method == "POST" and form.is_valid():
        role = Role.Name(form.cleaned_data["role"])
        try:
            person, is_new = actions.grant_role_by_email(form.cleaned_data["email"], role=role, now=timezone.now())
        except actions.NobodyHere:
            form.add_error("email", "Nobody here has this address. People come in with a roster.")
        else:
            now_true = "now holds" if is_new else "already held"
            messages.info(request, f"{person.name} {now_true} this role: {role.label}.")
            return redirect("people:roles")
    held = Role.objects.select_related("person").order_by("person__name")
    holders = [(role, [each for each in held if each.role == role]) for role in Role.Name]
    return render(request, "people/roles.html", {"form": form, "holders": holders})


@role_door(Role.Name.HR_ADMIN)
def revoke_role(request: PersonRequest, person_id: UUID, role: str) -> HttpResponse:
    """Ask whether a role is to be taken away, and take it."""
    held = get_object_or_404(Role.objects.select_related("person"), person=person_id, role=role)
    if request.method != "POST":
        return render(request, "people/revoke_role.html", {"held": held})
    try:
        actions.revoke_role(held)
    except actions.LastAdmin:
        messages.warning(
            request, f"{held.person.name} stays HR admin: somebody must be. Give the role to another first."
        )
    else:
        messages.info(request, f"{held.person.name} no longer holds this role: {held.get_role_display()}.")
    return redirect("people:roles")


@role_door(Role.Name.HR_ADMIN)
@require_POST
def send_test_mail(request: PersonRequest) -> HttpResponse:
    """Send a mail to oneself."""
    actions.send_test_mail(request.user, now=timezone.now())
    messages.info(request, f"A test mail is on its way to {request.user.email}.")
    return redirect("people:roles")
