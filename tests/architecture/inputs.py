"""What each input of a page is stored as, and whether the page says beside it who can read that.

`STORED_AS` names for each page and input the line of the registry that it ends up in, or says in words why it ends up
in nobody's. Numbers and prefixes of an input's name are left out: "lines-0-text" is "lines-text".
"""

import re
from html.parser import HTMLParser

from record.registry import line

_PEOPLE = {name: f"programs.Program.{name}" for name in ("coordinator", "sponsor", "counsellor", "co_lead")}
_PREFERENCES = ("language", "channel", "quiet_from", "quiet_to", "weekly_limit", "daily_digest", "digest_at")
BY_HAND = "Any statement of readers."
_STEPS = ("before", "first", "midway", "end")
_RULES = {"": "Rules, texts and names of a program: nobody’s."}

STORED_AS: dict[str, dict[str, str]] = {
    "counsel:ask_to_talk": {"text": "counsel.TalkRequest.text", "counsellor": "counsel.TalkRequest.counsellor"}
    | {"hour": "counsel.Hour.starts_at"},
    "counsel:book_hour": {"hour": "counsel.Hour.starts_at"},
    "counsel:check_ins": {f"{step}-chosen": "counsel.CheckIn.state" for step in _STEPS}
    | {f"{step}-wording": "counsel.TalkReply.text" for step in _STEPS},
    "counsel:choose_counsellor": {"person": "counsel.TalkRequest.counsellor"},
    "counsel:hours": dict.fromkeys(("day", "begins", "ends", "weeks"), "counsel.Hour.starts_at")
    | {name: f"counsel.Hour.{name}" for name in ("minutes", "place")},
    "counsel:report_harm": {name: f"counsel.TalkRequest.{name}" for name in ("text", "wish", "counsellor")},
    "counsel:suggest_counsellor": {"person": "counsel.TalkRequest.suggested"},
    "counsel:talk": {"text": "counsel.TalkReply.text"},
    "desk:chat_channel": {name: f"outbox.ChatChannel.{name}" for name in ("address", "kinds", "is_on")},
    "desk:edit_text": {"subject": "outbox.Wording.subject", "text": "outbox.Wording.text"},
    "desk:erase_record": {"email": "Compared with the address, and stored nowhere."},
    "desk:message_preferences": {name: f"outbox.Preference.{name}" for name in _PREFERENCES}
    | {"": "outbox.Preference.stopped"},
    "desk:retention": {"": "record.ClockSetting.days"},
    "desk:switches": {"": "record.Change.sentence"},
    "feedback:answer_survey": {"words": "feedback.Answer.text", "": "feedback.Answer.choice"},
    "feedback:preview_frame": {"words": "feedback.Answer.text", "": "feedback.Answer.choice"},
    "feedback:add_survey": _RULES,
    "feedback:edit_survey": _RULES,
    "feedback:import_survey": _RULES,
    "feedback:plan_survey": _RULES,
    "feedback:write_item": _RULES,
    "ideas:answer_idea": {"state": "ideas.Idea.state", "answer": "ideas.Idea.answer"},
    "ideas:take_idea": {"owner": "ideas.Idea.owner", "answer_due": "ideas.Idea.answer_due"},
    "ideas:write_idea": {"": "ideas.Idea.draft"},
    "insights:declare_breakdowns": _RULES,
    "insights:edit_reply": {name: f"insights.Reply.{name}" for name in ("said", "did", "release")},
    "insights:write_reply": {name: f"insights.Reply.{name}" for name in ("said", "did", "release")},
    "pairing:by_hand": {"newcomer": "pairing.Ruling.newcomer", "senior": "pairing.Ruling.senior"},
    "pairing:end_pair": {"looks_on": "programs.Participation.is_looking"},
    "pairing:edit_wishes": _RULES,
    "pairing:import_pairs": {"file": "pairing.Proposal.newcomer"},
    "pairing:policy": _RULES,
    "pairing:proposal": {"likes": "pairing.Wishes.likes"},
    "pairing:rehearsals": _RULES,
    "pairing:wishes": {"": "pairing.Wishes.likes"},
    "people:organisation": {"": "The name and look of the organisation: nobody’s."},
    "people:roles": {"email": "people.Role.role", "role": "people.Role.role"},
    "profiles:gaps": {"": "profiles.Gap.want"},
    "profiles:import_skills": {"skills": "A list of skills: nobody’s."},
    "profiles:interests": {"": "profiles.Interest.name"},
    "profiles:rhythm": {name: f"profiles.Profile.{name}" for name in ("languages", "workdays", "work_from", "work_to")}
    | {"zone": "people.User.zone"},
    "programs:add_piece": _RULES,
    "programs:create_program": _PEOPLE | _RULES,
    "programs:duplicate_program": _PEOPLE | _RULES,
    "programs:edit_piece": _RULES,
    "programs:edit_step": _PEOPLE | _RULES,
    "programs:enrol": {
        "side": "programs.Participation.side",
        "capacity": "programs.Participation.capacity",
        "terms": "programs.Participation.state",
    },
    "programs:import_program": _PEOPLE | _RULES,
    "programs:import_roster": {"roster": "people.User.email", "only_people": "programs.Participation.invited_at"},
    "programs:invitations": {"": "programs.Participation.invited_at"},
    "sessions_app:closing": {
        "thanks": "sessions_app.Closing.thanks",
        "choice": "sessions_app.Closing.answer",
        "more": "sessions_app.Closing.answer",
        "copy": "sessions_app.Closing.keeps_copy",
        "word": "sessions_app.GoalWords.after",
    },
    "sessions_app:edit_agenda": _RULES,
    "sessions_app:edit_prompts": _RULES,
    "sessions_app:meeting": {
        "text": "sessions_app.Action.text",
        "owner": "sessions_app.Action.owner",
        "due_on": "sessions_app.Action.due_on",
        # A note of one's own and one for both are the same field with other readers: their statements are their own.
        "private-text": BY_HAND,
        "shared-text": BY_HAND,
    },
    "sessions_app:move_for": {"": "sessions_app.Meeting.starts_at", "zone": "sessions_app.Meeting.zone"},
    "sessions_app:sheet": {
        "lines-text": "sessions_app.SheetLine.text",
        "lines-is_kept_back": "sessions_app.SheetLine.is_kept_back",
    },
    "sessions_app:take_a_break": {
        "until": "programs.Participation.paused_until",
        "sessions": "sessions_app.Meeting.starts_at",
    },
    "sessions_app:write_agreement": {"text": "sessions_app.Agreement.text"},
}
_NAMES = re.compile(r'<(?:textarea|select|input(?![^>]*type="hidden"))[^>]*?\sname="([^"]+)"')
_VOID = {"input", "img", "br", "hr", "meta", "link", "use", "path", "rect", "circle", "line", "wbr", "source"}
# The part of a page in which a statement must stand for an input to have it beside it.
_NEAR = {"section", "article", "main", "form", "dialog"}


def inputs_in(html: str) -> set[str]:
    """Return the names of the inputs of a page, without numbers; a look that costs little."""
    return {_plain(name) for name in _NAMES.findall(html)}


def _plain(name: str) -> str:
    return re.sub(r"[-_]\d+", "", name)


class _Page(HTMLParser):
    """Finds the inputs that are posted and the statements of readers, each with the parts of the page it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, int, bool]] = []
        self.count = 0
        self.inputs: dict[str, tuple[int, ...]] = {}
        self.said: list[tuple[tuple[int, ...], list[str]]] = []
        self.depth_of_reader: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        is_input = tag in {"input", "textarea", "select"} and given.get("type") not in {"hidden", "submit"}
        is_posted = given.get("form") or any(part == "form" and posts for part, _, posts in self.parts)
        if is_input and is_posted and name:
            self.inputs[_plain(name)] = self._around()
        if tag in _VOID:
            return
        self.count += 1
        posts = (given.get("method") or "get").lower() == "post"
        self.parts.append((tag, self.count, posts))
        if tag == "details" and "reader" in (given.get("class") or "").split():
            self.depth_of_reader = len(self.parts)
            self.said.append((self._around(), []))

    def handle_endtag(self, tag: str) -> None:
        if tag in {part for part, _, _ in self.parts}:
            while self.parts.pop()[0] != tag:
                pass
        if self.depth_of_reader is not None and len(self.parts) < self.depth_of_reader:
            self.depth_of_reader = None

    def handle_data(self, data: str) -> None:
        if self.depth_of_reader is not None and self.parts and self.parts[-1][0] == "dt":
            self.said[-1][1].append(data.strip())

    def _around(self) -> tuple[int, ...]:
        """The near parts, the outermost first."""
        return tuple(number for part, number, _ in self.parts if part in _NEAR)


def unsaid(page: str, html: str) -> set[tuple[str, str]]:
    """Return (input, what is wrong) for each posted input of a page with no statement of its readers beside it.

    Beside it means: in the same form or section, or in what that form or section stands in directly.
    """
    parsed, wrong = _Page(), set()
    parsed.feed(html)
    stored_as = STORED_AS.get(page, {})
    for name, around in parsed.inputs.items():
        label = stored_as.get(name, stored_as.get(""))
        reach = around[: max(1, len(around) - 2)]
        near = [labels for where, labels in parsed.said if where[: len(reach)] == reach]
        if label is None:
            wrong.add((name, "Say in tests/architecture/inputs.py what it is stored as."))
        elif label == BY_HAND:
            wrong |= set() if near else {(name, "Put a statement of its readers beside it.")}
        elif " " not in label and line(label).label not in {each for labels in near for each in labels}:
            wrong.add((name, f'Put {{% who_can_read "{label}" %}} beside it.'))
    return wrong
