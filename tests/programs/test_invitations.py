"""Invitations: many at once and recalled, how the mail of those without an answer stands, and inviting again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leases.actions import claim
from outbox.actions import deliver
from outbox.models import Message
from people.models import User
from programs.actions import (
    TooLateToRecall,
    close_program,
    enrol,
    invite_again,
    invite_people,
    recall_invitations,
    request_invitations,
    run_invitations,
)
from programs.models import InvitationRun, Participation
from programs.queries import invited_of, tell_mails
from record.models import DataKey
from tests.factories import NOW, later, make_participation, make_person


def mail(place: Participation, state: str, **fields) -> Message:
    return Message.objects.create(
        kind="invitation",
        to=place.person,
        about=place.pk,
        dedupe_key=f"invitation:{place.person_id}:{place.pk}",
        state=state,
        **{"due_at": NOW, "next_try_at": NOW, "posted_at": NOW, **fields},
    )


def test_invite_again_sends_the_refused_anew_and_others_once_a_day(cast, told):
    refused, old, under_way = (make_participation(cast.program, make_person(name)) for name in ("Ann", "Bo", "Cy"))
    failed = mail(refused, Message.State.FAILED, outcome="The mail server refused it.")
    mail(old, Message.State.SENT)
    mail(under_way, Message.State.WAITING)
    now = later(days=31)

    before = [(each.place.person.name, each.words, each.is_stuck) for each in tell_mails([refused, old], now=now)]
    again = [invite_again(cast.program, invited=cast.program.participations.all(), now=now) for _ in range(2)]

    assert before == [("Ann", "The mail server refused it.", True), ("Bo", "Sent, and its link has ended", True)]
    assert again == [3, 0]
    failed.refresh_from_db()
    assert (failed.state, Message.objects.filter(about=old.pk).count()) == (Message.State.WAITING, 2)
    assert told() == [("invitation", name) for name in ("Ann", "Bo", "Bo", "Cy", "Ivy Invited")]
    old.refresh_from_db()
    assert old.invited_at == now


def test_invitations_page_filters_by_mail_and_shows_no_link_that_signs_in(cast, as_person, queries_of):
    browser, address = as_person(cast.coordinator), reverse("programs:invitations", args=[cast.program.pk])
    one = queries_of(browser, address)
    for name in ("Ann", "Bo"):
        mail(make_participation(cast.program, make_person(name)), Message.State.FAILED, outcome="Refused.")

    page = browser.get(address, {"mail": "refused"})

    assert [each.place.person.name for each in page.context["invited"]] == ["Ann", "Bo"]
    assert "/invitation/" not in page.content.decode()
    assert queries_of(browser, address) == one
    assert sorted(place.person.name for place in invited_of(cast.program, mail="ended", now=timezone.now())) == [
        "Ann",
        "Bo",
        "Ivy Invited",
    ]


def test_invite_again_page_acts_on_the_ticked_alone(cast, as_person, told):
    place = cast.program.participations.invited().get()
    browser, address = as_person(cast.coordinator), reverse("programs:invite_again", args=[cast.program.pk])

    browser.post(address)
    browser.post(address, {"chosen": [str(place.pk)]})

    assert told() == [("invitation", "Ivy Invited")]


# Many at once --------------------
def test_five_thousand_are_invited_by_a_sweep_with_progress_and_recalled_but_for_who_answered(cast, as_person):
    many = User.objects.bulk_create(
        User(email=f"bulk{number}@meridian.example", name=f"Bulk {number}", password="!") for number in range(1_200)
    )
    hr = as_person(cast.hr_admin)
    asked = reverse("programs:invite_chosen", query={"q": "bulk", "everyone": "on"})

    page = hr.post(asked, {"program": cast.program.pk}, follow=True)
    run = cast.program.invitation_runs.get()
    address = reverse("programs:invitation_run", args=[cast.program.pk, run.pk])
    work = claim(InvitationRun, now=timezone.now())
    run_invitations(work, now=timezone.now())
    done = hr.get(address).content.decode()
    taken = cast.program.participations.get(person=many[0])
    enrol(taken, side="newcomer", capacity=1, now=timezone.now())
    recall = reverse("programs:recall_invitations", args=[cast.program.pk, run.pk])
    back = [str(message) for _ in range(2) for message in hr.post(recall, follow=True).context["messages"]]

    assert "Waiting to start" in page.content.decode()
    work.refresh_from_db()
    assert (work.state, work.invited, work.progress_done, work.people) == ("done", 1_200, 1_200, [])
    assert "1200 people were invited. Undoing takes back what nobody has answered." in done
    assert back == [
        "Invitations taken back: 1199. Whoever has answered stays.",
        "These invitations cannot be taken back any more.",
    ]
    assert [each.person for each in cast.program.participations.filter(person__in=many)] == [many[0]]
    assert DataKey.objects.filter(created_at__gt=NOW + timedelta(days=1)).count() == 1


def test_a_few_are_invited_at_once_and_a_recalled_mail_never_leaves(cast, as_person, told):
    person = make_person("Zoe Later")
    hr = as_person(cast.coordinator)

    hr.post(reverse("programs:invite_people", args=[cast.program.pk]), {"chosen": [person.pk]})
    listed = hr.get(reverse("programs:participants", args=[cast.program.pk])).content.decode()
    run = cast.program.invitation_runs.get()
    with pytest.raises(TooLateToRecall):
        recall_invitations(run, now=timezone.now() + timedelta(hours=25))
    recall_invitations(run, now=timezone.now())
    deliver(now=timezone.now())

    assert "1 person was invited. Undoing takes the invitation back unless they have answered." in listed
    assert Message.objects.get(kind="invitation", to=person).state == Message.State.DROPPED
    assert not cast.program.participations.filter(person=person).exists()


def test_a_run_goes_on_where_it_stopped_and_says_when_its_program_ended(cast):
    many = User.objects.bulk_create(
        User(email=f"bulk{number}@meridian.example", name=f"Bulk {number}", password="!") for number in range(501)
    )
    keys = [person.pk for person in many]
    invite_people(cast.program, people=many[:300], now=NOW)
    run = request_invitations(cast.program, people=keys, by=cast.hr_admin, now=NOW)
    run_invitations(claim(InvitationRun, now=NOW), now=NOW)
    run.refresh_from_db()
    late = request_invitations(cast.program, people=keys, by=cast.hr_admin, now=NOW)
    close_program(cast.program, now=NOW)
    run_invitations(claim(InvitationRun, now=NOW), now=NOW)
    late.refresh_from_db()

    assert (run.state, run.invited) == ("done", 201)
    assert (late.state, late.failure) == ("failed", "The program ended meanwhile, so the others were not invited.")
