"""Input that nobody on this project wrote."""

import csv
import io
from dataclasses import replace

from mentoring.real_input import adventureworks, so2025
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


def test_so2025_pairs_all_150_two_way_under_the_default_policy_with_invented_grades():
    instance, policy = so2025_instance(), Policy()
    newcomers = [replace(who, grade=1 + who.id % 3) for who in instance.newcomers]
    seniors = [replace(who, grade=4 + who.id % 4) for who in instance.seniors]
    instance = replace(instance, newcomers=newcomers, seniors=seniors)

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


def company() -> Instance:
    """The sample company's tree, grades and departments; teams are who reports to whom, the rest is invented."""
    rows = list(csv.DictReader(io.StringIO(adventureworks.roster(real_data("adventureworks")).decode("latin-1"))))
    number = {row["email"]: at for at, row in enumerate(rows)}
    above = {row["email"]: row["manager"] for row in rows}
    departments = {name: at for at, name in enumerate(sorted({row["department"] for row in rows}))}

    def line(mail: str) -> tuple[int, ...]:
        return (number[above[mail]], *line(above[mail])) if above[mail] else ()

    people = [
        Person(
            id=at,
            offers={at % 7: 2, 7 + at % 5: 3},
            gaps={(at + 3) % 7: 2, 7 + (at + 2) % 5: 1},
            grade=int(row["grade"]),
            team=number[row["manager"]] if row["manager"] else None,
            department=departments[row["department"]],
            location=at % 3,
            managers=line(row["email"]),
            languages=frozenset({at % 2, 2 + at % 3}),
            hours=frozenset(range(at % 4 * 10, at % 4 * 10 + 16)),
            capacity=1 + (row["grade"] != "1"),
        )
        for at, row in enumerate(rows)
    ]
    return Instance([who for who in people if who.grade == 1], [who for who in people if who.grade > 1])


def test_adventureworks_is_paired_along_no_line_with_every_hard_rule_on():
    instance = company()
    policy = Policy(grade_distance_min=1, grade_distance_max=3, department="different", location="different")
    by_id = {who.id: who for who in (*instance.newcomers, *instance.seniors)}

    result = pair(instance, policy)

    assert (len(instance.newcomers), len(instance.seniors)) == (190, 100)
    waiting = [left for left in result.unpaired if left.side == "newcomer"]
    assert (result.headline.placed, len(waiting)) == (181, 190 - 181)
    assert [two for two in result.pairs if two.senior in by_id[two.newcomer].managers] == []
    verify(instance, policy, result)
    certify(instance, policy, result)
