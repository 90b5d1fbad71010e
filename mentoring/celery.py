"""Celery is a clock: it ticks the sweeps of `settings.CELERY_BEAT_SCHEDULE` and carries no state."""

import os
from typing import Any

from celery import Celery, bootsteps
from django.db import connection
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")


class MastersFit(bootsteps.StartStopStep):  # type: ignore[misc]
    """A worker refuses to start with a lost or wrong master key, and has the engine compiled, as the web does."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **kwargs: Any) -> None:
        import_string("record.keys.refuse_bad_masters")()
        connection.close()
        import_string("pairing.engine.ready.begin")()
        super().__init__(worker, **kwargs)


app = Celery("mentoring")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(MastersFit)
