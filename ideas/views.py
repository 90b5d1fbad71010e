"""Pages of ideas."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ideas import actions
from ideas.access import can_answer, can_take, idea_door, organiser_door, owner_door, pair_idea_door
from ideas.forms import OVERDUE, AnswerIdeaForm, IdeaFilter, TakeIdeaForm, WriteIdeaForm
from ideas.models import Idea
from ideas.queries import drafts_in_clear, is_nameable, open_draft
from pairing.access import pair_door
from pairing.models import Pair
from people.access import PersonRequest, signed_in

PAGE = 20


@signed_in
def ideas(request: PersonRequest) -> HttpResponse:
    """List what pairs have released, with who answers and until when."""
    today = timezone.localdate()
    form = IdeaFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    query = request.GET.get("q", "").strip()
    chosen = Idea.objects.released().matching(query).with_people()
    if state == OVERDUE:
        chosen = chosen.overdue(today)
    elif state:
        chosen = chosen.filter(state=state)
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    rows = [(idea, idea.is_overdue(today)) for idea in page]
    context = {"page": page, "rows": rows, "filters": form, "query": query, "is_filtered": bool(query or state)}
    return render(request, "ideas/ideas.html", context)


@idea_door
def idea(request: PersonRequest, idea: Idea) -> HttpResponse:
    """Show one released idea with its owner, the day of its answer, and the answer."""
    context = {
        "idea": idea,
        "is_overdue": idea.is_overdue(timezone.localdate()),
        "may_take": can_take(idea, request.user),
        "may_answer": can_answer(idea, request.user) and not idea.is_answered,
    }
    return render(request, "ideas/idea.html", context)


@organiser_door
def take_idea(request: PersonRequest, idea: Idea) -> HttpResponse:
    """Name who answers the idea and until when."""
    form = TakeIdeaForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_idea(idea, **form.cleaned_data, now=timezone.now())
        except actions.AlreadyAnswered:
            messages.info(request, "This idea has its answer already.")
        else:
            messages.info(request, f"{form.cleaned_data['owner'].name} answers this idea and gets a mail about it.")
        return redirect("ideas:idea", idea_id=idea.pk)
    return render(request, "ideas/take_idea.html", {"idea": idea, "form": form})


@owner_door
def answer_idea(request: PersonRequest, idea: Idea) -> HttpResponse:
    """Answer the idea with a reason."""
    form = AnswerIdeaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_idea(idea, **form.cleaned_data, now=timezone.now())
        except actions.AlreadyAnswered:
            messages.info(request, "This idea has its answer already. It stays as it is.")
        else:
            messages.info(request, "Everyone can read your answer now. Both authors get a mail.")
        return redirect("ideas:idea", idea_id=idea.pk)
    return render(request, "ideas/answer_idea.html", {"idea": idea, "form": form})


@pair_door
def pair_ideas(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Show the pair's own ideas: drafts first, then what has left the pair."""
    mine = pair.side_of(request.user)
    kept = list(pair.ideas.filter(released_at__isnull=True).select_related("pair__data_key"))
    drafts = [
        {
            "idea": draft,
            "words": words,
            "is_mine": draft.author == mine,
            "i_release": draft.is_released_by(mine),
            "waits_for_me": draft.waits_for(mine),
        }
        for draft, words in drafts_in_clear(kept)
    ]
    context = {
        "pair": pair,
        "partner": pair.partner_of(request.user).person,
        "drafts": drafts,
        "released": pair.ideas.released(),
    }
    return render(request, "ideas/pair_ideas.html", context)


@pair_door
def write_idea(request: PersonRequest, pair: Pair) -> HttpResponse:
    """Write an idea inside the pair."""
    form = WriteIdeaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write_idea(pair, side=pair.side_of(request.user), **form.cleaned_data, now=timezone.now())
        messages.info(request, "Your idea is kept. Only the two of you can read it.")
        return redirect("ideas:pair_ideas", pair_id=pair.pk)
    context = {"pair": pair, "partner": pair.partner_of(request.user).person, "form": form}
    return render(request, "ideas/write_idea.html", context)


@pair_idea_door
def release_idea(request: PersonRequest, idea: Idea) -> HttpResponse:
    """Let the idea go, for the reader's side."""
    pair = idea.pair
    if idea.is_released:
        return redirect("ideas:idea", idea_id=idea.pk)
    partner = pair.partner_of(request.user).person
    if request.method == "POST":
        idea = actions.release_idea(idea, side=pair.side_of(request.user), now=timezone.now())
        if idea.is_released:
            messages.info(request, "The idea has left your pair. Everyone can read it.")
            return redirect("ideas:idea", idea_id=idea.pk)
        messages.info(request, f"You release it. It leaves your pair when {partner.first_name} does too.")
        return redirect("ideas:pair_ideas", pair_id=pair.pk)
    context = {"pair": pair, "idea": idea, "words": open_draft(idea), "partner": partner}
    return render(request, "ideas/release_idea.html", context | {"names_program": is_nameable(pair.program)})


@pair_idea_door
def take_back_idea(request: PersonRequest, idea: Idea) -> HttpResponse:
    """Keep the idea inside the pair after all."""
    pair = idea.pair
    if request.method == "POST":
        try:
            actions.take_back_idea(idea, side=pair.side_of(request.user))
        except actions.AlreadyReleased:
            messages.info(request, "Both of you have released it: everyone can read it, so it stays out.")
        else:
            messages.info(request, "The idea stays in your pair.")
        return redirect("ideas:pair_ideas", pair_id=pair.pk)
    if idea.is_released:
        return redirect("ideas:idea", idea_id=idea.pk)
    return render(request, "ideas/take_back_idea.html", {"pair": pair, "idea": idea, "words": open_draft(idea)})
