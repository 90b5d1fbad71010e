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
    lengths: Any = context.render_context.get(_LENGTHS) or lengths_now()
    context.render_context[_LENGTHS] = lengths
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
