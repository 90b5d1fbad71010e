"""One's record as pages and files that say the same, and erasing oneself: what goes, what stays, who is refused."""

import json
import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from desk.actions import StillNamed, erase_person
from desk.diary import PAGES
from outbox.actions import deliver, post
from outbox.links import sign
from outbox.models import Message
from pairing.models import NeverAgain, Pair
from people.actions import NAMELESS, LastAdmin
from people.models import Role, User
from programs.models import Participation, Side
from record.actions import set_clocks
from record.erasure import erasure_of, preview
from record.models import AccessRead, DataKey
from record.registry import kept
from record.statement import statement_of
from sessions_app.access import CONFIRM
from sessions_app.actions import Entry, confirm_meeting, open_workspace, share_sheet, write_note
from sessions_app.models import Meeting, MeetingNote, SheetLine
from tests.architecture.role_matrix import MATRIX, ORGANISERS
from tests.factories import NOW, grant, later, make_meeting, make_pair, make_participation, make_program


@pytest.fixture
def shared(told_everything):
    """The cast after both shared their sheets, and the senior wrote a note for both and one for himself."""
    cast = told_everything
    open_workspace(cast.pair, now=NOW)
    for side, name in ((Side.NEWCOMER, "nia"), (Side.SENIOR, "sol")):
        lines = [Entry("learn", f"{name}-shown"), Entry("off_limits", f"{name}-kept", is_kept_back=True)]
        share_sheet(cast.pair, side=side, lines=lines, now=NOW)
    meeting = Meeting.objects.with_pairs().get(pair=cast.pair, number=1)
    write_note(meeting, side=Side.SENIOR, text="sol-for-both", is_private=False, now=NOW)
    return cast


def stated(person, **of) -> set[tuple[str, bool, str]]:
    return {(s.model, s.is_shared, str(entry.key)) for s in statement_of(person, **of) for entry in s.entries}


def test_page_json_and_html_list_the_same_rows(shared, as_person):
    browser = as_person(shared.newcomer)

    told = json.loads(browser.get(reverse("desk:export_record", args=["json"])).content)
    page = browser.get(reverse("desk:on_record"))
    file = browser.get(reverse("desk:export_record", args=["html"]))

    in_json = {(s["model"], s["shared_by_others"], row["key"]) for s in told["sections"] for row in s["rows"]}
    on_page = {(s.model, s.is_shared, str(entry.key)) for s in page.context["sections"] for entry in s.entries}
    in_file = {tuple(found) for found in re.findall(r'<dl id="([\w.]+)-([^"]+)"', file.content.decode())}
    assert in_json == on_page == stated(shared.newcomer)
    assert in_file == {(model, key) for model, _, key in in_json}
    assert len(in_json) > 20
    assert "attachment" in file.headers["Content-Disposition"]


def test_exports_say_until_when_by_the_clocks_in_force(shared, as_person):
    set_clocks({"shared": 30}, by=shared.hr_admin, now=NOW)
    browser = as_person(shared.newcomer)

    told = json.loads(browser.get(reverse("desk:export_record", args=["json"])).content)
    file = browser.get(reverse("desk:export_record", args=["html"])).content.decode()

    (notes,) = [s for s in told["sections"] if s["title"] == "Your notes on sessions"]
    assert {line["until"] for line in notes["lines"]} == {"30 days after the program closes"}
    assert [row["kept_until"] for row in notes["rows"]] == [
        "Kept until 2 October 2026, if the program closes on its last day."
    ]
    assert ["30 days after the program closes" in file, "6 months after the program closes" in file] == [True, False]


def test_export_holds_what_others_shared_and_nothing_they_kept(shared, as_person):
    told = as_person(shared.newcomer).get(reverse("desk:export_record", args=["json"])).content.decode()

    words = ("sol-shown", "sol-for-both", "nia-shown", "nia-kept", "nia-private", "sol-kept", "sol-private", "sol-talk")
    assert [word in told for word in words] == [True, True, True, True, True, False, False, False]


def test_export_knows_two_forms(cast, as_person):
    assert as_person(cast.newcomer).get(reverse("desk:export_record", args=["pdf"])).status_code == 404


def test_pair_record_holds_what_hangs_on_that_pair_alone(shared, as_person):
    other = make_pair(
        shared.program, senior=make_participation(shared.program, side=Side.SENIOR), newcomer=shared.pair.newcomer
    )

    page = as_person(shared.newcomer).get(reverse("desk:pair_record", args=[shared.pair.pk]))

    on_page = {(s.model, s.is_shared, str(entry.key)) for s in page.context["sections"] for entry in s.entries}
    assert on_page == stated(shared.newcomer, pair=shared.pair.pk)
    assert on_page < stated(shared.newcomer)
    assert ("pairing.Pair", False, str(other.pk)) not in on_page
    assert ["sol-shown" in page.content.decode(), "sol-private" in page.content.decode()] == [True, False]


def test_every_kept_model_says_what_happens_when_erased():
    declared = [erasure_of(entry.model) for entry in kept()]

    assert [erasure for erasure in declared if not (erasure.goes or erasure.stays)] == []


def test_erase_takes_mine_and_leaves_the_partners(shared, dumped):
    partner = shared.senior
    before = {row for row in stated(partner) if row[0] != "outbox.Message"}
    lines = SheetLine.objects.filter(sheet__author__person=shared.newcomer).count()
    announced = {fate.title: (fate.goes, fate.stays) for fate in preview(shared.newcomer)}

    erase_person(shared.newcomer, now=NOW)

    nobody = User.objects.get(pk=shared.newcomer.pk)
    assert (nobody.name, nobody.is_active, nobody.team, nobody.has_usable_password()) == (NAMELESS, False, "", False)
    assert dumped("nia.newcomer") == 0
    assert preview(nobody) == [fate for fate in preview(nobody) if not fate.goes]
    assert announced["Lines of your sharing sheets"] == (lines, 0)
    gone = before - stated(partner)
    papers = {f"sessions_app.{noun}" for noun in ("SheetLine", "MeetingNote", "Plan", "PlanVersion")}
    assert {model for model, _, _ in gone} <= papers | {"ideas.Idea"}
    said = "\n".join(v.text for s in statement_of(partner) for entry in s.entries for v in entry.values)
    assert [word in said for word in ("sol-shown", "sol-kept", "sol-private", "sol-for-both", "nia-")] == [True] * 4 + [
        False
    ]
    assert (Pair.objects.get(pk=shared.pair.pk).ended_at, NeverAgain.objects.count()) == (NOW, 1)
    assert DataKey.objects.get(pk=shared.pair.newcomer.data_key_id).is_destroyed
    assert not DataKey.objects.get(pk=shared.pair.data_key_id).is_destroyed


def test_the_key_of_a_pair_goes_with_its_second_half_and_a_second_press_changes_nothing(shared):
    erase_person(shared.newcomer, now=NOW)
    erase_person(shared.newcomer, now=later(days=1))
    erase_person(shared.senior, now=later(days=2))

    assert DataKey.objects.get(pk=shared.pair.data_key_id).destroyed_at == later(days=2)
    assert list(Pair.objects.values_list("ended_at", flat=True)) == [NOW]


def test_erase_leaves_three_programs_at_once_and_drops_what_waits(cast, mailoutbox):
    person, others = cast.newcomer, [make_program(f"More {n}") for n in range(2)]
    pairs = [make_pair(each, newcomer=make_participation(each, person, side=Side.NEWCOMER)) for each in others]
    post("test_mail", to=person, fact="1", about=person.pk, now=NOW)

    erase_person(person, now=NOW)

    assert set(Participation.objects.of(person).values_list("state", "places_taken")) == {("left", 0)}
    assert {pair.ended_at for pair in Pair.objects.of(person)} == {NOW}
    assert {pair.senior.places_taken for pair in Pair.objects.filter(pk__in=[p.pk for p in pairs])} == {0}
    assert not Message.objects.filter(to=person).exists()
    while deliver(now=later(minutes=5)):
        pass
    assert {letter.to[0] for letter in mailoutbox} & {person.email} == set()


def test_erase_asks_for_the_address_says_both_and_signs_out(cast, as_person):
    browser, other = as_person(cast.newcomer), as_person(cast.newcomer)
    address = reverse("desk:erase_record")

    asked = browser.get(address).content.decode()
    mistyped = browser.post(address, {"email": "somebody@else.example"})
    done = browser.post(address, {"email": cast.newcomer.email.upper()})

    assert ["What goes, at once" in asked, "What stays, and why" in asked] == [True, True]
    assert "This is not your mail address. Nothing was erased." in mistyped.content.decode()
    assert (done.status_code, done.url) == (302, reverse("desk:erased"))
    assert [browser.get(reverse("desk:home")).status_code, other.get(reverse("desk:home")).status_code] == [302, 302]


def test_erase_refuses_the_last_admin_and_whoever_is_still_named(cast, as_person):
    answers = [
        as_person(person).post(reverse("desk:erase_record"), {"email": person.email}).content.decode()
        for person in (cast.hr_admin, cast.coordinator)
    ]

    assert "You are the last HR admin. Give somebody else the role first." in answers[0]
    assert "You are named in Two Ways. Let HR name somebody else there first." in answers[1]
    assert set(User.objects.filter(pk__in=[cast.hr_admin.pk, cast.coordinator.pk]).values_list("is_active")) == {
        (True,)
    }
    with pytest.raises(LastAdmin), transaction.atomic():
        erase_person(cast.hr_admin, now=NOW)
    with pytest.raises(StillNamed), transaction.atomic():
        erase_person(cast.sponsor, now=NOW)
    grant(cast.bystander, Role.Name.HR_ADMIN)
    erase_person(cast.hr_admin, now=NOW)
    assert list(Role.objects.filter(role=Role.Name.HR_ADMIN).values_list("person", flat=True)) == [cast.bystander.pk]


@pytest.mark.parametrize("order", ["confirmed first", "erased first"])
def test_erasing_while_a_session_is_being_confirmed(cast, order):
    logged = {"state": Meeting.State.LOGGED, "logged_by": Side.NEWCOMER, "logged_at": NOW}
    meeting = make_meeting(cast.pair, **logged)
    link = reverse("sessions_app:confirm_by_link", args=[sign(CONFIRM, meeting.pk, meeting.version, Side.SENIOR)])
    if order == "confirmed first":
        confirm_meeting(Meeting.objects.with_pairs().get(pk=meeting.pk), side=Side.SENIOR, now=NOW)

    erase_person(cast.newcomer, now=NOW)
    answers = [Client().get(link), Client().post(link)]

    assert {answer.status_code for answer in answers} <= {200, 302, 410}
    assert Meeting.objects.get(pk=meeting.pk).state in {Meeting.State.HELD, Meeting.State.LOGGED}


def test_an_export_after_an_erasure_under_way_gets_nothing(cast, as_person):
    browser = as_person(cast.newcomer)
    erase_person(cast.newcomer, now=NOW)

    answer = browser.get(reverse("desk:export_record", args=["json"]))

    assert (answer.status_code, "Nia" in answer.content.decode()) == (302, False)


def test_a_look_is_in_the_diary_of_those_it_was_about_once_a_day(cast, as_person, recorded):
    browser = as_person(cast.coordinator)
    for _ in range(2):
        browser.get(reverse("programs:participants", args=[cast.program.pk]))
    as_person(cast.hr_admin).get(reverse("people:people"))

    diaries = {name: recorded(getattr(cast, name), AccessRead) for name in ("newcomer", "stranger", "coordinator")}

    looks = [(row[0], row[1], row[2]) for row in diaries["newcomer"]]
    everyone = ("Hal Admin", "The list of people", "the whole organisation")
    assert looks == [everyone, ("Coordinator of Two Ways", "Who takes part", "Two Ways")]
    assert [row[:3] for row in diaries["stranger"]] == [everyone]
    assert [row[1] for row in diaries["coordinator"]] == ["The list of people", "Who takes part"]


def test_a_refused_look_and_ones_own_pages_write_nothing(cast, as_person):
    as_person(cast.newcomer).get(reverse("programs:participants", args=[cast.program.pk]))
    as_person(cast.newcomer).get(reverse("desk:on_record"))

    assert AccessRead.objects.count() == 0


def test_a_look_costs_one_query(cast, as_person, django_assert_num_queries):
    browser, address = as_person(cast.coordinator), reverse("programs:participants", args=[cast.program.pk])
    with connection.execute_wrapper(seen := Inserts()):
        browser.get(address)
        browser.get(address)

    assert seen.diary == 2


class Inserts:
    """Counts what is written into the diary."""

    diary = 0

    def __call__(self, execute, sql, params, many, context):
        self.diary += "record_accessread" in sql
        return execute(sql, params, many, context)


# Pages for organisers on which nobody stands: rules, texts, figures of many, forms, and what only acts.
ABOUT_NOBODY = {
    "desk:switches", "desk:retention", "desk:tonight", "desk:deletion_certificate", "desk:documents", "desk:document",
    "desk:download_document", "sessions_app:edit_agenda", "sessions_app:restore_agenda", "sessions_app:edit_prompts",
    "programs:invite_again",
    "desk:chat_channel", "desk:edit_text", "desk:message_texts", "desk:preview_text", "desk:remove_channel",
    "desk:restore_text", "desk:send_again", "desk:try_channel", "desk:try_text", "ideas:take_idea",
    "insights:declare_breakdowns", "insights:edit_reply", "insights:release_progress", "insights:remove_reply",
    "insights:request_release",
    "insights:write_reply", "pairing:cancel_round", "pairing:edit_wishes",
    "pairing:pause_program", "pairing:policy", "pairing:rehearsals", "pairing:resume_program", "pairing:rounds",
    "pairing:undo_ruling", "pairing:undo_swap", "people:remove_second_step", "people:revoke_role",
    "people:send_test_mail", "people:undo_leaving", "programs:add_piece", "programs:answer_requests",
    "programs:choose_template", "programs:close_program", "programs:create_program", "programs:duplicate_program",
    "programs:edit_orientation", "programs:edit_piece", "programs:edit_program", "programs:edit_step",
    "programs:export_program", "programs:history", "programs:import_program", "programs:import_roster",
    "programs:invite_people", "programs:move_piece", "programs:open_program", "programs:preview_orientation",
    "programs:preview_program", "programs:remove_piece", "programs:restore_orientation", "programs:undo_change",
    "sessions_app:take_back_letters", "profiles:skills", "profiles:merge_skills", "profiles:undo_merge",
    "profiles:accept_words", "profiles:import_skills", "profiles:skill_import", "profiles:apply_skills",
    "profiles:cancel_skills", "profiles:undo_skill_import", "people:organisation", "programs:invitation_run",
    "programs:recall_invitations",
    "feedback:add_survey", "feedback:copy_survey", "feedback:drop_draft", "feedback:edit_survey",
    "feedback:export_survey", "feedback:import_survey", "feedback:load_pack", "feedback:move_item",
    "feedback:plan_survey", "feedback:preview_frame", "feedback:preview_survey", "feedback:remove_item",
    "feedback:remove_survey", "feedback:survey", "feedback:surveys", "feedback:use_survey", "feedback:write_item",
}  # fmt: skip


def test_every_page_for_organisers_is_in_the_diary_or_about_nobody():
    theirs = {name for name, row in MATRIX.items() if row.door and row.door <= ORGANISERS}

    assert theirs - set(PAGES) - ABOUT_NOBODY == set(), "Add it to desk.diary.PAGES, or to ABOUT_NOBODY."
    assert set(PAGES) & ABOUT_NOBODY == set()
    assert (set(PAGES) | ABOUT_NOBODY) - theirs == set()


def test_notes_of_the_erased_are_gone_from_every_table(shared):
    erase_person(shared.newcomer, now=NOW)

    assert list(MeetingNote.objects.values_list("author__person__name", flat=True).distinct()) == ["Sol Senior"]
