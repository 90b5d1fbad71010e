"""Celery is a clock: it ticks the sweeps of `settings.CELERY_BEAT_SCHEDULE` and carries no state."""

import os
from typing import Any

from celery import Celery, Task, bootsteps
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


class Sweep(Task):  # type: ignore[misc]
    """A sweep holds what HR has set about the smallest group, as a request does."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        import_string("people.limits.hold_for_sweep")()
        return super().__call__(*args, **kwargs)


app = Celery("mentoring", task_cls=Sweep)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(MastersFit)
