"""A paper opened on an older text: nothing is overwritten, both texts are shown, nothing typed is lost."""

import pytest
from django.urls import reverse

from pairing.actions import withdraw
from pairing.models import Pair
from programs.models import Side
from sessions_app.actions import ChangedMeanwhile, Entry, share_sheet, write_agreement, write_plan, write_sheet
from sessions_app.differences import difference
from sessions_app.models import SharingSheet
from sessions_app.queries import entries_of, goals_and_themes, plan_of, sheet_of
from tests.factories import NOW

FORM = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "1", "lines-0-kind": "learn"}
HTMX = {"HTTP_HX_REQUEST": "true"}


def sheet_address(pair: Pair) -> str:
    return reverse("sessions_app:sheet", args=[pair.pk])


def texts(pair: Pair) -> list[str]:
    return [entry.text for entry in entries_of(sheet_of(pair, side=Side.NEWCOMER))]


def test_looking_at_a_pair_writes_nothing_and_shows_what_the_profile_knows(cast, as_person):
    for name in ("pair", "sheet", "agreement", "write_agreement"):
        page = as_person(cast.newcomer).get(reverse(f"sessions_app:{name}", args=[cast.pair.pk]))
        assert (name, page.status_code) == (name, 200)

    assert (SharingSheet.objects.count(), cast.pair.agreements.count()) == (0, 0)


def test_a_sheet_saves_itself_and_the_next_save_goes_on_from_there(cast, as_person):
    browser = as_person(cast.newcomer)
    first = browser.post(sheet_address(cast.pair), {**FORM, "lines-0-text": "one", "version": "0"}, **HTMX)
    again = browser.post(sheet_address(cast.pair), {**FORM, "lines-0-text": "two", "version": "1"}, **HTMX)

    assert [page.context["keeping"].version for page in (first, again)] == [1, 2]
    assert ("Saved " in again.content.decode(), texts(cast.pair)) == (True, ["two"])


def test_two_tabs_show_both_texts_and_the_second_press_is_a_choice(cast, as_person):
    browser = as_person(cast.newcomer)
    write_sheet(cast.pair, side=Side.NEWCOMER, lines=[Entry("learn", "from the other tab")], now=NOW)
    mine = {**FORM, "lines-0-text": "from this tab"}

    by_itself = browser.post(sheet_address(cast.pair), {**mine, "version": "0"}, **HTMX)
    pressed = browser.post(sheet_address(cast.pair), {**mine, "version": "0", "share": "yes"})

    assert (by_itself.context["keeping"].version, texts(cast.pair)) == (0, ["from the other tab"])
    page = pressed.content.decode()
    assert [words in page for words in ("from this tab", "from the other tab", 'name="version" value="1"')] == [
        True
    ] * 3
    assert "hx-trigger" not in page
    browser.post(sheet_address(cast.pair), {**mine, "version": "1"})
    assert texts(cast.pair) == ["from this tab"]


def test_a_form_that_says_no_version_overwrites_nothing(cast, as_person):
    write_sheet(cast.pair, side=Side.NEWCOMER, lines=[Entry("learn", "stands")], now=NOW)

    as_person(cast.newcomer).post(sheet_address(cast.pair), {**FORM, "lines-0-text": "late"})

    assert texts(cast.pair) == ["stands"]


def test_the_same_words_are_no_conflict(cast):
    lines = [Entry("learn", "same")]
    write_sheet(cast.pair, side=Side.NEWCOMER, lines=lines, now=NOW)

    share_sheet(cast.pair, side=Side.NEWCOMER, lines=lines, version=0, now=NOW)

    assert sheet_of(cast.pair, side=Side.NEWCOMER).is_shared


def test_what_was_typed_in_a_tab_left_open_is_shown_after_sharing_elsewhere(cast, as_person):
    share_sheet(cast.pair, side=Side.NEWCOMER, lines=[Entry("learn", "shared")], now=NOW)

    page = as_person(cast.newcomer).post(
        sheet_address(cast.pair), {**FORM, "lines-0-text": "typed late", "version": "1"}
    )

    assert ("typed late" in page.content.decode(), texts(cast.pair)) == (True, ["shared"])


def test_a_plan_and_an_agreement_are_checked_alike(cast, walk, as_person):
    walk.share_both()
    plan = {"side": Side.NEWCOMER, "designer": Side.NEWCOMER, "themes": [], "now": NOW}
    write_plan(cast.pair, **plan, goals=["first"])
    with pytest.raises(ChangedMeanwhile):
        write_plan(cast.pair, **plan, goals=["late"], version=0)
    write_agreement(cast.pair, side=Side.SENIOR, text="Theirs", now=NOW)

    texts = {
        name: as_person(cast.newcomer)
        .post(reverse(f"sessions_app:{name}", args=[cast.pair.pk]), {**data, "version": version})
        .content.decode()
        for name, data, version in (("my_plan", {"goal_1": "late"}, "0"), ("write_agreement", {"text": "Mine"}, "1"))
    }

    assert goals_and_themes(plan_of(cast.pair, designer=Side.NEWCOMER))[0] == ["first"]
    assert ["late" in texts["my_plan"], "first" in texts["my_plan"]] == [True, True]
    assert ["Mine" in texts["write_agreement"], "Theirs" in texts["write_agreement"]] == [True, True]
    assert cast.pair.agreements.count() == 2


def test_a_megabyte_is_a_calm_error_and_stands_in_the_form_again(cast, as_person):
    long = "x" * 1_000_000

    page = as_person(cast.newcomer).post(sheet_address(cast.pair), {**FORM, "lines-0-text": long, "version": "0"})

    assert (page.status_code, long in page.content.decode(), SharingSheet.objects.count()) == (200, True, 0)


def test_a_partner_who_leaves_with_the_sheet_half_shared_leaves_it_closed(cast, as_person):
    share_sheet(cast.pair, side=Side.NEWCOMER, lines=[Entry("learn", "canary-shared")], now=NOW)
    write_sheet(cast.pair, side=Side.SENIOR, lines=[Entry("learn", "canary-draft")], now=NOW)

    withdraw(cast.pair.senior, now=NOW)

    newcomer, senior = (
        as_person(person).get(sheet_address(cast.pair)).content.decode() for person in (cast.newcomer, cast.senior)
    )
    assert ["canary-shared" in newcomer, "canary-draft" in newcomer] == [True, False]
    assert ["canary-shared" in senior, "canary-draft" in senior] == [False, True]


def test_difference_says_removed_before_added_and_leaves_out_empty_lines():
    lines = difference("a\n\nb\nc", "a\nB\nc\nd")

    assert [(line.state, line.text) for line in lines] == [
        ("same", "a"),
        ("removed", "b"),
        ("added", "B"),
        ("same", "c"),
        ("added", "d"),
    ]
