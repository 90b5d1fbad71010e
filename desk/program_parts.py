"""The desk's share of a program: the first card that an invited person finds on the home page."""

from collections.abc import Iterator

from desk.queries import step_of_invitation
from programs.models import Participation, Program
from programs.parts import Part, Shown, declare


def _shown(program: Program) -> Iterator[Shown]:
    step = step_of_invitation(Participation(program=program))
    yield Shown("The first card on their home page", "desk/_shown_home.html", {"step": step})


declare(Part("desk", "Home", shown=_shown))
