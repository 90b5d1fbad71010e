"""What people offer and what they would like to learn: saved as said, gaps never in clear."""

import pytest
from django.core.management import call_command

from profiles.actions import (
    UnknownSkill,
    change_gaps,
    change_offers,
    load_skills,
    set_interests,
    set_offers,
    set_rhythm,
    tell_gaps,
)
from profiles.data.shipped import skill_rows
from profiles.models import Gap, Profile, Skill
from profiles.queries import find_skills, gaps_of, missing_steps, offers_of
from programs.models import Participation
from tests.factories import NOW, later, make_person


def skill(name: str) -> int:
    return Skill.objects.get_or_create(name=name, kind="craft", search_text=name.casefold())[0].pk


def place_of(cast, person) -> Participation:
    return Participation.objects.get(program=cast.program, person=person)


def test_load_skills_ships_with_every_database_and_changes_nothing_again(db, capsys):
    before = list(Skill.objects.values_list("pk", "name"))

    call_command("load_skills")

    assert list(Skill.objects.values_list("pk", "name")) == before
    assert sorted(name for _, name in before) == sorted(row["name"] for row in skill_rows())
    assert capsys.readouterr().out == f"{len(before)} skills on the list.\n"


def test_load_skills_refreshes_aliases(db):
    Skill.objects.filter(name="Asking a database").update(aliases="", search_text="")

    load_skills()

    assert [found.name for found in find_skills("postgre", without=[])] == ["Asking a database"]


def test_set_offers_replaces_what_was_there(cast):
    knots, maps = skill("Knots"), skill("Maps")
    set_offers(cast.newcomer, levels={knots: 1, maps: 3}, now=NOW)

    set_offers(cast.newcomer, levels={maps: 2}, now=later(minutes=5))

    assert offers_of(cast.newcomer) == {maps: 2}
    assert Profile.objects.get(person=cast.newcomer).updated_at == later(minutes=5)


def test_set_offers_refuses_what_is_not_on_the_list(cast):
    with pytest.raises(UnknownSkill):
        set_offers(cast.newcomer, levels={0: 1}, now=NOW)
    with pytest.raises(ValueError, match="4 is not a valid Level"):
        set_offers(cast.newcomer, levels={skill("Knots"): 4}, now=NOW)


def test_set_interests_keeps_one_spelling(cast):
    set_interests(cast.newcomer, names=["Chess", " chess ", "", "Night  trains"], now=NOW)

    assert [str(interest) for interest in cast.newcomer.interests.all()] == ["Night trains", "chess"]


def test_tell_gaps_seals_them_whole(cast, dumped):
    knots, maps = skill("Knots canary"), skill("Maps canary")
    before = dumped("canary")

    tell_gaps(place_of(cast, cast.senior), urgencies={knots: 3, maps: 1}, now=NOW)

    assert gaps_of([place_of(cast, cast.senior)]) == {place_of(cast, cast.senior).pk: {knots: 3, maps: 1}}
    assert (dumped("canary"), dumped("urgency"), dumped('"skill"')) == (before, 0, 0)


def test_tell_gaps_replaces_what_was_told(cast):
    knots, maps = skill("Knots"), skill("Maps")
    place = place_of(cast, cast.senior)
    tell_gaps(place, urgencies={knots: 3, maps: 1}, now=NOW)

    tell_gaps(place, urgencies={maps: 2}, now=NOW)

    assert gaps_of([place]) == {place.pk: {maps: 2}}


def test_gaps_of_costs_three_queries_for_any_number_of_people(cast, django_assert_num_queries):
    places = [place_of(cast, person) for person in (cast.senior, cast.newcomer, cast.bystander)]
    for place in places:
        tell_gaps(place, urgencies={skill("Knots"): 2, skill("Maps"): 2}, now=NOW)

    with django_assert_num_queries(3):
        assert len(gaps_of(places)) == 3


def test_missing_steps_shrink_as_offers_gaps_and_rhythm_are_told(cast):
    place = place_of(cast, cast.newcomer)
    steps = [missing_steps(place)]
    set_offers(cast.newcomer, levels={skill("Knots"): 2}, now=NOW)
    steps.append(missing_steps(place))
    tell_gaps(place, urgencies={skill("Maps"): 2}, now=NOW)
    steps.append(missing_steps(place))
    set_rhythm(
        cast.newcomer, languages=["en"], workdays=[0, 1], work_from=16, work_to=32, zone="Europe/Warsaw", now=NOW
    )
    steps.append(missing_steps(place))

    assert steps == [["offers", "gaps", "rhythm"], ["gaps", "rhythm"], ["rhythm"], []]
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.zone == "Europe/Warsaw"


def test_find_skills_puts_what_is_offered_here_first(cast):
    for name in ("Zzz one", "Zzz two"):
        skill(name)
    for _ in range(4):
        set_offers(make_person(), levels={skill("Zzz two"): 1}, now=NOW)
    assert [each.name for each in find_skills("zzz", without=[])] == ["Zzz one", "Zzz two"]  # fewer than k tell nothing
    set_offers(make_person(), levels={skill("Zzz two"): 1}, now=NOW)

    found = find_skills("zzz", without=[])

    assert [each.name for each in found] == ["Zzz two", "Zzz one"]
    assert find_skills("zzz", without=[each.pk for each in found]) == []
    assert Gap.objects.count() == 0


def test_two_presses_at_once_change_both(cast):
    """What a page knew when it was loaded never undoes what another press has done since."""
    knots, maps, tea = skill("Knots"), skill("Maps"), skill("Tea")
    place = place_of(cast, cast.newcomer)
    set_offers(cast.newcomer, levels={knots: 1}, now=NOW)
    tell_gaps(place, urgencies={knots: 1}, now=NOW)

    for change in (
        {"words": {knots: 3}, "add": {maps: 2}, "remove": set()},
        {"words": {knots: 3}, "add": {tea: 2}, "remove": {None}},
        {"words": {maps: 1}, "add": {}, "remove": {tea}},
        {"words": {tea: 1}, "add": {maps: 3}, "remove": set()},
    ):
        change_offers(cast.newcomer, **change, now=NOW)
        change_gaps(place, **change, now=NOW)

    assert offers_of(cast.newcomer) == gaps_of([place])[place.pk] == {knots: 3, maps: 1}
