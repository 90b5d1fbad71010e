"""What the papers of a pair keep about a person."""

import json

from django.db.models import Q, QuerySet

from people.models import User
from record.erasure import when_erased
from record.registry import ME, ORGANISERS_IN_RELEASES, PAIR, PARTNER, PARTNER_ONCE_SHARED, Line, keep, on_pairs, share
from record.sealing import open_one
from sessions_app.models import Agreement, GoalWords, Plan, PlanVersion, SharingSheet, SheetLine
from sessions_app.queries.closings import WORDS
from sessions_app.record.pairs import JOINT, UNTIL, by_side, made_by, on_their_pairs, with_pair

_SHEET = "So that the two of you know what to meet about."
_PLAN = "So that each of you learns what you came for."
_WORDS = "So that you see your own way; and how many goals rose, counted over many pairs."
_AGREEMENT = "So that both of you know what holds between you."


def _plans(person: User) -> QuerySet[Plan]:
    """Choose the plans a person holds the pen of, and those agreed by both: a draft is its writer's alone."""
    with_designer = Q(proposed_at__isnull=True) | Q(is_back=True)
    newcomers_pen = Q(with_designer, designer="newcomer") | (Q(designer="senior") & ~with_designer)
    seniors_pen = Q(with_designer, designer="senior") | (Q(designer="newcomer") & ~with_designer)
    visible = by_side(person, newcomer=newcomers_pen, senior=seniors_pen) | (
        on_their_pairs(person) & ~Q(agreed_at=None)
    )
    return Plan.objects.filter(visible).select_related("pair__data_key")


def _versions(person: User) -> QuerySet[PlanVersion]:
    pairs = Q(plan__pair__newcomer__person=person) | Q(plan__pair__senior__person=person)
    return PlanVersion.objects.filter(pairs).select_related("plan__pair__data_key")


def _show_plan(plan: Plan | PlanVersion, line: Line) -> str | None:
    if line.field in {"goals", "themes"}:
        return "; ".join(json.loads(open_one(plan, line.field) or "[]"))
    return None


def _show_words(words: GoalWords, line: Line) -> str:
    said = json.loads(open_one(words, line.field) or "[]")
    return "; ".join(WORDS.get(word, "nothing said") for word in said)


keep(
    SharingSheet,
    title="Your sharing sheets",
    of=lambda person: SharingSheet.objects.filter(author__person=person),
    lines=[Line("shared_at", "When you shared it", (ME, PARTNER_ONCE_SHARED), _SHEET, UNTIL)],
    ends=[with_pair("pair")],
    plumbing=["id", "pair", "author", "version"],
)
keep(
    SheetLine,
    title="Lines of your sharing sheets",
    of=lambda person: SheetLine.objects.filter(sheet__author__person=person).select_related("sheet__pair__data_key"),
    lines=[
        Line("kind", "What the line is about", (ME, PARTNER_ONCE_SHARED), _SHEET, UNTIL),
        Line("text", "The line; if you keep it back, you alone read it", (ME, PARTNER_ONCE_SHARED), _SHEET, UNTIL),
        Line("is_kept_back", "Whether you keep it back", (ME,), _SHEET, UNTIL),
    ],
    ends=[with_pair("sheet__pair", "sheet__pair__data_key")],
    plumbing=["id", "sheet", "position"],
)
keep(
    Plan,
    title="Plans of your pairs",
    of=_plans,
    lines=[
        Line("designer", "Who designed it", (ME, PARTNER), _PLAN, UNTIL),
        Line("goals", "Goals; until handed over, their writer alone reads them", (ME, PARTNER), _PLAN, UNTIL),
        Line("themes", "Themes; until handed over, their writer alone reads them", (ME, PARTNER), _PLAN, UNTIL),
        Line("proposed_at", "When it was proposed", (ME, PARTNER), _PLAN, UNTIL),
        Line("is_back", "Whether it came back with changes", (ME, PARTNER), _PLAN, UNTIL),
        Line("agreed_at", "When it was agreed", (ME, PARTNER), _PLAN, UNTIL),
    ],
    ends=[with_pair("pair", "pair__data_key")],
    plumbing=["id", "pair", "version"],
    show=_show_plan,
)
keep(
    PlanVersion,
    title="Versions of those plans",
    of=_versions,
    lines=[
        Line("number", "Version", (PAIR,), _PLAN, UNTIL),
        Line("worded_by", "Whose wording", (PAIR,), _PLAN, UNTIL),
        Line("goals", "Goals", (PAIR,), _PLAN, UNTIL),
        Line("themes", "Themes", (PAIR,), _PLAN, UNTIL),
        Line("handed_at", "When it was handed over", (PAIR,), _PLAN, UNTIL),
    ],
    ends=[with_pair("plan__pair", "plan__pair__data_key")],
    plumbing=["id", "plan"],
    show=_show_plan,
)
keep(
    GoalWords,
    title="Your own words for your goals",
    of=lambda person: GoalWords.objects.filter(learner__person=person).select_related("learner__data_key"),
    lines=[
        Line("before", "Where you stood when the plan was agreed", (ME, ORGANISERS_IN_RELEASES), _WORDS, UNTIL),
        Line("after", "Where you stood at the closing", (ME, ORGANISERS_IN_RELEASES), _WORDS, UNTIL),
    ],
    ends=[with_pair("plan__pair", "learner__data_key")],
    plumbing=["id", "plan", "learner"],
    show=_show_words,
)
keep(
    Agreement,
    title="Your agreements",
    of=lambda person: Agreement.objects.filter(on_their_pairs(person)).select_related("pair__data_key"),
    lines=[
        Line("version", "Version", (PAIR,), _AGREEMENT, UNTIL),
        Line("text", "Text", (PAIR,), _AGREEMENT, UNTIL),
        Line("written_at", "When it was written", (PAIR,), _AGREEMENT, UNTIL),
        Line("newcomer_signed_at", "Signed on the newcomer's side", (PAIR,), _AGREEMENT, UNTIL),
        Line("senior_signed_at", "Signed on the senior's side", (PAIR,), _AGREEMENT, UNTIL),
    ],
    ends=[with_pair("pair", "pair__data_key")],
    plumbing=["id", "pair"],
)

when_erased(SharingSheet, stays="It says when it was shared, for your partner; its lines go.")
when_erased(SheetLine, goes=lambda person: SheetLine.objects.filter(sheet__author__person=person))
when_erased(
    Plan,
    goes=lambda person: Plan.objects.filter(
        made_by("designer")(person), proposed_at__isnull=True, agreed_at__isnull=True, words__isnull=True
    ),
    stays=f"Plans that were handed over, and those designed for you. {JOINT}",
)
when_erased(PlanVersion, stays=JOINT)
when_erased(GoalWords, goes=lambda person: GoalWords.objects.filter(learner__person=person))
when_erased(Agreement, stays=JOINT)
on_pairs(
    {
        SharingSheet: "pair",
        SheetLine: "sheet__pair",
        Plan: "pair",
        PlanVersion: "plan__pair",
        GoalWords: "plan__pair",
        Agreement: "pair",
    }
)


def _partners_lines(person: User) -> QuerySet[SheetLine]:
    """Choose what partners wrote on their sheets and did not keep back, once both have shared."""
    pairs = SharingSheet.objects.filter(author__person=person, shared_at__isnull=False).values("pair")
    others = SheetLine.objects.filter(sheet__pair__in=pairs, sheet__shared_at__isnull=False, is_kept_back=False)
    return others.exclude(sheet__author__person=person).select_related("sheet__pair__data_key")


share(SheetLine, title="Lines of your partners’ sharing sheets", rows=_partners_lines)
