"""The demo organisation is loaded once, through the verbs, and stands where it says."""

from insights.models import Release
from mentoring.demo import demo_logins, load_demo
from outbox.models import Message
from pairing.models import Pair, Round
from people.models import User
from programs.models import Participation, Program
from sessions_app.models import Closing, Drift, Meeting
from sessions_app.queries import Stage, on_board, standings
from tests.factories import NOW, later


def test_load_demo_walks_three_programs_to_their_phases(db):
    assert load_demo(now=NOW)

    states = dict(Program.objects.values_list("name", "state"))
    assert states == {"Tools and tides": "open", "Two-way crossing": "open", "First crossing": "closed"}
    assert User.objects.count() == 207
    assert Participation.objects.filter(state="invited").count() == 8
    assert Pair.objects.filter(program__name="Two-way crossing").count() >= 12
    assert Meeting.objects.filter(starts_at__gt=NOW).exists()
    assert not Meeting.objects.held().filter(starts_at__gt=NOW).exists()
    releases = Release.objects.done().values_list("program__name", "number")
    assert sorted(releases) == [("First crossing", 1), ("First crossing", 2), ("Two-way crossing", 1)]
    # The last one tells of everything there is to tell of.
    figures = Program.objects.get(name="First crossing").releases.all()[0].figures
    hidden = [block["key"] for block in figures if "hidden" in block["overall"]]
    # What was asked at the start, the first release has told; the choices of `mid.help` are told one by one.
    assert [key for key in hidden if not key.startswith("start.")] == ["mid.help", "radar"]
    # Every way in which a pair may stand can be looked at.
    running = Program.objects.get(name="Two-way crossing")
    stood = {each.stage for each in standings(running, on_board(running, now=NOW), now=NOW).values()}
    assert stood >= {Stage.SESSION, Stage.FIND_DATE, Stage.PAUSED, Stage.REPOOL}
    assert (Closing.objects.count(), Round.objects.filter(published_at=None).count()) == (15, 1)
    assert set(Drift.objects.values_list("sign", flat=True)) == {"cancelled", "no_date", "slow"}
    # One login for every role; the newcomer and the senior are a pair.
    logins = dict(demo_logins())
    assert set(logins) == {"HR admin", "coordinator", "newcomer", "senior", "sponsor", "counsellor", "operator"}
    assert Pair.objects.of(logins["newcomer"]).of(logins["senior"]).live().exists()
    assert logins["HR admin"].is_hr_admin
    assert logins["counsellor"].is_counsellor
    assert logins["operator"].is_superuser
    # Letters of the past stay unsent.
    assert not Message.objects.filter(state="waiting", due_at__lt=later(days=-10)).exists()
    # A second load changes nothing.
    assert not load_demo(now=NOW)
