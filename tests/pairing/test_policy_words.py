"""The hard rules that HR sees in words are the engine's."""

from pairing.engine.policy import Policy
from programs.data.policy import RULES, WISHES, differences, in_words, overrides
from programs.data.shipped import TEMPLATES


def test_every_rule_is_a_field_of_the_engines_policy_with_the_same_default():
    defaults = Policy().to_dict()

    ours = {each.field: each.default for each in (*RULES, *WISHES)}

    assert ours == {field: defaults[field] for field in ours}
    assert {wish.field for wish in WISHES} == {field for field in defaults if field.startswith("weight_")}


def test_every_choice_is_understood_by_the_engine():
    for rule in RULES:
        for value, _ in rule.choices:
            assert Policy.from_dict({rule.field: value}).to_dict()[rule.field] == value


def test_a_number_may_be_empty_only_where_the_engine_knows_no_limit():
    for rule in RULES:
        if rule.kind == "number":
            assert Policy.from_dict({rule.field: None if rule.may_be_empty else 0})


def test_templates_decide_only_rules_that_hr_can_see():
    fields = {rule.field for rule in RULES}

    assert [template.key for template in TEMPLATES if set(template.policy) - fields] == []


def test_overrides_hold_only_what_differs():
    values = Policy().to_dict()

    assert overrides(values) == {}
    assert overrides({**values, "same_team": False, "grade_distance_min": None}) == {
        "same_team": False,
        "grade_distance_min": None,
    }


def test_in_words_says_the_rules_in_force():
    assert in_words({"reporting_line": False, "grade_distance_min": 1, "department": "different"}) == [
        "The two are not in the same team.",
        "The two share a language.",
        "The senior is at least 1 grade higher.",
        "They work at the same time for 60 minutes a week or more.",
        "Two different departments only.",
        "Nobody meets somebody they met before.",
    ]


def test_differences_say_what_holds_now():
    before = {"same_team": False, "grade_distance_min": 3}
    after = {**Policy().to_dict(), "grade_distance_min": None, "location": "same", "weight_grade": 4}

    assert differences(before, after) == [
        "The two are not in the same team.",
        "The senior need not be higher in grade.",
        "The same location only.",
        "“Far apart in grade” counts 4 instead of 1.",
    ]
    assert differences(after, after) == []
