"""From how many people on figures are told: what the installation asks, or what HR raised it to.

`settings.SMALLEST_GROUP` is read wherever something is told. What HR has set is put there at the beginning of each
request and each sweep, so that no place that tells something can forget to ask. In each process it only ever rises.
"""

from django.conf import settings

from people.models import Organisation


def hold_smallest_group(chosen: int | None) -> None:
    """Raise `settings.SMALLEST_GROUP` to what HR has set."""
    if chosen is not None and chosen > settings.SMALLEST_GROUP:
        settings.SMALLEST_GROUP = chosen


def hold_for_sweep() -> None:
    """Do so for a sweep, which has nobody signed in who brings it along."""
    hold_smallest_group(Organisation.objects.values_list("smallest_group", flat=True).first())
