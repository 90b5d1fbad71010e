"""The three demo programs, with who takes part in them and what each person brings.

Dates are weeks or days from the hour of loading, so that the demo is always in mid-course. Profiles
and participations are kept as CSV beside this file, one person a line.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

Phase = Literal["open", "running", "closed"]
Side = Literal["newcomer", "senior"]
SelfWord = Literal["curious", "beginner", "can do", "can teach"]
Urgency = Literal["some day", "soon", "now"]

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class DemoProfile:
    """What follows a person: `days` are ISO weekdays, hours are wall-clock time at the location."""

    offers: Mapping[str, SelfWord]
    interests: tuple[str, ...]
    languages: tuple[str, ...]
    start: str
    end: str
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DemoParticipation:
    """One person's place in one program; gaps are told to this program alone."""

    person: str
    side: Side
    capacity: int
    gaps: Mapping[str, Urgency]


@dataclass(frozen=True, slots=True)
class DemoPair:
    """A live or closed pair: sessions held, of them logged by one only, and cancelled lately."""

    newcomer: str
    senior: str
    held: int
    logged_by_one: int = 0
    cancelled_running: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProgram:
    """A program made from the template named `template`, `starts_in_weeks` from now."""

    phase: Phase
    title: str
    template: str
    starts_in_weeks: int
    places: int
    baseline: int
    target: int
    now: int | None
    coordinator: str
    sponsor: str
    counsellor: str
    participations: tuple[DemoParticipation, ...]
    pairs: tuple[DemoPair, ...] = ()
    invited: tuple[str, ...] = ()


def _rows(name: str) -> Iterator[dict[str, str]]:
    """Read one of the CSV files, in file order."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _words(cell: str) -> dict[str, str]:
    """Split `skill=word;skill=word`."""
    return dict(entry.rsplit("=", 1) for entry in cell.split(";"))


def _participations(phase: Phase) -> tuple[DemoParticipation, ...]:
    """Read the participations of one program, newcomers first."""
    return tuple(
        DemoParticipation(
            person=row["person"],
            side=cast("Side", row["side"]),
            capacity=int(row["capacity"]),
            gaps=MappingProxyType(cast("dict[str, Urgency]", _words(row["gaps"]))),
        )
        for row in _rows("participations.csv")
        if row["program"] == phase
    )


PROFILES: Mapping[str, DemoProfile] = MappingProxyType(
    {
        row["person"]: DemoProfile(
            offers=MappingProxyType(cast("dict[str, SelfWord]", _words(row["offers"]))),
            interests=tuple(row["interests"].split(";")),
            languages=tuple(row["languages"].split(";")),
            start=row["start"],
            end=row["end"],
            days=tuple(int(day) for day in row["days"]),
        )
        for row in _rows("profiles.csv")
    }
)
"""By person key, in the order of the roster; languages are ISO 639-1 codes."""

OPEN = DemoProgram(
    phase="open",
    title="Tools and tides",
    template="digital_skills_up",
    starts_in_weeks=3,
    places=44,
    baseline=0,
    target=2,
    now=None,
    coordinator="nkechi.eze",
    sponsor="emeka.onwudiwe",
    counsellor="henning.brodersen",
    participations=_participations("open"),
    invited=(
        "tilly.marchbank",
        "mason.beals",
        "sadia.chowdhry",
        "emre.yildirim",
        "ryan.peverell",
        "aylin.demirci",
        "maja.pawlik",
        "joshua.pennock",
    ),
)

RUNNING = DemoProgram(
    phase="running",
    title="Two-way crossing",
    template="reverse_mentoring_classic",
    starts_in_weeks=-14,
    places=26,
    baseline=48,
    target=63,
    now=None,
    coordinator="clara.winstanley",
    sponsor="adrian.lockyer",
    counsellor="ruth.adeyinka",
    participations=_participations("running"),
    pairs=(
        DemoPair("chiamaka.nwosu", "joachim.tietjen", held=3),
        DemoPair("ethan.publicover", "wendell.carvery", held=4),
        DemoPair("imran.sheikh-lowe", "denise.provo", held=3),
        DemoPair("kwabena.darko", "kavita.raman", held=3, logged_by_one=1),
        DemoPair("lasse.engelke", "nasreen.ahmadi", held=2, cancelled_running=2),
        DemoPair("lena.dierksen", "volker.steenken", held=4),
        DemoPair("lowri.bevan", "sheila.gallant", held=3),
        DemoPair("maryam.jalali", "jacek.sobolewski", held=3),
        DemoPair("oskar.nowicki", "yvonne.comeau", held=3),
        DemoPair("poppy.selwood", "sabine.harms", held=4, logged_by_one=1),
        DemoPair("theo.brackley", "agnieszka.bielak", held=3),
        DemoPair("weronika.lis", "frauke.hinrichs", held=2),
    ),
)

CLOSED = DemoProgram(
    phase="closed",
    title="First crossing",
    template="mutual_mentoring",
    starts_in_weeks=-40,
    places=20,
    baseline=45,
    target=80,
    now=75,
    coordinator="nkechi.eze",
    sponsor="solveig.aune",
    counsellor="ruth.adeyinka",
    participations=_participations("closed"),
    pairs=(
        DemoPair("astrid.nyberg", "simeon.wachira", held=6),
        DemoPair("caspian.holt", "ingrid.solheim", held=6),
        DemoPair("chloe.surette", "torben.claussen", held=5),
        DemoPair("dafydd.morris-lane", "callum.strachan", held=6),
        DemoPair("dylan.meisner", "graham.tregear", held=6),
        DemoPair("jonas.behrmann", "oyinkan.balogun", held=6),
        DemoPair("katarzyna.wrona", "anke.roggenkamp", held=6, logged_by_one=1),
        DemoPair("michal.gruca", "harpreet.sandhu", held=5),
        DemoPair("nour.haddad", "rosalind.okafor", held=6),
        DemoPair("orla.finnerty", "fergus.drummond", held=4),
    ),
)

PROGRAMS: tuple[DemoProgram, ...] = (OPEN, RUNNING, CLOSED)
