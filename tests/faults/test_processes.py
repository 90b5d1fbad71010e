"""Real workers and servers die in the middle: nothing is lost, each fact is told once, every doubt is shown."""

import sys
import time

import pytest

from outbox.actions import HANDFUL
from tests.faults.installation import installed

pytestmark = pytest.mark.faults
KILLS = 10


@pytest.fixture
def installation(tmp_path_factory):
    with installed(tmp_path_factory.mktemp("own"), pairs=800, invited=400) as found:
        yield found


def check_nothing_lost_and_nothing_told_twice(installation) -> None:
    """Each reminder came at most once, each invitation at least once; doubts are a handful a death at most."""
    reminders, invitations = installation.count()
    doubtful, sent = installation.names("in_doubt"), installation.names("sent")
    again = sum(count - 1 for count in invitations.values())
    found = {
        "mails": len(reminders) + len(invitations),
        "deaths": installation.kills,
        "in doubt": len(doubtful),
        "of those arrived": sum(reminders[name] for name in doubtful),
        "reminders twice": sum(count > 1 for count in reminders.values()),
        "invitations again": again,
    }
    sys.stdout.write(f"{found}\n")
    assert (len(reminders), len(invitations)) == (1600, 400), found
    assert {name for name, count in reminders.items() if count == 0} <= doubtful
    assert max(reminders.values()) == 1
    assert min(invitations.values()) == 1
    assert len(doubtful) + again <= HANDFUL * installation.kills
    assert sent | doubtful == set(reminders) | set(invitations)
    assert doubtful <= set(reminders)


def test_workers_killed_in_the_middle_of_2000_mails_and_a_broker_flushed(installation):
    installation.start_beat()
    for number in range(KILLS):
        worker = installation.start_worker()
        installation.wait_for_letters(5 + 37 * number % 80)
        if number in {3, 8}:
            installation.flush_broker()
            installation.wait_for_letters(5)
        installation.kill(worker)
        assert not installation.is_done()
        installation.let_leases_run_out()
    installation.finish()

    check_nothing_lost_and_nothing_told_twice(installation)


def test_postgres_and_the_broker_crash_twice_under_a_living_worker(installation):
    installation.start_beat()
    worker = installation.start_worker()
    for _ in range(2):
        installation.wait_for_letters(150)
        installation.crash_servers()
    installation.wait_for_letters(150)
    assert worker.poll() is None
    installation.wait_for(installation.is_idle)
    installation.running.remove(worker)
    worker.terminate()
    worker.wait(30)
    installation.let_leases_run_out()
    installation.finish()

    check_nothing_lost_and_nothing_told_twice(installation)


def test_two_beats_and_two_workers_tell_each_fact_once(installation):
    for name in ("one", "two"):
        installation.start_beat(name)
        installation.start_worker(name)
    installation.wait_for(installation.is_done)
    time.sleep(2)

    reminders, invitations = installation.count()
    assert set(reminders.values()) | set(invitations.values()) == {1}
    assert installation.states() == {"session_reminder sent": 1600, "invitation sent": 400}
