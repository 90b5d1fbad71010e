"""Celery is a clock: it ticks the sweeps of `settings.CELERY_BEAT_SCHEDULE` and carries no state."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

app = Celery("mentoring")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
