"""The site's navigation: what each person sees at the top of every page."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return `nav_items` (label, url, current) for the signed-in person; none for others."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"nav_items": [], "is_demo": settings.DEMO}
    items = [("Home", "desk:home")]
    if person.is_hr_admin:
        items.append(("People", "people:people"))
    items.append(("Programs", "programs:programs"))
    if person.is_counsellor:
        items.append(("Talks", "counsel:queue"))
    items += [("Ideas", "ideas:ideas"), ("On record", "desk:on_record")]
    here = request.path
    return {
        "nav_items": [
            {"label": label, "url": reverse(name), "current": here == reverse(name)} for label, name in items
        ],
        "is_demo": settings.DEMO,
    }
