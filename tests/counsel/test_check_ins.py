"""Check-ins: whom to ask how it goes, by the steps that people reach."""

from django.urls import reverse

from counsel.actions import plan_check_ins, settle_check_ins, write_check_ins
from counsel.models import CheckIn, TalkRequest
from people.models import Role, User
from tests.factories import NOW, later, make_meeting


def planned() -> list[tuple[str, str]]:
    found = CheckIn.objects.values_list("participation__person__name", "step")
    return sorted(found.exclude(participation__person__name__startswith="Stu"))


def test_each_person_is_due_before_the_start_and_once(cast):
    plan_check_ins(now=NOW)
    plan_check_ins(now=later(days=1))

    assert planned() == [("Bo Bystander", "before"), ("Nia Newcomer", "before"), ("Sol Senior", "before")]


def test_the_steps_of_a_pair_follow_the_sessions_it_held(cast):
    for number in (1, 2, 3, 4):
        make_meeting(cast.pair, number)
    steps = []

    for number in (1, 2, 3, 4):
        cast.pair.meetings.filter(number=number).update(
            state="held", logged_by="senior", confirmed_at=later(days=number)
        )
        plan_check_ins(now=later(days=number))
        steps.append([step for name, step in planned() if name == "Sol Senior"])

    assert steps == [
        ["before", "first"],
        ["before", "first", "midway"],
        ["before", "first", "midway"],
        ["before", "end", "first", "midway"],
    ]


def test_whoever_stands_above_somebody_is_not_asked_to_check_in_with_them(cast):
    User.objects.filter(pk=cast.senior.pk).update(manager=cast.counsellor)
    other = Role.objects.filter(role=Role.Name.COUNSELLOR).exclude(person=cast.counsellor).get()

    plan_check_ins(now=NOW)

    whose = CheckIn.objects.filter(participation__program=cast.program).order_by("participation__person__name")
    assert [each.counsellor for each in whose] == [cast.counsellor, cast.counsellor, other.person]


def test_writing_opens_a_talk_with_the_name_put_in_and_only_once(cast, as_person, told):
    plan_check_ins(now=NOW)
    due = CheckIn.objects.get(participation__person=cast.senior)
    words = {"step": "before", "before-chosen": [str(due.pk)], "before-wording": "Hello {first_name}, {program}?"}

    as_person(cast.counsellor).post(reverse("counsel:check_ins"), {**words, "write": "1"})
    write_check_ins([due], counsellor=cast.counsellor, wording="Twice", now=NOW)

    talk = TalkRequest.objects.get()
    page = as_person(cast.senior).get(reverse("counsel:talk", args=[talk.pk])).content.decode()
    assert f"Hello Sol, {cast.program.name}?" in page
    assert told() == [("counsellor_wrote", cast.senior.name)]


def test_what_is_set_aside_can_be_taken_up_again(cast, as_person):
    plan_check_ins(now=NOW)
    due = CheckIn.objects.get(participation__person=cast.senior)
    settle_check_ins([due], state=CheckIn.State.PASSED, now=NOW)

    as_person(cast.counsellor).post(reverse("counsel:take_up_check_in", args=[due.pk]))

    due.refresh_from_db()
    assert (due.state, due.settled_at) == (CheckIn.State.DUE, None)


def test_the_page_of_check_ins_takes_as_many_queries_with_three_as_with_one(cast, as_person, queries_of):
    plan_check_ins(now=NOW)
    browser, page = as_person(cast.counsellor), reverse("counsel:check_ins")
    with_three = queries_of(browser, page)
    CheckIn.objects.exclude(participation__person=cast.senior).delete()

    assert queries_of(browser, page) == with_three
