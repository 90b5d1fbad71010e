"""Posts mails in an empty installation, by its real clock: `python -m tests.faults.fill PAIRS INVITED`.

Two reminders a pair, which must never be doubled, and an invitation each, which must never be lost.
"""

import sys

import django

django.setup()

from datetime import timedelta  # noqa: E402

from django.utils import timezone  # noqa: E402

from outbox.actions import post_all  # noqa: E402
from programs.models import Participation  # noqa: E402
from record.keys import create_data_keys  # noqa: E402
from sessions_app.actions import send_session_reminders  # noqa: E402
from tests.crowd import make_pairs, make_sessions  # noqa: E402
from tests.factories import make_organisation, make_person  # noqa: E402

pairs, invited = (int(word) for word in sys.argv[1:])
now = timezone.now()
make_organisation()
program = make_pairs(pairs, now=now)
make_sessions(program, now + timedelta(hours=20))
send_session_reminders(now=now)
places = Participation.objects.bulk_create(
    Participation(program=program, person=make_person(), data_key=key, invited_at=now)
    for key in create_data_keys(invited, now=now)
)
post_all("invitation", [(place.person, str(place.pk), place.pk) for place in places], now=now)
