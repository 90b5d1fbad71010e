"""The project: settings, URLs, the clock, embedded servers and the demo organisation."""

from mentoring.celery import app as celery_app

__all__ = ["celery_app"]
