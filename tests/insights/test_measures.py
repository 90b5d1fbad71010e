"""What is counted of each kind of question."""

from feedback.models import Answer
from feedback.queries import Asked
from insights.data.measures import measures_for
from insights.facts import Cohort, answered, taken
from insights.telling import told_by_choice

EASE = tuple(enumerate(("Very hard", "Hard", "Neither", "Easy", "Very easy"), start=1))
SELF_WORDS = tuple(enumerate(("curious", "beginner", "can do", "can teach")))


def asked(key, kind, choices=(), survey="end"):
    return Asked(survey, "Looking back", key, kind, f"Words of {key}", choices)


def test_measures_for_tells_each_kind_of_question_in_its_own_words():
    questions = [
        asked("speak_up", "scale", EASE),
        asked("can", "self_word", SELF_WORDS),
        asked("recommend", "ten", tuple((value, str(value)) for value in range(11))),
        asked("help", "choice", ((1, "No"), (2, "Yes"))),
        asked("differently", "text"),
    ]

    measures = measures_for([asked("worth", "scale", EASE, survey="pulse"), *questions])

    assert [each.question for each in measures] == ["worth", "learned", "gave", "speak_up", "can", "recommend", "help"]
    speak_up, can, recommend, help_ = measures[3:]
    assert speak_up.definition.steps == ("very hard or hard", "hard to neither", "neither to easy", "easy or very easy")
    assert (can.definition.steps, can.begins) == (
        ("curious or beginner", "beginner to can do", "can do or can teach"),
        0,
    )
    assert (recommend.agrees, recommend.definition.group, speak_up.definition.group) == (8, "recommend", "confidence")
    assert (help_.choices, help_.definition.group) == (((1, "No"), (2, "Yes")), "looking-back")


def test_answered_counts_each_person_once_whatever_the_kind(cast):
    can, recommend, several = measures_for(
        [
            asked("can", "self_word", SELF_WORDS),
            asked("recommend", "ten", ((0, "0"),)),
            asked("hope", "multiple", ((1, "A"), (2, "B"))),
        ]
    )[3:]
    taps = [("can", "p1", 0), ("can", "p1", 3), ("can", "p2", 3), ("recommend", "p1", 8), ("recommend", "p2", 7)]
    taps += [("hope", "p1", 1), ("hope", "p1", 2), ("hope", "p2", 2)]
    Answer.objects.bulk_create(
        Answer(program=cast.program, survey="end", question=key, person_hash=who, pair_hash="pair", choice=tap, batch=1)
        for key, who, tap in taps
    )
    cohort = Cohort({}, {}, {})

    said = answered(cast.program, 1, [can, recommend, several], cohort)

    one, two = cohort.number("p1"), cohort.number("p2")
    assert said["end", "can"].value_of == {one: 2.5, two: 4}
    assert said["end", "recommend"].value_of == {one: 1, two: 0}
    assert said["end", "hope"].people == {one, two}
    assert taken(cast.program, 1, several, cohort) == {1: {one}, 2: {one, two}}
    assert told_by_choice(several.definition, said["end", "hope"], {}) is None
