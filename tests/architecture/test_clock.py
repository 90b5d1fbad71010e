"""The clock: what beat ticks exists, what exists is ticked, and each task says which queue it runs in."""

from celery import current_app
from django.conf import settings


def our_tasks() -> set[str]:
    current_app.loader.import_default_modules()
    return {name for name in current_app.tasks if not name.startswith("celery.")}


def test_beat_and_tasks_agree():
    ticked = {tick["task"] for tick in settings.CELERY_BEAT_SCHEDULE.values()}

    assert ticked == our_tasks()


def test_the_sweeps_the_product_is_known_for_are_ticked():
    names = {tick["task"].rpartition(".")[2] for tick in settings.CELERY_BEAT_SCHEDULE.values()}

    assert {"send_session_reminders", "send_feedback_surveys"} <= names


def test_routed_tasks_exist():
    assert set(settings.CELERY_TASK_ROUTES) <= our_tasks()


def test_sweeps_take_no_arguments():
    our_tasks()
    with_arguments = {
        name
        for name, task in current_app.tasks.items()
        if not name.startswith("celery.") and task.run.__code__.co_argcount
    }

    assert with_arguments == set()


def test_ticks_are_plain_intervals():
    # A crontab skips or repeats an hour when the clocks change.
    schedules = [tick["schedule"] for tick in settings.CELERY_BEAT_SCHEDULE.values()]

    assert [schedule for schedule in schedules if not isinstance(schedule, float)] == []
