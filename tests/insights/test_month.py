"""The sponsor's mail once a month: released figures, and nothing else."""

from insights.actions import tell_sponsors
from insights.tasks import tell_sponsors as sweep
from outbox.models import Message
from programs.models import Outcome, Program
from tests.factories import later
from tests.insights.conftest import FIVE_IN_THREE


def test_tell_sponsors_writes_once_a_month_and_only_what_is_released(cast, answer, prepare, post_round, mailoutbox):
    tell_sponsors(now=later(hours=1))
    assert Message.objects.count() == 0
    Outcome.objects.filter(program=cast.program).update(latest=25)
    answer(cast.program, FIVE_IN_THREE)
    prepare(cast.program)
    answer(cast.program, FIVE_IN_THREE, {"worth": 1, "learned": 1, "gave": 1})

    for hours in (2, 3):
        tell_sponsors(now=later(hours=hours))
    (letter,) = post_round(mailoutbox, later(hours=4))

    assert (letter.to, letter.subject) == ([cast.sponsor.email], "Where Two Ways stands")
    for line in (
        "Seniors who post in the open: 25 now, from 10 to a target of 40 %",
        "Worth the time: mostly or fully (at least 5 people in at least 3 pairs)",
        "Gave something: about 20 % or less (at least 5 people in at least 3 pairs)",
        "Out of release 1 of 2 March 2026.",
    ):
        assert line in letter.body
    assert "hidden" not in letter.body.lower()
    tell_sponsors(now=later(days=31))
    assert Message.objects.count() == 2


def test_tell_sponsors_is_silent_where_figures_are_off_or_the_sponsor_is_another(
    cast, answer, prepare, post_round, mailoutbox
):
    answer(cast.program, FIVE_IN_THREE)
    prepare(cast.program)
    tell_sponsors(now=later(hours=1))
    Program.objects.filter(pk=cast.program.pk).update(sponsor=cast.hr_admin)
    assert post_round(mailoutbox, later(hours=2)) == []

    Program.objects.filter(pk=cast.program.pk).update(figures_on=False)
    sweep()
    assert Message.objects.filter(to=cast.hr_admin).count() == 0
