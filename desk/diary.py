"""The access diary: which organisers' pages are about people, in the words that those people read on their record.

A page is here when it shows who takes part, or anything about one of them. A look is written once a day, page and
reader, when the page has been served; it is the one thing that a GET writes.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from record.actions import note_read

PAGES = {
    "people:people": "The list of people",
    "people:export_people": "The list of people, as a file",
    "people:mark_as_left": "The list of people",
    "people:roles": "Who holds which role",
    "programs:participants": "Who takes part",
    "programs:invitations": "Who was invited",
    "programs:invite_chosen": "Whom to invite",
    "programs:requests": "Who asks to take part",
    "programs:roster_import": "An uploaded roster",
    "programs:roster_columns": "An uploaded roster",
    "programs:roster_grades": "An uploaded roster",
    "programs:apply_roster": "An uploaded roster",
    "pairing:look_at_round": "The pairs of a round, once more",
    "pairing:round": "A round and its pairs",
    "pairing:round_progress": "A round and its pairs",
    "pairing:publish_round": "A round and its pairs",
    "pairing:recall_round": "A round and its pairs",
    "pairing:blind_review": "The pairs of a round, without names",
    "pairing:export_pairs": "The pairs, as a file",
    "pairing:draft": "A round and its pairs",
    "pairing:swap_pairs": "A round and its pairs",
    "pairing:compare_rounds": "Rounds side by side",
    "pairing:way": "What would free somebody who waits",
    "pairing:try_way": "What would free somebody who waits",
    "pairing:repeat_round": "A round and its pairs",
    "pairing:rehearsal": "Who would find nobody under the rules",
    "pairing:pairs": "The pairs",
    "pairing:by_hand": "Whom organisers keep together or apart",
    "pairing:import_pairs": "Pairs out of a file",
    "pairing:late_joiners": "Who joined late",
    "sessions_app:board": "The board of pairs",
    "sessions_app:export_board": "The board of pairs, as a file",
    "sessions_app:write_to_pairs": "The board of pairs",
    "desk:delivery": "Messages that did not arrive",
}


def keep_diary(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Write into the diary who has just been shown a page about people."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        page = PAGES.get(match.view_name) if match is not None else None
        if page is not None and match is not None and request.method == "GET" and response.status_code == 200:
            note_read(request.user, page=page, program=match.kwargs.get("program_id"), now=timezone.now())
        return response

    return respond
