"""`{% who_can_read "profiles.Gap.want" %}` prints the readers of a field from the registry."""

from django import template

from record import registry

register = template.Library()


@register.inclusion_tag("record/who_can_read.html")
def who_can_read(*labels: str) -> dict[str, object]:
    """Return the registry lines of one group of fields; an undeclared field is an error."""
    lines = [registry.line(label) for label in labels]
    readers = dict.fromkeys(reader for line in lines for reader in line.readers)
    return {
        "summary": ", ".join(readers),
        "fields": [
            {"label": line.label, "readers": ", ".join(line.readers), "purpose": line.purpose, "until": line.until}
            for line in lines
        ],
    }
