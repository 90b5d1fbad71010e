"""The role matrix: every address of ours, and who may come in.

Someone who may not come in gets 403 where they belong to the program and 404 where they do not; where a row says
`unseen`, everyone else gets 404, because even the existence of the page is nobody's business. Anonymous visitors are
sent to sign in, unless the address is open.
"""

from dataclasses import dataclass

HR = frozenset({"hr_admin"})
ORGANISERS = frozenset({"hr_admin", "coordinator"})
LEADERS = ORGANISERS | {"sponsor"}
TAKING_PART = frozenset({"newcomer", "senior", "bystander", "ex_partner"})
PAIR = frozenset({"newcomer", "senior"})
OF_THE_PROGRAM = LEADERS | TAKING_PART | {"counsellor", "invited"}
STRANGERS = frozenset({"stranger", "outsider", "superuser", "calendar_delegate"})
EVERYONE = OF_THE_PROGRAM | STRANGERS
ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Row:
    """Who may open an address.

    `door`: those who come in. `strangers`: what outsiders of the program get. `wrong`: what people of the program
    without the role get. `open`: whether visitors who are not signed in come in too.
    """

    door: frozenset[str]
    strangers: int = 404
    wrong: int = 403
    open: bool = False


def role(*names: str) -> Row:
    """Return a row of an organisation-wide role: everyone else is refused alike."""
    return Row(frozenset(names), strangers=403)


ANYBODY = Row(EVERYONE, open=True)
SIGNED_IN = Row(EVERYONE)
NOBODY = Row(frozenset(), wrong=404, open=True)
PAIR_ONLY = Row(PAIR)

MATRIX: dict[str, Row] = {
    # desk
    "desk:home": SIGNED_IN,
    "desk:on_record": SIGNED_IN,
    "desk:export_record": SIGNED_IN,
    "desk:erase_record": SIGNED_IN,
    "desk:erased": ANYBODY,
    "desk:pair_record": PAIR_ONLY,
    "desk:styleguide": role("superuser"),
    # Gone once the organisation exists; before that tests/desk/test_first_run.py says who comes in.
    "desk:first_run": NOBODY,
    "desk:delivery": role("hr_admin"),
    "desk:send_again": role("hr_admin"),
    "desk:message_log": SIGNED_IN,
    "desk:message_preferences": SIGNED_IN,
    "desk:message_texts": role("hr_admin"),
    "desk:edit_text": role("hr_admin"),
    "desk:preview_text": role("hr_admin"),
    "desk:try_text": role("hr_admin"),
    "desk:restore_text": role("hr_admin"),
    "desk:chat_channel": Row(ORGANISERS),
    "desk:try_channel": Row(ORGANISERS),
    "desk:remove_channel": Row(ORGANISERS),
    "desk:switches": Row(ORGANISERS),
    "desk:retention": role("hr_admin"),
    "desk:tonight": role("hr_admin"),
    "desk:deletion_certificate": role("hr_admin"),
    "desk:privacy_notice": SIGNED_IN,
    "desk:documents": role("hr_admin"),
    "desk:document": role("hr_admin"),
    "desk:download_document": role("hr_admin"),
    # Whoever holds the link comes in; with the world's token it is nobody's.
    "desk:unsubscribe": ANYBODY,
    # The tests are no demo.
    "desk:mailbox": NOBODY,
    "desk:letter": NOBODY,
    "desk:letter_html": NOBODY,
    "desk:healthz": ANYBODY,
    "desk:readyz": ANYBODY,
    # profiles
    "profiles:offers": Row(TAKING_PART),
    "profiles:interests": Row(TAKING_PART),
    "profiles:gaps": Row(TAKING_PART),
    "profiles:rhythm": Row(TAKING_PART),
    "profiles:skill_search": Row(TAKING_PART),
    "profiles:skills": role("hr_admin"),
    "profiles:merge_skills": role("hr_admin"),
    "profiles:undo_merge": role("hr_admin"),
    "profiles:accept_words": role("hr_admin"),
    "profiles:import_skills": role("hr_admin"),
    "profiles:skill_import": role("hr_admin"),
    "profiles:apply_skills": role("hr_admin"),
    "profiles:cancel_skills": role("hr_admin"),
    "profiles:undo_skill_import": role("hr_admin"),
    # pairing
    "pairing:rounds": Row(ORGANISERS),
    "pairing:round": Row(ORGANISERS),
    "pairing:round_progress": Row(ORGANISERS),
    "pairing:cancel_round": Row(ORGANISERS),
    "pairing:compare_rounds": Row(ORGANISERS),
    "pairing:repeat_round": Row(ORGANISERS),
    "pairing:look_at_round": Row(ORGANISERS),
    "pairing:way": Row(ORGANISERS),
    "pairing:try_way": Row(ORGANISERS),
    "pairing:policy": Row(ORGANISERS),
    "pairing:rehearsals": Row(ORGANISERS),
    "pairing:rehearsal": Row(ORGANISERS),
    "pairing:publish_round": Row(ORGANISERS),
    "pairing:pairs": Row(ORGANISERS),
    "pairing:recall_round": Row(ORGANISERS),
    "pairing:blind_review": Row(ORGANISERS),
    "pairing:export_pairs": Row(ORGANISERS),
    "pairing:swap_pairs": Row(ORGANISERS),
    "pairing:undo_swap": Row(ORGANISERS),
    "pairing:draft": Row(ORGANISERS),
    "pairing:by_hand": Row(ORGANISERS),
    "pairing:undo_ruling": Row(ORGANISERS),
    "pairing:import_pairs": Row(ORGANISERS),
    "pairing:late_joiners": Row(ORGANISERS),
    "pairing:wishes": Row(TAKING_PART),
    "pairing:edit_wishes": Row(ORGANISERS),
    "pairing:leave": Row(TAKING_PART | {"invited"}),
    "pairing:proposal": Row(PAIR),
    "pairing:end_pair": PAIR_ONLY,
    "pairing:look_for_partner": Row(TAKING_PART),
    "pairing:pause_program": Row(ORGANISERS),
    "pairing:resume_program": Row(ORGANISERS),
    # people
    "people:people": role("hr_admin"),
    "people:organisation": role("hr_admin"),
    # The world has no logo.
    "people:logo": NOBODY,
    "people:look": ANYBODY,
    "people:export_people": role("hr_admin"),
    "people:mark_as_left": role("hr_admin"),
    "people:undo_leaving": role("hr_admin"),
    "people:roles": role("hr_admin"),
    "people:revoke_role": role("hr_admin"),
    "people:remove_second_step": role("hr_admin"),
    "people:send_test_mail": role("hr_admin"),
    # programs
    "programs:programs": SIGNED_IN,
    "programs:choose_template": role("hr_admin"),
    "programs:create_program": role("hr_admin"),
    "programs:program": Row(OF_THE_PROGRAM),
    "programs:edit_program": Row(ORGANISERS),
    "programs:edit_step": Row(ORGANISERS),
    "programs:preview_program": Row(ORGANISERS),
    "programs:history": Row(ORGANISERS),
    "programs:undo_change": Row(ORGANISERS),
    "programs:export_program": Row(ORGANISERS),
    "programs:duplicate_program": role("hr_admin"),
    "programs:import_program": role("hr_admin"),
    "programs:open_program": Row(ORGANISERS),
    "programs:close_program": Row(ORGANISERS),
    "programs:participants": Row(ORGANISERS),
    "programs:invite_people": Row(ORGANISERS),
    "programs:requests": Row(ORGANISERS),
    "programs:answer_requests": Row(ORGANISERS),
    "programs:invitations": Row(ORGANISERS),
    "programs:invite_again": Row(ORGANISERS),
    "programs:invitation_run": Row(ORGANISERS),
    "programs:recall_invitations": Row(ORGANISERS),
    "programs:invite_chosen": role("hr_admin"),
    "programs:import_roster": Row(ORGANISERS),
    "programs:roster_import": Row(ORGANISERS),
    "programs:roster_columns": Row(ORGANISERS),
    "programs:roster_grades": Row(ORGANISERS),
    "programs:apply_roster": Row(ORGANISERS),
    "programs:orientation": Row(TAKING_PART),
    "programs:edit_orientation": Row(ORGANISERS),
    "programs:preview_orientation": Row(ORGANISERS),
    "programs:add_piece": Row(ORGANISERS),
    "programs:edit_piece": Row(ORGANISERS),
    "programs:move_piece": Row(ORGANISERS),
    "programs:remove_piece": Row(ORGANISERS),
    "programs:restore_orientation": Row(ORGANISERS),
    "programs:enrol": Row(TAKING_PART | {"invited"}),
    "programs:invitation": ANYBODY,
    # counsel
    "counsel:ask_to_talk": Row(TAKING_PART),
    "counsel:queue": role("counsellor"),
    "counsel:report_harm": Row(TAKING_PART),
    "counsel:talk": Row(frozenset({"senior", "counsellor"}), wrong=404),
    "counsel:book_hour": Row(frozenset({"senior", "counsellor"}), wrong=404),
    "counsel:give_hour_back": Row(frozenset({"senior", "counsellor"}), wrong=404),
    "counsel:choose_counsellor": Row(frozenset({"senior"}), wrong=404),
    "counsel:end_talk": Row(frozenset({"counsellor"}), wrong=404),
    "counsel:suggest_counsellor": Row(frozenset({"counsellor"}), wrong=404),
    "counsel:write_counsel_note": Row(frozenset({"counsellor"}), wrong=404),
    "counsel:delete_counsel_note": Row(frozenset({"counsellor"}), wrong=404),
    "counsel:hours": role("counsellor"),
    "counsel:withdraw_hour": role("counsellor"),
    "counsel:check_ins": role("counsellor"),
    "counsel:take_up_check_in": role("counsellor"),
    # sessions_app
    "sessions_app:pair": PAIR_ONLY,
    "sessions_app:sheet": PAIR_ONLY,
    "sessions_app:keep_line": PAIR_ONLY,
    "sessions_app:my_plan": PAIR_ONLY,
    "sessions_app:their_plan": PAIR_ONLY,
    "sessions_app:agreement": PAIR_ONLY,
    "sessions_app:write_agreement": PAIR_ONLY,
    "sessions_app:closing": PAIR_ONLY,
    "sessions_app:delete_my_words": PAIR_ONLY,
    "sessions_app:certificate": PAIR_ONLY,
    "sessions_app:date_meetings": PAIR_ONLY,
    "sessions_app:meeting": PAIR_ONLY,
    "sessions_app:move_meeting": PAIR_ONLY,
    "sessions_app:place_meeting": PAIR_ONLY,
    "sessions_app:offer_slots": PAIR_ONLY,
    "sessions_app:put_off_meeting": PAIR_ONLY,
    "sessions_app:log_meeting": PAIR_ONLY,
    "sessions_app:confirm_meeting": PAIR_ONLY,
    "sessions_app:dispute_meeting": PAIR_ONLY,
    "sessions_app:write_note": PAIR_ONLY,
    "sessions_app:write_action": PAIR_ONLY,
    "sessions_app:tick_action": PAIR_ONLY,
    "sessions_app:confirm_by_link": ANYBODY,
    "sessions_app:move_by_link": ANYBODY,
    "sessions_app:pick_slot": ANYBODY,
    # Looks after the senior's dates: to everyone else there is no such page, and nothing else opens to them.
    "sessions_app:looked_after": Row(frozenset({"calendar_delegate"}), wrong=404),
    "sessions_app:move_for": Row(frozenset({"calendar_delegate"}), wrong=404),
    "sessions_app:name_delegate": SIGNED_IN,
    "sessions_app:end_delegate": SIGNED_IN,
    "sessions_app:calendar": SIGNED_IN,
    "sessions_app:make_feed": SIGNED_IN,
    "sessions_app:revoke_feed": SIGNED_IN,
    # Whoever holds the address comes in; with the world's token it is nobody's.
    "sessions_app:feed": ANYBODY,
    "sessions_app:edit_agenda": Row(ORGANISERS),
    "sessions_app:restore_agenda": Row(ORGANISERS),
    "sessions_app:edit_prompts": Row(ORGANISERS),
    "sessions_app:board": Row(ORGANISERS),
    "sessions_app:export_board": Row(ORGANISERS),
    "sessions_app:write_to_pairs": Row(ORGANISERS),
    "sessions_app:take_back_letters": Row(ORGANISERS),
    "sessions_app:fit_check": PAIR_ONLY,
    "sessions_app:take_a_break": Row(TAKING_PART),
    # ideas
    "ideas:ideas": SIGNED_IN,
    "ideas:idea": SIGNED_IN,
    "ideas:take_idea": role(*ORGANISERS),
    "ideas:answer_idea": role("sponsor"),
    "ideas:pair_ideas": PAIR_ONLY,
    "ideas:write_idea": PAIR_ONLY,
    "ideas:release_idea": PAIR_ONLY,
    "ideas:take_back_idea": PAIR_ONLY,
    # insights
    "insights:figures": Row(LEADERS),
    "insights:release": Row(LEADERS),
    "insights:export_release": Row(LEADERS),
    "insights:all_figures": role(*LEADERS),
    "insights:compare_programs": role(*LEADERS),
    "insights:declare_breakdowns": Row(ORGANISERS),
    "insights:request_release": Row(ORGANISERS),
    "insights:release_progress": Row(ORGANISERS),
    "insights:said_and_done": Row(OF_THE_PROGRAM),
    "insights:write_reply": Row(ORGANISERS),
    "insights:edit_reply": Row(ORGANISERS),
    "insights:remove_reply": Row(ORGANISERS),
    # feedback
    "feedback:answer_survey": Row(frozenset({"senior"}), wrong=404),
    "feedback:answer_by_link": ANYBODY,
    "feedback:surveys": Row(ORGANISERS),
    "feedback:add_survey": Row(ORGANISERS),
    "feedback:load_pack": Row(ORGANISERS),
    "feedback:import_survey": Row(ORGANISERS),
    "feedback:survey": Row(ORGANISERS),
    "feedback:edit_survey": Row(ORGANISERS),
    "feedback:plan_survey": Row(ORGANISERS),
    "feedback:use_survey": Row(ORGANISERS),
    "feedback:drop_draft": Row(ORGANISERS),
    "feedback:copy_survey": Row(ORGANISERS),
    "feedback:remove_survey": Row(ORGANISERS),
    "feedback:export_survey": Row(ORGANISERS),
    "feedback:preview_survey": Row(ORGANISERS),
    "feedback:preview_frame": Row(ORGANISERS),
    "feedback:write_item": Row(ORGANISERS),
    "feedback:move_item": Row(ORGANISERS),
    "feedback:remove_item": Row(ORGANISERS),
}

# Addresses of allauth: sign-in, sign-out, code, password, e-mail, second step, sessions. It guards them itself; they
# are walked here so that none of them breaks, and so that a new one is seen.
THIRD_PARTY = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_email",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "account_request_login_code",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "usersessions_list",
}
