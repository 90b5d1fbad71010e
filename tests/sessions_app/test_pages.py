"""Every page of a workspace at every stage of the walk, for both of the two."""

import pytest
from django.urls import reverse
from django.utils import timezone

PAGES = ("pair", "sheet", "my_plan", "their_plan", "agreement", "write_agreement", "date_meetings")


@pytest.mark.parametrize("stage", ["begun", "share_both", "agree_plans", "sign", "date"])
def test_pages_answer_at_every_stage(cast, walk, as_person, stage):
    now = timezone.now()
    if stage != "begun":
        for step in ("share_both", "agree_plans", "sign", "date"):
            getattr(walk, step)(now=now)
            if step == stage:
                break

    for person in (cast.newcomer, cast.senior):
        answers = {
            page: as_person(person).get(reverse(f"sessions_app:{page}", args=[cast.pair.pk])).status_code
            for page in PAGES
        }
        assert answers == dict.fromkeys(PAGES, 200)


def test_meeting_pages_answer(cast, walk, as_person):
    walk.all(now=timezone.now())

    for page in ("meeting", "move_meeting"):
        address = reverse(f"sessions_app:{page}", args=[cast.pair.pk, 1])
        assert as_person(cast.senior).get(address).status_code == 200
    assert as_person(cast.senior).get(reverse("sessions_app:meeting", args=[cast.pair.pk, 9])).status_code == 404
