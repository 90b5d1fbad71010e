"""Sweeps of counsel."""

from celery import shared_task
from django.utils import timezone

from counsel import actions


@shared_task(name="counsel.offer_talks")
def offer_talks() -> None:
    """Offer a talk to every senior who has enrolled."""
    actions.offer_talks(now=timezone.now())


@shared_task(name="counsel.notice_waiting_talks")
def notice_waiting_talks() -> None:
    """Remind counsellors of talks that wait, and tell people when they may ask another."""
    actions.notice_waiting_talks(now=timezone.now())


@shared_task(name="counsel.plan_check_ins")
def plan_check_ins() -> None:
    """Give counsellors a task for everybody who has reached a step."""
    actions.plan_check_ins(now=timezone.now())
