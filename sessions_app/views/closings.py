"""Pages of the closing: look back and answer alone, then read both answers; the certificate."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.views.decorators.http import require_POST

from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest
from sessions_app import actions, queries
from sessions_app.forms import ClosingForm
from sessions_app.views.replies import both, done


@pair_door
def closing(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Look back, say thanks and how it goes on, alone; both answers open when both are given."""
    now, side = timezone.now(), pair.side_of(request.user)
    workspace = queries.workspaces_of([pair])[pair.pk]
    plan = queries.plan_of(pair, designer=side.other)
    plan = plan if plan and plan.is_agreed else None
    goals = queries.goals_and_themes(plan)[0] if plan else []
    before, after = queries.goal_words(plan) if plan else ([], [])
    mine = queries.closings_of(pair).get(side)
    until = queries.kept_until(pair)
    form = ClosingForm(
        request.POST or None,
        goals=goals if pair.program.words_on else [],
        began=before if pair.program.words_on else [],
        partner=pair.place_of(side.other).person.first_name,
        until=formats.date_format(until, "j F Y"),
        initial=ClosingForm.beginning(mine, after),
    )
    if request.method == "POST" and form.is_valid():
        done(request, actions.answer_closing, pair, side=side, **form.answer(), said="Your answer is kept.")
        return redirect(request.path)
    opened = queries.last_closing_of(pair)
    context = both(
        request,
        pair,
        form=form,
        is_open=pair.is_live and workspace.is_closing(now),
        have_answered=mine is not None,
        mine=opened.get(side),
        theirs=opened.get(side.other),
        way=queries.way_of(goals, before, after) if pair.program.words_on else [],
        sheets=queries.first_sheets(pair, side=side),
        certificate=queries.certificate_of(pair),
        until=until,
        workspace=workspace,
    )
    return render(request, "sessions_app/closing.html", context)


@pair_door
@require_POST
def delete_my_words(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Delete what I wrote in a pair that has ended."""
    said = "What you wrote in this pair is deleted."
    done(request, actions.delete_my_words, pair, side=pair.side_of(request.user), said=said)
    return redirect("sessions_app:closing", pair_id=pair.pk)


@pair_door
def certificate(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Show the certificate of both, made for printing; before there is one, say when."""
    paper = queries.certificate_of(pair)
    if paper is None:
        messages.info(request, "There is a certificate once all your sessions are held.")
        return redirect("sessions_app:closing", pair_id=pair.pk)
    return render(request, "sessions_app/certificate.html", both(request, pair, certificate=paper))
