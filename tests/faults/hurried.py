"""The product's own clock and sweeps, with mail delivered every second: `celery -A tests.faults.hurried`."""

from mentoring.celery import app

app.conf.beat_schedule = {
    name: {"task": name, "schedule": 1.0, "options": {"expires": 2.0}}
    for name in ("outbox.deliver", "outbox.note_heartbeat")
}
