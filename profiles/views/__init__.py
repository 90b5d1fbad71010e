"""Pages of profiles: the four steps of the wizard, and the organisation's skill list."""

from profiles.views.imports import (
    apply_skills,
    cancel_skills,
    import_skills,
    skill_import,
    undo_skill_import,
)
from profiles.views.skills import accept_words, merge_skills, skills, undo_merge
from profiles.views.wizard import gaps, interests, offers, rhythm, skill_search

__all__ = [
    "accept_words",
    "apply_skills",
    "cancel_skills",
    "gaps",
    "import_skills",
    "interests",
    "merge_skills",
    "offers",
    "rhythm",
    "skill_import",
    "skill_search",
    "skills",
    "undo_merge",
    "undo_skill_import",
]
