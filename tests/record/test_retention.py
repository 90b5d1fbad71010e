"""Clocks: every category has one or says why not; what is due goes, is counted, and takes its key with it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from counsel.models import CheckIn, Hour
from ideas.models import Idea
from outbox.actions import post
from outbox.models import Message, Told
from pairing.models import Pair, Proposal, Rehearsal, Round, Ruling, Stranded, Swap, Waiting, Way
from profiles.models import Skill, SkillImport, SkillMerge
from programs.models import (
    InvitationRun,
    OrientationRead,
    Participation,
    Program,
    ProgramChange,
    RosterError,
    RosterImport,
    RosterPart,
)
from record.actions import NotAChoice, ShorterThanShared, delete_expired, note_change, note_read, set_clocks
from record.actions import retention as sweep
from record.checks import clocks_within_limits
from record.clocks import CLOCKS, LONGEST, MAIL, SHARED, Length, length_for, lengths_of
from record.models import Change, ClockSetting, DataKey, DeletionRun
from record.registry import Stays, kept, line
from record.retention import clocked, due, lengths_now, until_words, what_would_go
from record.statement import statement_of
from sessions_app.models import BoardLetter, Cancellation, Drift, Meeting, SlotOffer
from tests.factories import NOW, later, make_pulse

CLOSED = later(days=10)


def section_of(person, model):
    return next(section for section in statement_of(person) if section.model == model._meta.label)


@pytest.fixture
def scene(told_everything):
    """The cast with a row in every category, in a program that has closed."""
    cast = told_everything
    program, pair, hr = cast.program, cast.pair, cast.hr_admin
    nia, meeting = pair.newcomer, Meeting.objects.get()
    round_, proposal = Round.objects.get(), Proposal.objects.get()
    Round.objects.update(requested_by=hr, gaps_read_at=NOW)
    waiting = Waiting.objects.create(round=round_, participation=nia, why="places")
    Way.objects.create(waiting=waiting, requested_at=NOW)
    rehearsal = Rehearsal.objects.create(program=program, requested_at=NOW)
    Stranded.objects.create(rehearsal=rehearsal, person=cast.newcomer, side="newcomer", why="grade")
    Ruling.objects.create(program=program, newcomer=nia, senior=pair.senior, kind="apart", made_at=NOW)
    Swap.objects.create(round=round_, one=proposal, other=proposal, made_at=NOW)
    OrientationRead.objects.create(participation=nia, piece=program.orientation_pieces.first())
    make_pulse(meeting, "newcomer")
    InvitationRun.objects.create(program=program, requested_at=NOW, requested_by=hr, state="done", finished_at=NOW)
    Hour.objects.create(counsellor=cast.counsellor, starts_at=CLOSED, minutes=30, zone="UTC")
    CheckIn.objects.create(participation=nia, counsellor=cast.counsellor, step="first", due_at=NOW)
    SlotOffer.objects.create(
        meeting=meeting, version=0, offered_by="newcomer", starts=[NOW], zone="Europe/London", offered_at=NOW
    )
    Cancellation.objects.create(pair=pair, side="newcomer", at=NOW)
    Drift.objects.create(pair=pair, sign="slow", noticed_at=NOW)
    BoardLetter.objects.create(pair=pair, batch=uuid4(), written_at=NOW)
    roster = RosterImport.objects.create(program=program, file_name="r.csv", requested_at=NOW, state="done")
    RosterPart.objects.create(roster_import=roster, number=0, content=b"")
    RosterError.objects.create(roster_import=roster, line=2, sentence="No mail address.")
    SkillImport.objects.create(file_name="s.csv", requested_at=NOW, requested_by=hr, state="done")
    SkillMerge.objects.create(into=Skill.objects.first(), skills=[], made_by=hr, made_at=NOW)
    post("test_mail", to=hr, fact="1", about=hr.pk, now=NOW)
    Message.objects.update(state="sent", finished_at=NOW)
    ProgramChange.objects.create(program=program, by=hr, at=NOW)
    note_change(["Something changed."], keys=["x"], widens=False, by=hr, now=NOW)
    note_read(hr, page="The list of people", program=None, now=NOW)
    Program.objects.filter(pk=program.pk).update(state=Program.State.CLOSED, closed_at=CLOSED)
    return cast


def rows_by_category() -> dict[str, int]:
    return {entry.model._meta.label: entry.model._base_manager.count() for entry, _ in clocked()}


def test_every_category_has_a_clock_or_says_why_none_ends_it():
    without = [entry.model._meta.label for entry in kept() if not entry.ends]
    reasons = [end.why for entry in kept() for end in entry.ends if isinstance(end, Stays)]

    assert without == [], "In its record.py give keep(…) ends=[After(a clock of record.clocks, …)] or [Stays(why)]."
    assert all(reasons)


def test_lines_name_a_clock_only_where_that_clock_deletes_them():
    wrong = [
        (entry.model._meta.label, each.field)
        for entry in kept()
        for each in entry.lines
        if each.until in CLOCKS.values() and each.until not in {after.clock for after in entry.clocked}
    ]

    assert wrong == []


def test_time_runs_through_every_category(scene):
    lengths = lengths_now()
    assert [label for label, rows in rows_by_category().items() if not rows] == [], "Leave a row in `scene`."
    for entry, after in clocked():
        rows = entry.model._base_manager.filter(after.only, after.once).exclude(**{f"{after.anchor}__isnull": True})
        anchors = list(rows.values_list(after.anchor, flat=True))
        assert anchors, f"{entry.title}, {after.clock.key}"
        ends = max(anchors) + timedelta(days=after.clock.usual)
        the_last = {"entry": entry, "after": after, "lengths": lengths[after.clock.key]}

        assert due(**the_last, now=ends).count() == len(anchors), entry.title
        assert due(**the_last, now=min(anchors) + timedelta(days=after.clock.usual, seconds=-1)).count() == 0


def test_nothing_goes_while_the_program_runs(scene):
    Program.objects.update(closed_at=None)
    before = {label: rows for label, rows in rows_by_category().items() if label.startswith("sessions_app")}

    delete_expired(now=later(days=3000))

    assert {label: rows_by_category()[label] for label in before} == before


def test_a_night_deletes_what_the_dry_run_counts_and_a_second_run_nothing(scene):
    night = CLOSED + timedelta(days=183)
    told = {(each.category, each.clock.key): each.rows for each in what_would_go(now=night)}
    before = rows_by_category()

    run = delete_expired(now=night)

    certified = {(each["category"], each["clock"]): each["rows"] for each in run.counts}
    assert {key: rows for key, rows in certified.items() if key in told} == told
    gone = {label: before[label] - rows for label, rows in rows_by_category().items() if before[label] != rows}
    by_label: dict[str, int] = {}
    for (label, _), rows in certified.items():
        by_label[label] = by_label.get(label, 0) + rows
    assert by_label == gone
    assert gone["sessions_app.MeetingNote"] == 2
    assert gone["pairing.Pair"] == 1
    assert (delete_expired(now=night + timedelta(hours=2)), DeletionRun.objects.count()) == (None, 1)
    assert what_would_go(now=night + timedelta(hours=2)) == []
    assert delete_expired(now=night + timedelta(days=1)).counts == []


def test_keys_are_destroyed_with_the_last_row_of_their_owner(scene, dumped):
    pair_key, nias_key = scene.pair.data_key_id, scene.pair.newcomer.data_key_id

    delete_expired(now=CLOSED + timedelta(days=183))

    keys = DataKey.objects.in_bulk()
    assert (keys[pair_key].is_destroyed, keys[nias_key].is_destroyed) == (True, True)
    assert Participation.objects.filter(person=scene.newcomer).exists()
    survey = scene.program.survey_key_id
    assert not keys[survey].is_destroyed
    delete_expired(now=CLOSED + timedelta(days=365))
    assert DataKey.objects.get(pk=survey).is_destroyed
    assert not Participation.objects.filter(program=scene.program).exists()
    assert dumped("nia-interest") == 1


def test_a_key_stays_while_anything_is_sealed_with_it(scene):
    # Gaps are entered with the invitation: under a shorter clock they go before the notes of the same person.
    Pair.objects.update(began_at=later(days=5))
    set_clocks({"shared": 30}, by=scene.hr_admin, now=later(days=2))
    set_clocks({"shared": 183}, by=scene.hr_admin, now=later(days=3))

    delete_expired(now=CLOSED + timedelta(days=30))

    assert not scene.pair.newcomer.gaps.exists()
    assert not DataKey.objects.get(pk=scene.pair.newcomer.data_key_id).is_destroyed


def test_a_released_idea_outlives_its_pair(scene):
    idea = Idea.objects.first()
    Idea.objects.filter(pk=idea.pk).update(
        draft=None, newcomer_releases=True, senior_releases=True, released_at=NOW, title="A", text="B"
    )

    delete_expired(now=CLOSED + timedelta(days=183))

    assert list(Idea.objects.values_list("pk", "pair")) == [(idea.pk, None)]


def test_an_unanswered_invitation_goes_after_30_days(scene):
    invited = Participation.objects.get(person=scene.invited)

    delete_expired(now=later(days=29))
    assert Participation.objects.filter(pk=invited.pk).exists()
    delete_expired(now=later(days=30))

    assert not Participation.objects.filter(pk=invited.pk).exists()
    assert DataKey.objects.get(pk=invited.data_key_id).is_destroyed


def test_what_was_told_is_never_told_again_after_its_message_is_gone(scene):
    delete_expired(now=later(days=30))
    assert (Message.objects.count(), Told.objects.count() > 0) == (0, True)

    for fact in ("1", "2"):
        post("test_mail", to=scene.hr_admin, fact=fact, about=scene.hr_admin.pk, now=later(days=31))

    assert Message.objects.count() == 1


def test_a_run_that_stopped_half_way_goes_on_where_it_stopped(scene, monkeypatch):
    night = CLOSED + timedelta(days=183)
    told = sum(each.rows for each in what_would_go(now=night))
    monkeypatch.setattr(sweep, "BATCH", 1)
    original, steps = sweep._destroy_unused, iter(range(6))

    def stops(keys, *, now):
        if next(steps, None) is None:
            message = "the worker died"
            raise RuntimeError(message)
        return original(keys, now=now)

    with monkeypatch.context() as broken:
        broken.setattr(sweep, "_destroy_unused", stops)
        with pytest.raises(RuntimeError, match="died"):
            delete_expired(now=night)
    halfway = DeletionRun.objects.get()
    assert (halfway.finished_at, sum(each["rows"] for each in halfway.counts) >= 6) == (None, True)

    run = delete_expired(now=night + timedelta(hours=1))

    assert sum(each["rows"] for each in run.counts) >= told
    assert what_would_go(now=night + timedelta(hours=1)) == []


# Settings --------------------


def test_shorter_holds_at_once_and_longer_for_later_entries():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    months = [start + timedelta(days=30 * at) for at in range(4)]
    lengths = lengths_of(183, [(months[1], 365), (months[2], 91), (months[3], 274)])

    assert lengths == [Length(91, months[1]), Length(91, months[2]), Length(91, months[3]), Length(274)]
    assert [length_for(lengths, moment).days for moment in (*months, months[3] + timedelta(days=1))] == [
        91, 91, 91, 274, 274,
    ]  # fmt: skip
    assert lengths_of(30, [(start, 91)]) == [Length(30, start), Length(91)]


def test_a_longer_clock_keeps_old_mail_short_and_new_mail_long(scene):
    set_clocks({"mail": 91}, by=scene.hr_admin, now=later(days=5))
    post("test_mail", to=scene.hr_admin, fact="later", about=scene.hr_admin.pk, now=later(days=6))
    Message.objects.filter(state="waiting").update(state="sent", finished_at=later(days=6))

    delete_expired(now=later(days=40))

    assert [message.posted_at for message in Message.objects.all()] == [later(days=6)]
    assert until_words(line("outbox.Message.kind"), lengths_now()) == "3 months after it was sent"


def test_setting_clocks_leaves_one_change_and_nothing_where_nothing_changed(cast):
    change = set_clocks({"shared": 274, "mail": 14}, by=cast.hr_admin, now=NOW)

    assert (change.widens, change.keys) == (True, ["clock:mail", "clock:shared"])
    assert "“What was sent” is kept 14 days after it was sent instead of 30 days." in change.sentence
    assert set_clocks({"shared": 274}, by=cast.hr_admin, now=later(hours=1)) is None
    assert (Change.objects.count(), ClockSetting.objects.count()) == (1, 2)
    assert set_clocks({"shared": 183}, by=cast.hr_admin, now=later(hours=2)).widens is False


@pytest.mark.parametrize(
    ("days", "refusal"),
    [({"mail": 365}, NotAChoice), ({"shared": 3650}, NotAChoice), ({"shared": 365, "status": 274}, ShorterThanShared)],
)
def test_setting_clocks_beyond_their_limits_is_refused(cast, days, refusal):
    with pytest.raises(refusal):
        set_clocks(days, by=cast.hr_admin, now=NOW)

    assert ClockSetting.objects.count() == 0


def test_choices_stay_within_the_longest():
    assert [clock.key for clock in CLOCKS.values() if clock.usual not in clock.choices] == []
    assert max(max(clock.choices) for clock in CLOCKS.values()) <= LONGEST
    assert (MAIL.usual, SHARED.usual) == (30, 183)


# What people read --------------------


def test_record_gives_real_dates(scene):
    Program.objects.update(closed_at=None, ends_on=date(2026, 9, 2))
    assert section_of(scene.newcomer, Pair).entries[0].until == (
        "Kept until 4 March 2027, if the program closes on its last day."
    )

    Program.objects.update(closed_at=datetime(2026, 9, 1, 12, tzinfo=UTC))

    assert section_of(scene.newcomer, Pair).entries[0].until == "Kept until 3 March 2027."
    assert section_of(scene.newcomer, Participation).entries[0].until == "Kept until 1 September 2027."


def test_a_clock_beyond_the_limits_is_refused_at_start(monkeypatch):
    assert clocks_within_limits(None) == []
    monkeypatch.setitem(CLOCKS, MAIL.key, replace(MAIL, choices=(30, 3650)))

    assert [error.id for error in clocks_within_limits(None)] == ["record.E002"]
