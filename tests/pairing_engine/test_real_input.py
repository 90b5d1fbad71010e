"""Input that nobody on this project wrote."""

import csv

from mentoring.real_input import so2025
from pairing.engine import Headline, Instance, Person, Policy, certify, pair, verify
from tests.real_data import real_data

GRADES = ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4")


def as_person(respondent, number):
    return Person(
        id=respondent.id,
        offers={number[name]: 1 for name in respondent.skills},
        gaps={number[name]: 1 for name in respondent.gaps},
    )


def so2025_instance():
    newcomers, seniors = so2025.read(real_data("so2025/so2025_1000_respondents.csv"))
    names = sorted({name for person in newcomers + seniors for name in person.skills | person.gaps})
    number = {name: at for at, name in enumerate(names)}
    return Instance([as_person(who, number) for who in newcomers], [as_person(who, number) for who in seniors])


def test_so2025_has_426_usable_people():
    newcomers, seniors = so2025.read(real_data("so2025/so2025_1000_respondents.csv"))

    assert (len(newcomers), len(seniors)) == (150, 276)


def test_so2025_pairs_all_150_two_way():
    instance, policy = so2025_instance(), Policy.only_skills()

    result = pair(instance, policy)

    assert result.headline == Headline(placed=150, two_way=150, weakest=1, total=840)
    assert result.compared["greedy"] == Headline(placed=150, two_way=109, weakest=1, total=845)
    verify(instance, policy, result)
    certify(instance, policy, result)


def test_so2025_pairs_all_150_two_way_under_the_default_policy():
    instance, policy = so2025_instance(), Policy()

    result = pair(instance, policy)

    assert (result.headline.placed, result.headline.two_way) == (150, 150)
    verify(instance, policy, result)
    certify(instance, policy, result)


def civil_servants(name, first_id, number):
    with real_data(f"mentor_match_uk_civil_service/large/{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Person(
                id=first_id + at,
                offers={},
                gaps={},
                grade=GRADES.index(row["grade"]),
                department=number.setdefault(row["organisation"], len(number)),
            )
            for at, row in enumerate(csv.DictReader(lines))
        ]


def test_civil_service_places_484_of_500():
    number = {}
    newcomers, seniors = civil_servants("mentees", 0, number), civil_servants("mentors", 1000, number)
    instance = Instance(newcomers, seniors)
    policy = Policy(grade_distance_min=1, grade_distance_max=2, department="different")

    result = pair(instance, policy)

    assert (len(newcomers), len(seniors), result.headline.placed) == (500, 500, 484)
    verify(instance, policy, result)
    certify(instance, policy, result)
