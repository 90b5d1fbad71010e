"""Who may listen to whom, harm, notes, and giving a talk to somebody else."""

import pytest
from django.urls import reverse

from counsel.actions import (
    NobodyListens,
    NotTheirs,
    ask_to_talk,
    choose_counsellor,
    end_talk,
    notice_waiting_talks,
    reply_to_talk,
    suggest_counsellor,
    write_counsel_note,
)
from counsel.models import CounselNote, TalkRequest
from counsel.queries import listeners_for
from people.actions import revoke_role
from people.models import Role, User
from record.sealing import open_one
from tests.factories import NOW, grant, later, make_person


@pytest.fixture
def alone(cast) -> None:
    """The program's counsellor is the only one."""
    Role.objects.filter(role=Role.Name.COUNSELLOR).exclude(person=cast.counsellor).delete()


@pytest.fixture
def other(cast, alone) -> User:
    return grant(make_person("Cy Counsellor"), "counsellor")


def report(cast):
    return ask_to_talk(
        cast.program, person=cast.senior, text="canary-harm", purpose="harm", wish=TalkRequest.Wish.ADVISE, now=NOW
    )


def test_whoever_stands_above_somebody_at_any_height_does_not_counsel_them(cast, other):
    boss = make_person("Bea Boss", manager=cast.counsellor)
    User.objects.filter(pk=cast.senior.pk).update(manager=boss)
    cast.senior.refresh_from_db()

    assert listeners_for(cast.program, cast.senior) == [other]
    assert listeners_for(cast.program, cast.newcomer) == [cast.counsellor, other]


def test_a_circle_of_managers_does_no_harm(cast, other):
    User.objects.filter(pk=cast.senior.pk).update(manager=cast.newcomer)
    User.objects.filter(pk=cast.newcomer.pk).update(manager=cast.senior)

    assert listeners_for(cast.program, cast.senior) == [cast.counsellor, other]


def test_with_nobody_outside_the_line_the_page_says_so_and_nothing_is_stored(cast, alone, as_person):
    User.objects.filter(pk=cast.senior.pk).update(manager=cast.counsellor)

    response = as_person(cast.senior).post(reverse("counsel:ask_to_talk", args=[cast.program.pk]), {"text": "Help"})

    assert "Nobody outside your line is a counsellor yet" in response.content.decode()
    assert not TalkRequest.objects.exists()
    with pytest.raises(NobodyListens):
        ask_to_talk(cast.program, person=User.objects.get(pk=cast.senior.pk), text="", now=NOW)


def test_harm_says_what_happens_next_before_the_first_field(cast, as_person):
    page = as_person(cast.newcomer).get(reverse("counsel:report_harm", args=[cast.program.pk])).content.decode()

    assert page.index("What happens next") < page.index("<textarea")


def test_harm_goes_to_the_counsellor_alone_and_stands_first_in_the_queue(cast, as_person, told):
    ask_to_talk(cast.program, person=cast.newcomer, text="", now=later(hours=-2))
    answers = {"text": "canary-harm", "wish": "advise"}
    response = as_person(cast.senior).post(reverse("counsel:report_harm", args=[cast.program.pk]), answers)

    talk = TalkRequest.objects.get(purpose="harm")
    assert ("harm_reported", cast.counsellor.name) in told()
    assert (open_one(talk, "text"), open_one(talk, "wish")) == ("canary-harm", "advise")
    assert as_person(cast.counsellor).get(reverse("counsel:queue")).context["talks"][0] == talk
    for person in (cast.hr_admin, cast.coordinator, cast.sponsor, cast.newcomer, cast.superuser):
        assert as_person(person).get(response.url).status_code == 404


def test_both_say_more_and_a_closed_talk_opens_with_a_new_word(cast, as_person, told):
    talk = ask_to_talk(cast.program, person=cast.senior, text="", now=NOW)
    reply_to_talk(talk, text="Tuesday?", now=NOW)
    end_talk(talk)

    as_person(cast.senior).post(reverse("counsel:talk", args=[talk.pk]), {"text": "Wednesday is better"})

    page = as_person(cast.counsellor).get(reverse("counsel:talk", args=[talk.pk])).content.decode()
    talk.refresh_from_db()
    assert (talk.is_open, "Wednesday is better" in page) == (True, True)
    assert ("talk_continued", cast.counsellor.name) in told()


# Another counsellor --------------------


def test_a_suggested_counsellor_reads_nothing_before_the_person_says_yes(cast, other, as_person, told):
    talk = ask_to_talk(cast.program, person=cast.senior, text="canary", now=NOW)
    suggest_counsellor(talk, to=other, now=NOW)
    address = reverse("counsel:talk", args=[talk.pk])

    assert ("counsellor_suggested", cast.senior.name) in told()
    assert as_person(other).get(address).status_code == 404

    as_person(cast.senior).post(reverse("counsel:choose_counsellor", args=[talk.pk]), {"person": str(other.pk)})

    assert as_person(other).get(address).status_code == 200
    assert as_person(cast.counsellor).get(address).status_code == 404


def test_notes_are_their_counsellors_alone_and_are_not_handed_over(cast, other, as_person, dumped):
    talk = report(cast)
    as_person(cast.counsellor).post(reverse("counsel:write_counsel_note", args=[talk.pk]), {"text": "canary-note"})
    address = reverse("counsel:talk", args=[talk.pk])

    assert "canary-note" in as_person(cast.counsellor).get(address).content.decode()
    assert "canary-note" not in as_person(cast.senior).get(address).content.decode()
    assert dumped("canary-note") == 0

    choose_counsellor(talk, to=other, now=NOW)
    assert not CounselNote.objects.exists()


def test_a_note_is_deleted_by_its_author(cast, as_person):
    talk = report(cast)
    note = write_counsel_note(talk, text="gone", now=NOW)

    as_person(cast.counsellor).post(reverse("counsel:delete_counsel_note", args=[talk.pk]), {"note": str(note.pk)})

    assert not CounselNote.objects.exists()


def test_a_talk_goes_to_nobody_of_the_persons_own_line(cast, other):
    talk = report(cast)
    User.objects.filter(pk=cast.senior.pk).update(manager=other)

    with pytest.raises(NotTheirs):
        choose_counsellor(TalkRequest.objects.get(pk=talk.pk), to=other, now=NOW)


def test_the_only_counsellor_leaving_takes_no_talk_along(cast, alone, as_person, told):
    talk = report(cast)
    revoke_role(cast.counsellor.roles_held.get())

    notice_waiting_talks(now=later(minutes=1))
    notice_waiting_talks(now=later(hours=1))

    page = as_person(cast.senior).get(reverse("counsel:choose_counsellor", args=[talk.pk])).content.decode()
    assert told().count(("counsellor_silent", cast.senior.name)) == 1
    assert "Nobody else can listen" in page
    assert (
        as_person(User.objects.get(pk=cast.counsellor.pk)).get(reverse("counsel:talk", args=[talk.pk])).status_code
        == 404
    )


def test_a_talk_that_waits_is_remembered_after_two_days_and_offered_elsewhere_after_five(cast, told):
    ask_to_talk(cast.program, person=cast.senior, text="", now=NOW)
    seen = []

    for days in (1, 3, 6, 6):
        notice_waiting_talks(now=later(days=days))
        seen.append([kind for kind, _ in told() if kind in {"talk_waits", "counsellor_silent"}])

    assert seen == [[], ["talk_waits"], ["counsellor_silent", "talk_waits"], ["counsellor_silent", "talk_waits"]]


def test_hr_sees_nothing_of_counsel_on_any_page_of_theirs(cast, as_person, queries_of):
    pages = [
        reverse("programs:program", args=[cast.program.pk]),
        reverse("sessions_app:board", args=[cast.program.pk]),
        reverse("programs:participants", args=[cast.program.pk]),
        reverse("desk:delivery"),
        reverse("desk:home"),
    ]
    browser = as_person(cast.hr_admin)
    for page in pages:
        browser.get(page)
    before = [queries_of(browser, page) for page in pages]

    report(cast)
    after = [queries_of(browser, page) for page in pages]

    assert after == before
