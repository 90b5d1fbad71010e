"""`{% who_can_read "profiles.Gap.want" %}` prints the readers of a field from the registry."""

from collections.abc import Iterable

from django import template

from record import registry
from record.statement import readers_of

register = template.Library()


@register.inclusion_tag("record/who_can_read.html")
def who_can_read(*labels: str) -> dict[str, object]:
    """Return the registry lines of one group of fields; an undeclared field is an error."""
    return who_reads_lines([registry.line(label) for label in labels])


@register.inclusion_tag("record/who_can_read.html")
def who_reads_lines(lines: Iterable[registry.Line]) -> dict[str, object]:
    """Return the same for lines at hand."""
    return {
        "summary": ", ".join(readers_of(lines)),
        "fields": [
            {"label": line.label, "readers": ", ".join(line.readers), "purpose": line.purpose, "until": line.until}
            for line in lines
        ],
    }
