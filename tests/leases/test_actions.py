"""Long work is held by one worker at a time, restarts when that one dies, and stops after three tries."""

import logging
import threading
import time

import pytest
from celery import current_app
from django.db import connection, transaction

from leases.actions import LEASE, LeaseLost, claim, fail, finish, report, run_waiting, wake
from leases.clock import running_from
from pairing.models import Round
from tests.factories import NOW, later, make_program


@pytest.fixture
def work(db) -> Round:
    return Round.objects.create(program=make_program(), requested_at=NOW)


def died(minutes: float = 3):
    """An hour at which the lease of a worker that claimed at NOW has run out."""
    return later(minutes=minutes)


def test_claim_takes_the_oldest_request_first(work):
    younger = Round.objects.create(program=make_program(), requested_at=later(minutes=1))

    assert [claim(Round, now=later(minutes=1)) for _ in range(3)] == [work, younger, None]


def test_claim_leaves_alone_what_another_worker_holds(work):
    claim(Round, now=NOW)

    assert claim(Round, now=NOW + LEASE) is None


@pytest.mark.django_db(transaction=True)
def test_claim_by_two_at_once_gives_the_work_to_one(transactional_db):
    Round.objects.create(program=make_program(), requested_at=NOW)
    together, taken = threading.Barrier(2), []

    def run() -> None:
        together.wait()
        taken.append(claim(Round, now=NOW))
        connection.close()

    workers = [threading.Thread(target=run) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(work is None for work in taken) == [False, True]


def test_claim_restarts_the_work_of_a_dead_worker(work):
    first = claim(Round, now=NOW)
    second = claim(Round, now=died())

    assert (second.pk, second.tries) == (first.pk, 2)
    assert second.lease != first.lease


@pytest.mark.parametrize(
    "write",
    [
        lambda work: report(work, stage="reading", done=1, total=2, now=died()),
        lambda work: finish(work, now=died()),
        lambda work: fail(work, sentence="No.", now=died()),
    ],
    ids=["report", "finish", "fail"],
)
def test_a_lost_lease_refuses_every_write(work, write):
    first = claim(Round, now=NOW)
    second = claim(Round, now=died())

    with pytest.raises(LeaseLost):
        write(first)

    work.refresh_from_db()
    assert (work.state, work.lease, work.stage, work.failure) == (Round.State.RUNNING, second.lease, "", "")


def test_work_that_nobody_claimed_cannot_be_finished(work):
    with pytest.raises(LeaseLost):
        finish(work, now=NOW)


def test_finish_ends_the_work_once(work):
    held = claim(Round, now=NOW)
    finish(held, now=later(seconds=5))

    assert held.is_done
    assert claim(Round, now=died()) is None
    with pytest.raises(LeaseLost):
        finish(held, now=later(seconds=6))


def test_fail_says_one_sentence_and_is_not_tried_again(work):
    fail(claim(Round, now=NOW), sentence="Nobody has enrolled yet.", now=NOW)

    work.refresh_from_db()
    assert (work.has_failed, work.failure, work.finished_at) == (True, "Nobody has enrolled yet.", NOW)
    assert claim(Round, now=died()) is None


def test_report_shows_progress_and_prolongs_the_lease(work):
    held = claim(Round, now=NOW)
    report(held, stage="pairing", done=3, total=10, now=later(minutes=1.5))

    assert claim(Round, now=later(minutes=3)) is None
    work.refresh_from_db()
    assert (work.stage, work.progress_done, work.progress_total) == ("pairing", 3, 10)


def test_three_tries_then_failed_and_the_next_work_is_taken(work):
    for hours in range(3):
        assert claim(Round, now=later(hours=hours)) == work
    waiting = Round.objects.create(program=make_program(), requested_at=later(hours=3))

    assert claim(Round, now=later(hours=4)) == waiting
    work.refresh_from_db()
    assert (work.has_failed, work.tries, work.finished_at) == (True, 3, later(hours=4))


def test_run_waiting_goes_on_with_the_next_when_a_lease_is_lost(work, caplog):
    younger = Round.objects.create(program=make_program(), requested_at=later(minutes=1))
    ran = []

    def run(taken: Round, *, now) -> None:
        ran.append((taken, now))
        if taken == work:
            raise LeaseLost
        finish(taken, now=now)

    run_waiting(Round, run, clock=lambda: NOW)

    assert ran == [(work, NOW), (younger, NOW)]
    assert caplog.messages == [f"pairing.Round {work.pk} was taken over by another worker"]


def test_running_from_starts_at_the_given_hour_and_runs_on():
    clock = running_from(NOW)
    first, second = clock(), clock()

    assert NOW <= first <= second < later(seconds=5)


def test_wake_wakes_each_sweep_once_a_transaction(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as calls:
        for _ in range(3):
            wake("outbox.deliver")
        wake("pairing.run_rounds")

    assert len(calls) == 2


def test_wake_survives_a_savepoint_that_was_rolled_back(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as calls:
        with transaction.atomic():
            wake("outbox.deliver")
            transaction.set_rollback(True)
        wake("outbox.deliver")

    assert len(calls) == 1


@pytest.fixture
def broker_gone():
    """Let nobody listen where the broker should be."""
    address = current_app.conf.broker_url
    current_app.conf.broker_url = "redis://127.0.0.1:1/0"
    current_app._after_fork()  # forgets its open connections
    yield
    current_app.conf.broker_url = address
    current_app._after_fork()


def test_wake_neither_harms_nor_delays_a_request_when_the_broker_is_gone(
    db, broker_gone, django_capture_on_commit_callbacks, caplog
):
    began = time.monotonic()
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        wake("outbox.deliver")

    assert time.monotonic() - began < 3
    assert [record.getMessage() for record in caplog.records] == [
        "could not wake outbox.deliver; its next tick will do the work"
    ]
