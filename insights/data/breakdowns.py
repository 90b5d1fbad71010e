"""The ways in which a program's figures can be divided; each puts everybody into exactly one group."""

from typing import TypedDict

WAYS = {
    "side": "Side",
    "department": "Department",
    "location": "Location",
    "grade": "Grade band",
    "cohort": "When people joined",
}


class Band(TypedDict):
    """A range of grades under one name, both ends included."""

    label: str
    least: int
    most: int
