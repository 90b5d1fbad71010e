"""Pages of people: the list and what is done to many at once, the roles, and a mail to see whether mail works."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from people import actions
from people.access import PersonRequest, open_to_all, role_door
from people.forms import OrganisationForm, PeopleFilter, RoleForm, UndoForm
from people.models import UNDO_LEAVING, Logo, Organisation, Role, User
from people.paging import leaf_of
from people.queries import leavings, people_chosen, people_found
from record.exports import XLSX, csv_text, xlsx_bytes

# What a list may be sorted by: its column, and the label of its head.
ORDERS = {"name": ("name", "Name"), "department": ("department", "Department"), "grade": ("rank", "Grade")}
EXPORTED = ("email", "name", "manager", "grade", "grade name", "team", "department", "location", "time zone")


@role_door(Role.Name.HR_ADMIN)
def people(request: PersonRequest) -> HttpResponse:
    """List everyone in the organisation, searched, filtered and sorted, to be changed in bulk."""
    words = request.GET.get("q", "").strip()
    filters = PeopleFilter(request.GET)
    chosen = filters.values()
    sort = request.GET.get("sort", "name")
    name = sort.removeprefix("-") if sort.removeprefix("-") in ORDERS else "name"
    by = list(dict.fromkeys([ORDERS[name][0], "name", "pk"]))
    found = people_found(words=words, **chosen).select_related("manager")
    context = {
        "leaf": leaf_of(found, request.GET, by=by, downwards=sort.startswith("-")),
        "words": words,
        "filters": filters,
        "is_filtered": bool(words or any(chosen.values())),
        "shows_left": chosen["state"] == "left",
        "headers": _headers(name, downwards=sort.startswith("-")),
        "leavings": [(left_at, left_at + UNDO_LEAVING, count) for left_at, count in leavings(now=timezone.now())],
    }
    return render(request, "people/people.html", context)


def _headers(sorted_by: str, *, downwards: bool) -> list[dict[str, str]]:
    """Return the heads that sort: pressing the one that sorts now turns the list around."""
    direction = "descending" if downwards else "ascending"
    return [
        {
            "label": label,
            "sort": f"-{name}" if name == sorted_by and not downwards else name,
            "direction": direction if name == sorted_by else "",
        }
        for name, (_, label) in ORDERS.items()
    ]


@role_door(Role.Name.HR_ADMIN)
def export_people(request: PersonRequest) -> HttpResponse:
    """Hand out whom words and filters find, as a file that a roster import reads again."""
    found = people_found(words=request.GET.get("q", "").strip(), **PeopleFilter(request.GET).values())
    columns = ("email", "name", "manager__email", "grade", "grade_name", "team", "department", "location", "zone")
    rows = found.order_by("name", "pk").values_list(*columns).iterator()
    if request.GET.get("format") == "xlsx":
        answer = HttpResponse(xlsx_bytes(EXPORTED, rows), content_type=XLSX)
        answer["Content-Disposition"] = 'attachment; filename="people.xlsx"'
    else:
        answer = HttpResponse(csv_text(EXPORTED, rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="people.csv"'
    return answer


@role_door(Role.Name.HR_ADMIN)
def mark_as_left(request: PersonRequest) -> HttpResponse:
    """Show whom was chosen in the list, and mark them as having left."""
    chosen = people_chosen(request.GET, PeopleFilter(request.GET).values())
    count = chosen.active().count()
    if not count:
        messages.warning(request, "Nobody who works here was ticked, so nothing changed.")
        return redirect("people:people")
    if request.method == "POST":
        gone = actions.mark_as_left(chosen, by=request.user, now=timezone.now())
        messages.info(request, f"Marked as having left: {gone}.")
        return redirect("people:people")
    context = {"count": count, "names": chosen.active().order_by("name")[:20], "minutes": UNDO_LEAVING.seconds // 60}
    return render(request, "people/mark_as_left.html", context)


@role_door(Role.Name.HR_ADMIN)
@require_POST
def undo_leaving(request: PersonRequest) -> HttpResponse:
    """Let everyone work here again who was marked as having left at one moment."""
    form = UndoForm(request.POST)
    back = actions.undo_leaving(left_at=form.cleaned_data["left_at"], now=timezone.now()) if form.is_valid() else 0
    if back:
        messages.info(request, f"Working here again: {back}.")
    else:
        messages.warning(request, "That can no longer be undone. A roster that names them brings them back.")
    return redirect("people:people")


@role_door(Role.Name.HR_ADMIN)
def organisation(request: PersonRequest) -> HttpResponse:
    """Set what the organisation is called, how it looks, and from how many people on figures are told."""
    here = Organisation.objects.get()
    initial = {"name": here.name, "colour": here.colour}
    form = OrganisationForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told, now = dict(form.cleaned_data), timezone.now()
        people = told.pop("smallest_group")
        actions.set_look(**told, now=now)
        try:
            actions.raise_smallest_group(people, by=request.user, now=now)
        except actions.LowerThanBefore:
            messages.warning(request, "Somebody has raised the number of people meanwhile. It stays as they set it.")
        else:
            messages.info(request, f"It is kept like this. Figures are told from {people} people on.")
        return redirect("people:organisation")
    return render(request, "people/organisation.html", {"form": form, "logo": Logo.objects.only("changed_at").first()})


@open_to_all
@cache_control(public=True, max_age=86_400)
def logo(_request: HttpRequest) -> HttpResponse:
    """Hand the organisation's logo out, as a picture and nothing else."""
    drawn = get_object_or_404(Logo)
    return HttpResponse(bytes(drawn.content), content_type=drawn.kind)


@open_to_all
@cache_control(public=True, max_age=86_400)
def look(_request: HttpRequest) -> HttpResponse:
    """Hand the organisation's colour out as a style sheet: the page itself may hold no styles."""
    colour = Organisation.objects.values_list("colour", flat=True).first()
    text = f":root {{ --organisation: {colour}; }}\n" if colour else ""
    return HttpResponse(text, content_type="text/css; charset=utf-8")


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
def remove_second_step(request: PersonRequest, person_id: UUID) -> HttpResponse:
    """Ask whether somebody else's lost second step is to be taken away, and take it."""
    person = get_object_or_404(User, pk=person_id)
    if request.method != "POST" or person == request.user:
        return render(request, "people/remove_second_step.html", {"person": person, "is_mine": person == request.user})
    if actions.remove_second_step(person, by=request.user, now=timezone.now()):
        messages.info(request, f"{person.name} signs in without a second step now, and gets a mail that says so.")
    else:
        messages.info(request, f"{person.name} has no second step.")
    return redirect("people:roles")


@role_door(Role.Name.HR_ADMIN)
@require_POST
def send_test_mail(request: PersonRequest) -> HttpResponse:
    """Send a mail to oneself."""
    actions.send_test_mail(request.user, now=timezone.now())
    messages.info(request, f"A test mail is on its way to {request.user.email}.")
    return redirect("people:roles")
