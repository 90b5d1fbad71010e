"""The policy is stored as JSON and read by people: fields, defaults and the table must agree."""

import json
import re
from dataclasses import fields
from inspect import cleandoc

import pytest

from pairing.engine import Person, Policy


def test_policy_survives_storing():
    policy = Policy(grade_distance_min=1, department="different", weight_hours=0)

    assert Policy.from_dict(json.loads(json.dumps(policy.to_dict()))) == policy


def test_policy_refuses_an_unknown_field():
    with pytest.raises(ValueError, match="unknown policy fields: colour"):
        Policy.from_dict({"colour": 1})


def test_policy_table_lists_every_field_with_its_default():
    # Newer Pythons keep docstrings without their indentation.
    table = dict(re.findall(r"^(\w+) {2,}(\S+) {2,}\S", cleandoc(Policy.__doc__), re.MULTILINE))
    table.pop("field")

    assert table == {
        each.name: f'"{each.default}"' if isinstance(each.default, str) else str(each.default)
        for each in fields(Policy)
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"department": "near"},
        {"weight_weak": 11},
        {"weight_sum": -1},
        {"interest_most": -1},
        {"overlap_minutes_min": -30},
        {"score_min": -1},
        {"hours_step_minutes": 0},
    ],
)
def test_policy_refuses_values_out_of_range(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Policy(**wrong)


@pytest.mark.parametrize("wrong", [{"offers": {1: 0}}, {"gaps": {1: 4}}, {"hours": frozenset({336})}, {"capacity": -1}])
def test_person_refuses_values_out_of_range(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Person(**{"id": 1, "offers": {}, "gaps": {}} | wrong)
