"""What the documents say of this installation: the registry, the clocks, the switches, programs, roles and channels."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from desk.documents.blocks import Bullets, Section, Table, Text
from outbox.models import ChatChannel
from people.models import Organisation, Role, User
from programs.data.switches import SWITCHES
from programs.models import Program
from record.backups import reach
from record.clocks import CLOCKS
from record.registry import Line, Stays, kept
from record.retention import Lengths, in_force, lengths_now, until_words
from record.statement import readers_of


@dataclass(frozen=True)
class Facts:
    """The live configuration, read once for a document."""

    organisation: str
    now: datetime
    lengths: Lengths
    programs: tuple[Program, ...]
    hr_admins: tuple[str, ...]
    counsellors: tuple[str, ...]
    chats: tuple[ChatChannel, ...]
    # Until when a full backup could bring back what is erased today.
    backups: str


def read_facts(*, now: datetime) -> Facts:
    """Read the configuration."""

    def holding(role: str) -> tuple[str, ...]:
        return tuple(User.objects.active().holding(role).order_by("name").values_list("name", flat=True))

    return Facts(
        organisation=Organisation.objects.values_list("name", flat=True).first() or "This organisation",
        now=now,
        lengths=lengths_now(),
        programs=tuple(Program.objects.exclude(state=Program.State.CLOSED).order_by("name")),
        hr_admins=holding(Role.Name.HR_ADMIN),
        counsellors=holding(Role.Name.COUNSELLOR),
        chats=tuple(ChatChannel.objects.filter(is_on=True)),
        backups=reach(now=now).promise,
    )


def inventory(facts: Facts) -> Section:
    """Return exactly what the registry holds: a row for each category, with its fields, readers, purposes and end."""
    rows = tuple(
        (
            entry.title,
            _joined(line.label for line in entry.lines),
            _joined(readers_of(entry.lines)),
            _joined(line.purpose for line in entry.lines),
            _joined(_untils(entry.lines, facts.lengths)),
        )
        for entry in kept()
    )
    head = ("Category", "What", "Who reads any of it", "Why", "How long")
    return Section(
        "Every line that is stored about a person",
        (
            Text(f"There are {len(rows)} categories. They are titled as people read them on their own record."),
            Table(head, rows),
        ),
    )


def _untils(lines: tuple[Line, ...], lengths: Lengths) -> list[str]:
    return [until_words(line, lengths) for line in lines]


def _joined(words: object) -> str:
    return "; ".join(dict.fromkeys(words))  # type: ignore[call-overload, no-any-return]


def switches(facts: Facts) -> Section:
    """Return each evaluative function, and in which programs it is on."""
    rows = tuple(
        (switch.title, switch.does, switch.seen_by, _where_on(switch.field, facts.programs)) for switch in SWITCHES
    )
    return Section(
        "Functions that look at how people do",
        (
            Text("Each has its own switch in each program. With all of them off the program still works."),
            Table(("Function", "What it does", "Who sees it", "On in"), rows),
        ),
    )


def _where_on(field: str, programs: tuple[Program, ...]) -> str:
    return ", ".join(program.name for program in programs if getattr(program, field)) or "no program"


def clocks(facts: Facts) -> Section:
    """Return how long each kind of thing is kept."""
    rows = tuple((clock.title, in_force(clock, facts.lengths), clock.about) for clock in CLOCKS.values())
    stays = tuple(f"{entry.title}: {end.why}" for entry in kept() for end in entry.ends if isinstance(end, Stays))
    return Section(
        "How long things are kept",
        (
            Text("Deletion runs every night by itself and leaves a certificate: counts by category, no content."),
            Text("A longer clock holds for later entries only. Whoever takes part is told of it by mail."),
            Table(("Clock", "How long", "What it deletes"), rows),
            Text("These have no clock; something else ends them:"),
            Bullets(stays),
        ),
    )


def protection(facts: Facts) -> Section:
    """Return how what people write is protected, and from whom it is not."""
    return Section(
        "How it is protected",
        (
            Bullets(
                (
                    (
                        "What people tell a pair, a counsellor or the matcher is stored sealed, each person and pair "
                        "with a key of their own. Once that key is destroyed, nobody can read it here."
                    ),
                    f"What is erased today: {facts.backups[0].lower()}{facts.backups[1:]}",
                    "Whoever runs this installation and holds its master keys could open it. They are not meant to.",
                    "Private notes are their writer’s alone. Nobody else learns that one exists.",
                    "Pages load nothing from other hosts. Nothing is recorded, transcribed or summarised.",
                )
            ),
        ),
    )


def figures(_facts: Facts) -> Section:
    """Return the limits of what is told of many people."""
    return Section(
        "What leadership and organisers learn of many people",
        (
            Bullets(
                (
                    (
                        f"A figure needs at least {settings.SMALLEST_GROUP} people and {settings.FEWEST_PAIRS} pairs. "
                        "This can be raised, never lowered."
                    ),
                    (
                        f"Free text is read only where its writer ticked a box, and from {settings.FEWEST_WRITERS} "
                        "writers on, in mixed order."
                    ),
                    "Figures come in releases that are computed once, checked and frozen. There are no live counters.",
                    "These limits hold for every role, and for whoever runs the installation.",
                )
            ),
        ),
    )


def channels(facts: Facts) -> Section:
    """Return by which ways messages leave."""
    names = {program.pk: program.name for program in facts.programs}
    chats = tuple(
        f"Chat: {channel.service} hears where {names.get(channel.program, 'a program')} stands, without names."
        for channel in facts.chats
    )
    mail = f"Mail: through {settings.EMAIL_HOST}. Mails say who, when and where, never what somebody wrote."
    return Section(
        "What leaves this installation",
        (Bullets((mail, *(chats or ("Chat: no channel is on.",)), "Nothing is sent to anybody else.")),),
    )


def programs(facts: Facts) -> Section:
    """Return the programs that are prepared or under way, with who stands for them."""
    rows = tuple(
        (
            program.name,
            str(program.get_state_display()),
            program.coordinator.name,
            program.sponsor.name,
            program.counsellor.name,
        )
        for program in facts.programs
    )
    head = ("Program", "State", "Coordinator", "Sponsor", "Counsellor")
    return Section("Programs", (Table(head, rows) if rows else Text("There is no program yet."),))


def roles(facts: Facts) -> Section:
    """Return who holds the organisation's roles, and what each may see."""
    return Section(
        "Roles",
        (
            Bullets(
                (
                    f"HR admins ({_names(facts.hr_admins)}) configure programs and see that things happen.",
                    "Coordinators run one program each. They see who takes part and how far each pair is.",
                    "Sponsors see released figures only.",
                    f"Counsellors ({_names(facts.counsellors)}) read only what is written to them.",
                    "Nobody can sign in as somebody else, and no role opens what is sealed.",
                )
            ),
        ),
    )


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none so far"
