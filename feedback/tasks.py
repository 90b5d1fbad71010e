"""The sweep of feedback."""

from celery import shared_task
from django.utils import timezone

from feedback.actions import ask_surveys, remind_of_surveys


@shared_task(name="feedback.send_feedback_surveys")
def send_feedback_surveys() -> None:
    """Ask whose moment has come, and remind once of what waits."""
    ask_surveys(now=timezone.now())
    remind_of_surveys(now=timezone.now())
