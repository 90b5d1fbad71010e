"""`{% who_can_read "profiles.Gap.want" %}` prints the readers of a field from the registry."""

from collections.abc import Iterable
from typing import Any

from django import template

from record import registry
from record.retention import lengths_now, until_words
from record.statement import readers_of

register = template.Library()
_LENGTHS = "record_lengths"


@register.inclusion_tag("record/who_can_read.html", takes_context=True)
def who_can_read(context: template.Context, *labels: str) -> dict[str, object]:
    """Return the registry lines of one group of fields; an undeclared field is an error."""
    return who_reads_lines(context, [registry.line(label) for label in labels])


@register.inclusion_tag("record/who_can_read.html", takes_context=True)
def who_reads_lines(context: template.Context, lines: Iterable[registry.Line]) -> dict[str, object]:
    """Return the same for lines at hand; the clocks are read once a page."""
    lengths = _lengths(context)
    return {
        "summary": ", ".join(readers_of(lines)),
        "fields": [
            {
                "label": line.label,
                "readers": ", ".join(line.readers),
                "purpose": line.purpose,
                "until": until_words(line, lengths),
            }
            for line in lines
        ],
    }


@register.simple_tag(takes_context=True)
def until(context: template.Context, line: registry.Line) -> str:
    """Return until when a line is kept, by the clocks in force."""
    return until_words(line, _lengths(context))


def _lengths(context: template.Context) -> Any:
    """Return the clocks, read once a page."""
    lengths: Any = context.render_context.get(_LENGTHS) or lengths_now()
    context.render_context[_LENGTHS] = lengths
    return lengths
