"""Canaries: a text in each sealed field of two people, named for the one who may read it."""

import json

from counsel.actions import ask_to_talk, reply_to_talk, write_counsel_note
from feedback.actions import furnish
from feedback.models import Answer, SurveyRequest
from feedback.queries import pair_hash, person_hash
from ideas.actions import write_idea
from outbox.actions import set_channel
from pairing.models import Pair, Proposal, Reason, Round, Wishes
from profiles.models import Gap, Interest, Profile, Skill, SkillOffered
from programs.models import Side
from record.sealing import seal
from sessions_app.models import (
    Action,
    Agreement,
    Closing,
    Draft,
    FitCheck,
    GoalWords,
    MeetingNote,
    Plan,
    PlanVersion,
    SharingSheet,
    SheetLine,
)
from tests.factories import NOW, make_meeting


def leave_canaries(pair: Pair) -> None:
    """Let both write in each sealed field: "nia-…" for the newcomer, "sol-…" for the senior, "both-…" for the pair."""
    skill = Skill.objects.order_by("pk").first() or Skill.objects.create(name="Saying no", kind="craft")
    meeting = make_meeting(pair)
    round_ = Round.objects.create(program=pair.program, requested_at=NOW)
    proposal = Proposal.objects.create(
        round=round_, newcomer=pair.newcomer, senior=pair.senior, state="open", lapses_at=NOW
    )
    for place, name, side in ((pair.newcomer, "nia", Side.NEWCOMER), (pair.senior, "sol", Side.SENIOR)):
        sheet, _ = SharingSheet.objects.get_or_create(pair=pair, author=place)
        for row in (
            seal(Gap(participation=place), want=json.dumps({"skill": skill.pk, "urgency": 2})),
            seal(
                Reason(proposal=proposal, told_to=place),
                text=json.dumps({"learn": [f"{name}-reason"], "share": [], "offer": []}),
            ),
            seal(SheetLine(sheet=sheet, kind="learn", position=90), text=f"{name}-sheet"),
            seal(
                Plan(pair=pair, designer=side),
                goals=json.dumps([f"{name}-goal"]),
                themes=json.dumps([f"{name}-theme"]),
            ),
            seal(
                Closing(pair=pair, author=place, keeps_copy=True, answered_at=NOW),
                answer=json.dumps({"choice": "stop", "more": 0}),
                thanks=f"{name}-thanks",
            ),
            seal(
                Answer(
                    program=pair.program,
                    person_hash=person_hash(pair.program, place.person),
                    pair_hash=pair_hash(pair.program, pair),
                    question="comment",
                ),
                text=f"{name}-answer",
            ),
            seal(
                Wishes(participation=place),
                asks=json.dumps([str(pair.program.coordinator_id)]),
                not_with=json.dumps([str(pair.program.sponsor_id)]),
                likes=json.dumps(["far_grade"]),
            ),
            seal(FitCheck(pair=pair, participation=place, asked_at=NOW), answer="fits"),
            seal(MeetingNote(meeting=meeting, author=place, is_private=True, written_at=NOW), text=f"{name}-private"),
            seal(Draft(pair=pair, author=place, typed_at=NOW), text=f"{name}-draft"),
        ):
            row.save(force_insert=True)
        Profile.objects.create(person=place.person, languages=["en"], workdays=[0, 1], updated_at=NOW)
        SkillOffered.objects.create(person=place.person, skill=skill, level=3)
        Interest.objects.create(person=place.person, name=f"{name}-interest")
        talk = ask_to_talk(pair.program, person=place.person, text=f"{name}-talk", wish="listen", now=NOW)
        reply_to_talk(talk, text=f"{name}-reply", now=NOW)
        write_counsel_note(talk, text="con-note", now=NOW)
        write_idea(pair, side=side, title=f"{name}-idea", text=f"{name}-idea-text", now=NOW)
    action = Action(pair=pair, meeting=meeting, owner=Side.SENIOR, written_at=NOW)
    seal(action, text="both-action").save(force_insert=True)
    for plan in pair.plans.select_related("pair__data_key"):
        learner = pair.place_of(Side(plan.designer).other)
        lines = {"goals": json.dumps(["both-goal"]), "themes": json.dumps(["both-theme"])}
        version = PlanVersion(plan=plan, number=1, worded_by=plan.designer, handed_at=NOW)
        seal(version, **lines).save(force_insert=True)
        words = json.dumps(["curious"])
        seal(GoalWords(plan=plan, learner=learner), before=words, after=words).save(force_insert=True)
    seal(Agreement(pair=pair, written_at=NOW, version=9), text="both-agreement").save(force_insert=True)
    furnish(pair.program, now=NOW)
    last = pair.program.surveys.get(key="later")
    mark = SurveyRequest(survey=last, participation=pair.newcomer, asked_at=NOW, is_answered=True)
    seal(mark, pair_mark="both-mark").save(force_insert=True)
    set_channel(
        pair.program_id,
        address="discord://123456789012345678/both-channel",
        kinds=[],
        is_on=False,
        by=pair.program.coordinator,
        now=NOW,
    )
