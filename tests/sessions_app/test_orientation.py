"""The first session waits for both orientations: its date stands, its page and its log open afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.actions import read_pieces
from programs.models import Participation, Side
from sessions_app.actions import NotOriented, confirm_meeting, dispute_meeting, log_meeting
from sessions_app.models import Meeting
from tests.factories import NOW, later
from tests.sessions_app.conftest import step_of

AFTER = later(days=8)


@pytest.fixture
def unread(cast) -> None:
    """Nobody has read the orientation."""
    Participation.objects.update(oriented_at=None)
    cast.pair.refresh_from_db()


def orient(pair, *sides: Side) -> None:
    for side in sides:
        place = pair.place_of(side)
        read_pieces(place, pieces=pair.program.orientation_pieces.track(side), now=NOW)
        place.refresh_from_db()


def steps(pair, now=NOW) -> list[str]:
    found = [step_of(pair, side, now=now) for side in Side]
    return [step.name + ("*" if step.waits_for_partner else "") for step in found]


def test_dates_are_placed_before_the_orientation(cast, walk, unread):
    assert len(walk.all()) == 6


def test_log_meeting_waits_for_both_orientations(cast, walk, unread):
    first, second, *_ = walk.all()

    for session, now in ((first, AFTER), (second, later(days=60))):
        with pytest.raises(NotOriented, match="both of you have read"):
            log_meeting(session, side=Side.NEWCOMER, now=now)
    orient(cast.pair, Side.NEWCOMER)
    with pytest.raises(NotOriented):
        log_meeting(first, side=Side.NEWCOMER, now=AFTER)
    assert Meeting.objects.planned().count() == 6

    orient(cast.pair, Side.SENIOR)
    log_meeting(first, side=Side.NEWCOMER, now=AFTER)
    confirm_meeting(first, side=Side.SENIOR, now=AFTER)
    assert Meeting.objects.held().count() == 1


def test_a_pair_that_has_met_already_is_not_held_up(cast, walk, unread):
    first, second, *_ = walk.all()
    Meeting.objects.filter(pk=first.pk).update(state=Meeting.State.HELD, logged_by=Side.SENIOR)

    log_meeting(second, side=Side.NEWCOMER, now=later(days=60))

    assert step_of(cast.pair, Side.NEWCOMER, now=later(days=60)).name == "meeting"


def test_who_logged_before_may_still_say_that_it_did_not_take_place(cast, walk):
    first = walk.all()[0]
    log_meeting(first, side=Side.NEWCOMER, now=AFTER)
    Participation.objects.update(oriented_at=None)

    dispute_meeting(first, now=AFTER)

    assert Meeting.objects.planned().count() == 6


def test_the_step_comes_after_the_papers_that_the_other_waits_for(cast, walk, unread):
    pair = cast.pair
    seen = [steps(pair)]
    walk.share_both()
    walk.agree_plans()
    walk.sign()
    seen.append(steps(pair))
    walk.date()
    seen.append(steps(pair))
    seen.append(steps(pair, now=AFTER))
    orient(pair, Side.SENIOR)
    seen.append(steps(pair, now=AFTER))
    orient(pair, Side.NEWCOMER)
    seen.append(steps(pair))

    assert seen == [
        ["sheet", "sheet"],
        ["dates", "dates"],
        ["orientation", "orientation"],
        ["orientation", "orientation"],
        ["orientation", "orientation*"],
        ["meeting", "meeting"],
    ]


def test_a_side_with_nothing_to_write_reads_meanwhile(cast, walk, unread):
    walk.share_both()
    walk.agree_plans()
    walk.sign()
    agreement = cast.pair.agreements.get()
    agreement.senior_signed_at = None
    agreement.save()

    assert steps(cast.pair) == ["orientation", "agreement"]
    assert step_of(cast.pair, Side.NEWCOMER, now=NOW).url == reverse("programs:orientation", args=[cast.program.pk])


def test_the_page_keeps_its_date_and_opens_when_both_have_read(cast, walk, unread, as_person):
    walk.all(now=timezone.now())
    address = reverse("sessions_app:meeting", args=[cast.pair.pk, 1])
    told = []
    for sides in ((), (Side.NEWCOMER,), (Side.SENIOR,)):
        orient(cast.pair, *sides)
        page = as_person(cast.newcomer).get(address).content.decode()
        told.append([words in page for words in ("Read the orientation first", "once Sol has read", "Prepare")])

    assert told == [[True, False, False], [False, True, False], [False, False, True]]


def test_a_log_that_comes_too_early_is_refused_in_words(cast, walk, unread, as_person):
    walk.all(now=timezone.now())
    address = reverse("sessions_app:log_meeting", args=[cast.pair.pk, 1])

    page = as_person(cast.newcomer).post(address, follow=True)

    assert "opens once both of you have read the orientation" in page.content.decode()


def test_the_board_says_orientation_and_not_whose(cast, walk, unread, as_person):
    walk.all(now=timezone.now())
    board = reverse("sessions_app:board", args=[cast.program.pk])
    stages = []
    for sides in ((), (Side.NEWCOMER,), (Side.SENIOR,)):
        orient(cast.pair, *sides)
        stages += [row["standing"].step for row in as_person(cast.coordinator).get(board).context["rows"]]

    assert stages == ["Orientation", "Orientation", "Session 1"]


def test_putting_the_first_session_off_does_not_open_the_second(cast, walk, unread):
    walk.all(now=timezone.now())
    Meeting.objects.filter(pair=cast.pair, number=1).update(state=Meeting.State.UNDATED)
    second = Meeting.objects.with_pairs().get(pair=cast.pair, number=2)

    with pytest.raises(NotOriented):
        log_meeting(second, side=Side.NEWCOMER, now=second.starts_at + timedelta(hours=1))
