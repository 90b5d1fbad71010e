"""A program held to the end of a transaction, so that no two verbs miss each other."""

from programs.models import Program


class NotOpen(Exception):
    """The program is not open: a draft takes nobody yet, a closed one nobody any more."""


def locked(program: Program) -> Program:
    """Return the program as it is now, held to the transaction's end: opening and inviting never miss each other."""
    return Program.objects.select_for_update().get(pk=program.pk)


def unended(program: Program) -> Program:
    """Return the program as `locked` does; raises NotOpen when it has ended."""
    program = locked(program)
    if program.is_closed:
        raise NotOpen
    return program
