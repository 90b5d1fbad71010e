"""The figures' share of a program: how they are divided."""

from collections.abc import Collection, Iterator

from insights.actions import BadBands, declare_breakdowns
from insights.data.breakdowns import WAYS
from insights.queries import breakdowns_of
from programs.models import Program
from programs.parts import Faulty, Json, Part, Setting, declare


def _write(program: Program, value: Json) -> None:
    if not isinstance(value, dict) or value.keys() != {"ways", "bands"}:
        raise Faulty("must be an object with ways and bands")
    ways, bands = value["ways"], value["bands"]
    if not isinstance(ways, list) or not set(map(str, ways)) <= WAYS.keys():
        raise Faulty(f"can name {', '.join(WAYS)} as ways")
    if not isinstance(bands, list) or not all(map(_is_band, bands)):
        raise Faulty("needs a label and two whole numbers, least and most, for each band")
    try:
        declare_breakdowns(program, ways=ways, bands=bands)
    except BadBands as fault:
        raise Faulty(f"is refused: {fault}") from None


def _is_band(band: Json) -> bool:
    return (
        isinstance(band, dict)
        and band.keys() == {"label", "least", "most"}
        and isinstance(band["label"], str)
        and bool(band["label"].strip())
        and all(type(band[end]) is int for end in ("least", "most"))
    )


def _said(before: Json, after: Json) -> list[str]:
    said = []
    if before["ways"] != after["ways"]:
        names = ", ".join(WAYS[key].lower() for key in after["ways"])
        said.append(f"Figures are divided by: {names or 'nothing'}.")
    if before["bands"] != after["bands"]:
        names = ", ".join(f"{band['label']} ({band['least']} to {band['most']})" for band in after["bands"])
        said.append(f"Bands of grades: {names or 'none'}.")
    return said


def _touched(program: Program, names: Collection[str]) -> Iterator[str]:
    if "breakdowns" in names and program.releases.done().exists():
        yield "The next release is divided like this. Those that exist stay as they are."


declare(
    Part(
        "insights",
        "Figures",
        settings=(Setting("breakdowns", "How figures are divided", breakdowns_of, _write, _said),),
        touched=_touched,
    )
)
