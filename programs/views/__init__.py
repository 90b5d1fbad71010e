"""Pages of programs, split by noun: programs, participations, orientations, rosters."""

from programs.views.invitations import invitation_run, invitations, invite_again, recall_invitations
from programs.views.joining import answer_requests, requests
from programs.views.orientations import (
    add_piece,
    edit_orientation,
    edit_piece,
    move_piece,
    orientation,
    preview_orientation,
    remove_piece,
    restore_orientation,
)
from programs.views.participations import enrol, invitation, invite_chosen, invite_people, participants
from programs.views.programs import close_program, open_program, program, programs
from programs.views.rosters import apply_roster, import_roster, roster_columns, roster_grades, roster_import
from programs.views.setting_up import (
    choose_template,
    create_program,
    duplicate_program,
    edit_program,
    edit_step,
    export_program,
    history,
    import_program,
    preview_program,
    undo_change,
)

__all__ = [
    "add_piece",
    "answer_requests",
    "apply_roster",
    "choose_template",
    "close_program",
    "create_program",
    "duplicate_program",
    "edit_orientation",
    "edit_piece",
    "edit_program",
    "edit_step",
    "enrol",
    "export_program",
    "history",
    "import_program",
    "import_roster",
    "invitation",
    "invitation_run",
    "invitations",
    "invite_again",
    "invite_chosen",
    "invite_people",
    "move_piece",
    "open_program",
    "orientation",
    "participants",
    "preview_orientation",
    "preview_program",
    "program",
    "programs",
    "recall_invitations",
    "remove_piece",
    "requests",
    "restore_orientation",
    "roster_columns",
    "roster_grades",
    "roster_import",
    "undo_change",
]
