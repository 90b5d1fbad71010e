"""The published sample company becomes one roster."""

import csv
import io

import pytest

from mentoring.real_input.adventureworks import node_of, roster
from tests.real_data import real_data


@pytest.mark.parametrize(
    ("hexadecimal", "node"),
    [("NULL", ()), ("0x58", (1,)), ("0x5AC0", (1, 1)), ("0x5AE158", (1, 1, 4, 1)), ("0x8C", (5,)), ("0xA2", (8,))],
)
def test_node_of_decodes_the_published_ranges(hexadecimal, node):
    assert node_of(hexadecimal) == node


def test_node_of_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match="hierarchyid"):
        node_of("0xFF")


def test_roster_is_one_tree_of_290_people():
    rows = list(csv.DictReader(io.StringIO(roster(real_data("adventureworks")).decode("latin-1"))))
    mails = {row["email"] for row in rows}

    assert len(rows) == len(mails) == 290
    assert [row["name"] for row in rows if not row["manager"]] == ["Ken"]
    assert {row["manager"] for row in rows} - mails == {""}
    assert {row["grade"] for row in rows} == {"1", "2", "3", "4", "5"}
