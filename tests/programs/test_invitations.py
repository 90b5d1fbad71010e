"""Invitations without an answer: how their mail stands, and inviting again."""

from django.urls import reverse
from django.utils import timezone

from outbox.models import Message
from programs.actions import invite_again
from programs.models import Participation
from programs.queries import invited_of, tell_mails
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
