"""The demo's mailbox."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from desk.access import demo_only
from desk.letters import LETTER_POLICY, page_of, picture_of
from outbox import maildir

ON_A_PAGE = 25


@demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the letters that the demo has sent, the newest first."""
    page = Paginator(maildir.keys(), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/mailbox.html", {"page": page, "letters": [page_of(key) for key in page]})


@demo_only
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """Show one letter with its headers, its text, and a frame for its HTML."""
    read = page_of(key)
    if read is None:
        raise Http404
    return render(request, "desk/letter.html", {"letter": read})


@demo_only
def letter_html(_request: HttpRequest, key: str) -> HttpResponse:
    """Serve the HTML part of a letter for its frame, under a policy of its own."""
    html = picture_of(key)
    if html is None:
        raise Http404
    return HttpResponse(html, headers={"Content-Security-Policy": LETTER_POLICY})
