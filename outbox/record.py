"""What the outbox keeps about a person."""

from outbox.actions import remember_told
from outbox.models import ChatChannel, ChatPost, Message, Preference, Told, Wording
from record.clocks import MAIL
from record.erasure import when_erased
from record.registry import COORDINATOR, HR, ME, SYSTEM, After, Line, Stays, impersonal, keep

_WHY = "To tell you things once, and to be able to say what you were told."
_UNTIL = MAIL

keep(
    Message,
    title="Messages to you",
    of=lambda person: Message.objects.filter(to=person).order_by("-posted_at"),
    lines=[
        Line("kind", "What kind of message", (ME,), _WHY, _UNTIL),
        Line("state", "Whether it was sent", (ME, HR), _WHY, _UNTIL),
        Line("due_at", "When it was due", (ME,), _WHY, _UNTIL),
        Line("finished_at", "When it left", (ME,), _WHY, _UNTIL),
        Line("outcome", "Why it did not leave", (ME, HR), _WHY, _UNTIL),
        Line("held", "What held it back", (ME,), _WHY, _UNTIL),
        Line("held_until", "Until when", (ME,), _WHY, _UNTIL),
    ],
    ends=[After(MAIL, "finished_at", "posted_at", forget=remember_told)],
    plumbing=[
        "id",
        "to",
        "about",
        "dedupe_key",
        "next_try_at",
        "expires_at",
        "posted_at",
        "lease",
        "leased_until",
        "started_at",
        "tries",
        "digest",
    ],
)

_WISH = "To write to you as you want it."
_CHANGED = "until you change it, or leave the organisation"

keep(
    Preference,
    title="How you want to be written to",
    of=lambda person: Preference.objects.filter(person=person),
    lines=[
        Line("language", "The language of your mails", (ME, SYSTEM), _WISH, _CHANGED),
        Line("channel", "What comes by mail", (ME, SYSTEM), _WISH, _CHANGED),
        Line("quiet_from", "Your quiet hours begin", (ME, SYSTEM), _WISH, _CHANGED),
        Line("quiet_to", "Your quiet hours end", (ME, SYSTEM), _WISH, _CHANGED),
        Line("weekly_limit", "The most nudges in seven days", (ME, SYSTEM), _WISH, _CHANGED),
        Line("daily_digest", "Whether you get one mail a day instead", (ME, SYSTEM), _WISH, _CHANGED),
        Line("digest_at", "At what hour", (ME, SYSTEM), _WISH, _CHANGED),
        Line("stopped", "What you have stopped", (ME, SYSTEM), _WISH, _CHANGED),
    ],
    ends=[Stays("It goes with you.")],
    plumbing=["person"],
)
_TEXTS = "So that it can be seen who changed what everyone reads."

keep(
    Wording,
    title="Texts of mails that you wrote",
    of=lambda person: Wording.objects.filter(written_by=person).order_by("-written_at"),
    lines=[
        Line("kind", "Which message", (HR,), _TEXTS, "as long as the organisation uses Viceversa"),
        Line("language", "In which language", (HR,), _TEXTS, "as long as the organisation uses Viceversa"),
        Line("subject", "The subject", (HR,), _TEXTS, "as long as the organisation uses Viceversa"),
        Line("text", "The text", (HR,), _TEXTS, "as long as the organisation uses Viceversa"),
        Line("written_at", "When", (HR,), _TEXTS, "as long as the organisation uses Viceversa"),
    ],
    ends=[Stays("It is the organisation’s own text; your name goes with you.")],
    plumbing=["id", "number", "written_by"],
)

_CHAT = "So that a program can say in a chat where it stands, without anybody’s name."
_LINKED = "until the channel is taken away"


def _say_channel(_channel: ChatChannel, line: Line) -> str | None:
    return "stored sealed, never shown again" if line.field == "address" else None


keep(
    ChatChannel,
    title="Chat channels you have set",
    of=lambda person: ChatChannel.objects.filter(set_by=person),
    lines=[
        Line("address", "The address of the channel", (SYSTEM,), _CHAT, _LINKED),
        Line("service", "Which service", (HR, COORDINATOR), _CHAT, _LINKED),
        Line("kinds", "What is announced", (HR, COORDINATOR), _CHAT, _LINKED),
        Line("is_on", "Whether it is on", (HR, COORDINATOR), _CHAT, _LINKED),
        Line("set_at", "When you set it", (HR, COORDINATOR), _CHAT, _LINKED),
    ],
    ends=[Stays("It goes when the channel is taken away.")],
    plumbing=["id", "program", "data_key", "set_by"],
    show=_say_channel,
)
impersonal(ChatPost, "That a program announced where it stands: a kind, a program, an hour.")
impersonal(Told, "A hash that says only that something was told once, so that it is never told again.")

when_erased(Message, goes=lambda person: Message.objects.filter(to=person))
when_erased(Preference, goes=lambda person: Preference.objects.filter(person=person))
when_erased(Wording, ChatChannel, stays="It serves everyone; your name is taken off.")
