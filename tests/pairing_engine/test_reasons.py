"""Why a pair was made, why somebody waits, what could not be checked."""

from dataclasses import replace

from pairing.engine import Instance, Person, Policy, Unpaired, pair

BARE = Policy.only_skills()


def test_parts_add_up_to_the_score():
    hours = frozenset(range(20))
    newcomer = Person(1, {1: 3, 2: 1}, {3: 2}, frozenset({5, 6}), grade=2, department=1, hours=hours)
    senior = Person(9, {3: 3}, {1: 2, 2: 3}, frozenset({5, 6, 7}), grade=7, department=2, hours=hours)

    (match,) = pair(Instance([newcomer], [senior]), Policy()).pairs

    assert (match.teaches, match.learns) == ({1: 2, 2: 1}, {3: 2})
    assert match.parts == {
        "newcomer_teaches": 2 * 3,
        "senior_teaches": 2 * 2,
        "weaker_side": 6 * 2,
        "interests": 2,
        "grade": 3,
        "department": 1,
        "hours": 2,
    }
    assert match.score == sum(match.parts.values())


def why(newcomers, seniors, policy, **pairs):
    return pair(Instance(newcomers, seniors, **pairs), policy).unpaired


def test_why_names_the_rule_whose_lifting_frees_most():
    policy = replace(BARE, same_team=True, location="same")
    newcomers = [Person(1, {}, {}, team=1, location=1)]
    seniors = [Person(who, {}, {}, team=1, location=1) for who in (7, 8)] + [Person(9, {}, {}, team=2, location=2)]

    assert why(newcomers, seniors, policy)[0] == Unpaired(1, "newcomer", "same_team")


def test_why_names_the_commonest_rule_where_no_single_one_frees_anybody():
    policy = replace(BARE, same_team=True, location="same")

    waiting = why([Person(1, {}, {}, team=1, location=1)], [Person(9, {}, {}, team=1, location=2)], policy)

    assert waiting == (Unpaired(1, "newcomer", "location"), Unpaired(9, "senior", "location"))


def test_why_is_competition_where_others_took_the_places():
    assert why([Person(1, {}, {}), Person(2, {}, {})], [Person(9, {}, {})], BARE) == (
        Unpaired(2, "newcomer", "competition"),
    )


def test_why_is_competition_where_more_partners_stand_open_than_a_rule_frees():
    policy = replace(BARE, same_team=True)
    newcomers = [Person(1, {}, {}), Person(2, {}, {}), Person(3, {}, {}, team=1)]
    seniors = [Person(7, {}, {}), Person(8, {}, {}), Person(9, {}, {}, team=1, capacity=0), Person(10, {}, {}, team=1)]
    pins = frozenset({(1, 7), (2, 8)})

    waiting = why(newcomers, seniors, policy, pins=pins)

    assert waiting == (Unpaired(3, "newcomer", "competition"), Unpaired(10, "senior", "competition"))


def test_why_names_block_and_minimum_score():
    newcomers, seniors = [Person(1, {}, {})], [Person(9, {}, {})]

    assert why(newcomers, seniors, BARE, blocks=frozenset({(1, 9)}))[0].why == "block"
    assert why(newcomers, seniors, replace(BARE, score_min=1))[0].why == "score_min"


def test_whoever_has_no_place_is_not_listed():
    assert why([Person(1, {}, {}, capacity=0)], [Person(9, {}, {})], BARE) == (Unpaired(9, "senior", "competition"),)


def test_unknown_values_forbid_nothing_and_are_counted():
    policy = Policy(grade_distance_min=1, department="same", location="same")

    result = pair(Instance([Person(1, {}, {}, team=3)], [Person(9, {}, {}, grade=4)]), policy)

    assert result.headline.placed == 1
    assert result.unknown == {
        "same_team": 1,
        "grade_distance": 1,
        "department": 2,
        "location": 2,
        "common_language": 2,
        "overlap_minutes": 2,
    }
