"""Verbs of feedback: writing surveys, asking, answering."""

from feedback.actions.answering import AlreadyAnswered, ChangedMeanwhile, SurveyClosed, Words, answer_survey
from feedback.actions.asking import ask_surveys, remind_of_surveys
from feedback.actions.writing import (
    AlreadyAsked,
    NoDraft,
    TooMany,
    WrittenMeanwhile,
    add_survey,
    copy_survey,
    drop_draft,
    edit_draft,
    furnish,
    import_survey,
    load_pack,
    plan_survey,
    remove_survey,
    use_survey,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyAsked",
    "ChangedMeanwhile",
    "NoDraft",
    "SurveyClosed",
    "TooMany",
    "Words",
    "WrittenMeanwhile",
    "add_survey",
    "answer_survey",
    "ask_surveys",
    "copy_survey",
    "drop_draft",
    "edit_draft",
    "furnish",
    "import_survey",
    "load_pack",
    "plan_survey",
    "remind_of_surveys",
    "remove_survey",
    "use_survey",
]
