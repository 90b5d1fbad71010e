"""Verbs of profiles: what people tell of themselves, and the list of skills they tell it with."""

from profiles.actions.imports import apply_skills, cancel_skills, run_skill_import, undo_skill_import, upload_skills
from profiles.actions.skills import (
    CannotUndoMerge,
    MergedMeanwhile,
    accept_words,
    add_skills,
    import_skills,
    load_skills,
    merge_skills,
    undo_merge,
)
from profiles.actions.told import (
    MOST_OWN_WORDS,
    TooManyOwnWords,
    UnknownSkill,
    change_gaps,
    change_offers,
    set_interests,
    set_offers,
    set_rhythm,
    tell_gaps,
)

__all__ = [
    "MOST_OWN_WORDS",
    "CannotUndoMerge",
    "MergedMeanwhile",
    "TooManyOwnWords",
    "UnknownSkill",
    "accept_words",
    "add_skills",
    "apply_skills",
    "cancel_skills",
    "change_gaps",
    "change_offers",
    "import_skills",
    "load_skills",
    "merge_skills",
    "run_skill_import",
    "set_interests",
    "set_offers",
    "set_rhythm",
    "tell_gaps",
    "undo_merge",
    "undo_skill_import",
    "upload_skills",
]
