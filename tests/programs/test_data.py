"""The shipped templates: complete and consistent in themselves."""

from programs.data.shipped import TEMPLATES


def test_templates_have_the_six_keys_in_order() -> None:
    keys = [template.key for template in TEMPLATES]

    assert keys == [
        "reverse_mentoring_classic",
        "mutual_mentoring",
        "digital_skills_up",
        "inclusion",
        "onboarding",
        "blank",
    ]


def test_the_two_halves_fill_the_session_in_two_directions() -> None:
    lengths = {t.key: sum(half.minutes for half in t.agenda) for t in TEMPLATES}
    directions = {t.key: [half.teaches for half in t.agenda] for t in TEMPLATES}
    steps = {len(half.steps) for t in TEMPLATES for half in t.agenda}

    assert lengths == {t.key: t.minutes for t in TEMPLATES}
    assert directions == {t.key: ["newcomer", "senior"] for t in TEMPLATES}
    assert steps == {2, 3}


def test_all_sessions_fit_into_the_months() -> None:
    weeks_per_month = 52 / 12

    outside = [
        t.key
        for t in TEMPLATES
        if not 3 <= t.meetings <= 12 or (t.meetings - 1) * t.cadence_weeks > t.months * weeks_per_month
    ]

    assert outside == []


def test_only_the_blank_template_leaves_the_purpose_to_hr() -> None:
    empty = [t.key for t in TEMPLATES if not (t.purpose and t.outcome.text and t.outcome.unit)]

    assert empty == ["blank"]
