"""What a pair's workspace keeps about a person, by noun: the record page lists it in this order."""

from importlib import import_module

for _noun in ("papers", "closings", "meetings", "calendars", "rhythm"):
    import_module(f"{__name__}.{_noun}")
