"""The sweep of feedback."""

from celery import shared_task
from django.utils import timezone

from feedback.actions import ask_pulses, remind_of_pulses


@shared_task(name="feedback.send_feedback_surveys")
def send_feedback_surveys() -> None:
    """Ask for a pulse after each session that was held, and remind once of one that waits."""
    ask_pulses(now=timezone.now())
    remind_of_pulses(now=timezone.now())
