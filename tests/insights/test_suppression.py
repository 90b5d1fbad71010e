"""Which groups are kept: folded into other, hidden, never overlapping."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.audit import leaks
from insights.suppression import OTHER, Limits, Overlapping, Way, kept, refuse_overlaps, to_drop

LIMITS = Limits(people=5, pairs=3)


def way(key, *sizes):
    """A breakdown of people numbered from 0 into groups of these sizes."""
    groups, at = {}, 0
    for number, size in enumerate(sizes):
        groups[f"{key} {number}"] = frozenset(range(at, at + size))
        at += size
    return Way(key, groups)


def alone(people):
    return {person: person for person in range(people)}


def sizes(groups):
    return {label: len(people) for label, people in groups}


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        pytest.param((20, 30), {"team 0": 20, "team 1": 30}, id="all large"),
        pytest.param((20, 30, 3, 4), {"team 0": 20, "team 1": 30, OTHER: 7}, id="small ones are folded"),
        pytest.param((1, 1, 20, 30), {"team 3": 30, OTHER: 22}, id="teams of 1, 1, 20, 30"),
        pytest.param((400, 1), {}, id="401 with 400 shown"),
        pytest.param((1, 12, 30), {"team 2": 30, OTHER: 13}, id="a department of one"),
        pytest.param((9, 4), {}, id="total 13 and team 9: overall only"),
        pytest.param((10, 10), {}, id="twenty people: overall only"),
        pytest.param((25,), {}, id="one group is no breakdown"),
        pytest.param((4, 4, 4, 4, 4, 4), {}, id="only small ones make no breakdown"),
    ],
)
def test_kept_folds_small_groups(groups, expected):
    everybody = frozenset(range(sum(groups)))

    assert sizes(kept(everybody, [way("team", *groups)], alone(len(everybody)), LIMITS)["team"]) == expected


def test_kept_counts_pairs_as_well_as_people():
    two_pairs_in_the_first = {person: person // 5 if person < 10 else person for person in range(40)}

    told = kept(frozenset(range(40)), [way("team", 10, 15, 15)], two_pairs_in_the_first, LIMITS)

    assert sizes(told["team"]) == {"team 2": 15, OTHER: 25}


def test_kept_folds_further_where_breakdowns_together_isolate_somebody():
    """Teams of 10, 12 and 18, and places of 11, 11 and 18: the first two differ by one person."""
    teams, places = way("team", 10, 12, 18), way("place", 11, 11, 18)
    everybody = frozenset(range(40))

    told = kept(everybody, [teams, places], alone(40), LIMITS)

    sums = [everybody, *(people for groups in told.values() for _, people in groups)]
    assert sizes(told["team"]) == {"team 0": 10, "team 1": 12, "team 2": 18}
    assert leaks(sums, alone(40)) == []
    assert sizes(told["place"]) == {"place 2": 18, OTHER: 22}


def test_kept_hides_a_breakdown_that_no_folding_saves():
    teams = way("team", 20, 20)
    moved = Way("place", {"a": frozenset([*range(19), 20]), "b": frozenset([19, *range(21, 40)])})

    assert kept(frozenset(range(40)), [teams, moved], alone(40), LIMITS)["place"] == ()


def test_a_breakdown_whose_groups_overlap_is_refused():
    overlapping = Way("band", {"junior": frozenset({1, 2}), "senior": frozenset({2, 3})})

    with pytest.raises(Overlapping):
        refuse_overlaps(overlapping)
    with pytest.raises(Overlapping):
        kept(frozenset(range(40)), [overlapping], {}, LIMITS)


def test_to_drop_names_the_breakdown_that_has_to_go():
    everybody = frozenset(range(40))
    teams, places = way("team", 20, 20), way("place", 21, 19)
    told = {each.key: tuple(each.groups.items()) for each in (teams, places)}

    assert to_drop(everybody, {"team": told["team"], "side": ()}, alone(40), LIMITS) is None
    assert to_drop(everybody, told, alone(40), LIMITS) == "team"
    assert to_drop(everybody, {"place": tuple(way("place", 1, 20, 19).groups.items())}, alone(40), LIMITS) == "place"


def test_an_audit_that_does_not_end_hides_and_refuses(monkeypatch):
    everybody = frozenset(range(42))
    ways = [way("team", 6, 6, 6, 6, 6, 6, 6), Way("rest", {str(n): frozenset(range(n, 42, 7)) for n in range(7)})]
    pair_of = alone(42)
    assert len(kept(everybody, ways, pair_of, LIMITS)["rest"]) == 7

    monkeypatch.setattr("insights.audit.MOST_WORK", 1)

    assert kept(everybody, ways, pair_of, LIMITS)["rest"] == ()
    assert to_drop(everybody, {each.key: tuple(each.groups.items()) for each in ways}, pair_of, LIMITS) in {
        "team",
        "rest",
    }


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_whatever_is_kept_leaks_nothing_and_adds_up(data):
    people = data.draw(st.integers(21, 60))
    pair_of = {person: person // data.draw(st.integers(1, 3)) for person in range(people)}
    everybody = frozenset(range(people))
    ways = []
    for number in range(data.draw(st.integers(1, 4))):
        group_of = data.draw(st.lists(st.integers(0, 5), min_size=people, max_size=people))
        groups = {str(group): frozenset(p for p in everybody if group_of[p] == group) for group in range(6)}
        ways.append(Way(str(number), groups))

    told = kept(everybody, ways, pair_of, LIMITS)

    assert leaks([everybody, *(group for groups in told.values() for _, group in groups)], pair_of) == []
    for groups in told.values():
        assert groups == () or frozenset().union(*(group for _, group in groups)) == everybody
    assert to_drop(everybody, told, pair_of, LIMITS) is None
