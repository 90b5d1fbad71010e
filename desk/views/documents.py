"""Documents written from what is declared and configured: the privacy notice for all, the others for HR."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from desk.documents import DOCUMENTS, Document, as_markdown, write
from desk.documents.texts import NOTICE
from people.access import PersonRequest, role_door, signed_in
from people.models import Role


@signed_in
def privacy_notice(request: PersonRequest) -> HttpResponse:
    """Say to everybody what is stored, who reads it and until when."""
    return render(request, "desk/privacy_notice.html", {"document": write(NOTICE, now=timezone.now())})


@role_door(Role.Name.HR_ADMIN)
def documents(request: PersonRequest) -> HttpResponse:
    """List the documents."""
    now = timezone.now()
    rows = [{"document": write(name, now=now), "text": text} for name, (text, _) in DOCUMENTS.items()]
    return render(request, "desk/documents.html", {"rows": rows})


@role_door(Role.Name.HR_ADMIN)
def document(request: PersonRequest, name: str) -> HttpResponse:
    """Show a document, to read or to print."""
    return render(request, "desk/document.html", {"document": _written(name)})


@role_door(Role.Name.HR_ADMIN)
def download_document(_request: PersonRequest, name: str) -> HttpResponse:
    """Hand a document out as Markdown."""
    return HttpResponse(
        as_markdown(_written(name)),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.md"'},
    )


def _written(name: str) -> Document:
    try:
        return write(name, now=timezone.now())
    except KeyError:
        raise Http404 from None
