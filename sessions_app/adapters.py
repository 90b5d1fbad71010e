"""The seam to what others publish: public holidays, and in which country a clock or a place lies."""

from datetime import date
from functools import cache
from importlib.resources import files

import holidays


@cache
def _countries() -> dict[str, str]:
    """Return ISO 3166 code and lower-cased English name → code."""
    known: dict[str, str] = {}
    for line in _table("iso3166.tab"):
        code, name = line[:2]
        known |= {code.casefold(): code, name.casefold(): code}
    # The table's own short name for the United Kingdom is Britain.
    return known | {"uk": "GB", "united kingdom": "GB", "usa": "US"}


@cache
def _countries_of_zones() -> dict[str, str]:
    return {line[2]: line[0] for line in _table("zone.tab")}


def _table(name: str) -> list[list[str]]:
    text = (files("tzdata") / "zoneinfo" / name).read_text()
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def country_of(location: str, zone: str) -> str:
    """Return the ISO code of a country: the one that a location ends with ("Bern, Switzerland"), else the zone's.

    Empty where neither says.
    """
    named = location.rpartition(",")[2].strip().casefold()
    return _countries().get(named) or _countries_of_zones().get(zone, "")


@cache
def _holidays(country: str, year: int) -> dict[date, str]:
    if country not in holidays.list_supported_countries():
        return {}
    return dict(holidays.country_holidays(country, years=year, language="en_US"))


def holiday_on(country: str, day: date) -> str:
    """Return the name of a country's public holiday on a day, empty where there is none or none is known.

    Holidays of one region only are not told: which region somebody works in is not known.
    """
    return _holidays(country, day.year).get(day, "")
