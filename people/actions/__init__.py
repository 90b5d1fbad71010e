"""Verbs of people, by noun: the organisation with its roles, rosters, leaving, erasing."""

from people.actions.erasing import ERASED, NAMELESS, erase_account
from people.actions.leaving import mark_as_left, undo_leaving
from people.actions.organisation import (
    AlreadySetUp,
    LastAdmin,
    NobodyHere,
    grant_role,
    grant_role_by_email,
    leave_an_admin,
    revoke_role,
    send_test_mail,
    set_up_organisation,
)
from people.actions.rosters import (
    ROSTER_FIELDS,
    Absent,
    Upserted,
    compare_people,
    count_staged,
    mark_absent,
    people_absent,
    stage_people,
    store_people,
    upsert_people,
)
from people.actions.signing_in import end_sessions, forget_ended_sessions, remove_second_step, sign_in, tell_second_step

__all__ = [
    "ERASED",
    "NAMELESS",
    "ROSTER_FIELDS",
    "Absent",
    "AlreadySetUp",
    "LastAdmin",
    "NobodyHere",
    "Upserted",
    "compare_people",
    "count_staged",
    "end_sessions",
    "erase_account",
    "forget_ended_sessions",
    "grant_role",
    "grant_role_by_email",
    "leave_an_admin",
    "mark_absent",
    "mark_as_left",
    "people_absent",
    "remove_second_step",
    "revoke_role",
    "send_test_mail",
    "set_up_organisation",
    "sign_in",
    "stage_people",
    "store_people",
    "tell_second_step",
    "undo_leaving",
    "upsert_people",
]
