"""Pages of programs, split by noun: programs, participations, rosters."""

from programs.views.participations import enrol, invitation, invite_people, participants
from programs.views.programs import (
    choose_template,
    close_program,
    create_program,
    edit_program,
    open_program,
    program,
    programs,
)
from programs.views.rosters import apply_roster, import_roster, roster_columns, roster_grades, roster_import

__all__ = [
    "apply_roster",
    "choose_template",
    "close_program",
    "create_program",
    "edit_program",
    "enrol",
    "import_roster",
    "invitation",
    "invite_people",
    "open_program",
    "participants",
    "program",
    "programs",
    "roster_columns",
    "roster_grades",
    "roster_import",
]
