"""The sharing sheet: begun out of the profile, opened at one moment, taken back line by line."""

import re

import pytest
from django.urls import reverse

from pairing.models import Pair
from profiles.actions import set_interests, set_offers, tell_gaps
from profiles.models import Level, Skill, Urgency
from programs.models import Side
from sessions_app.actions import (
    AlreadyShared,
    Entry,
    NothingToShare,
    keep_line,
    open_workspace,
    share_sheet,
    write_sheet,
)
from sessions_app.models import Agreement, SharingSheet, SheetLine
from sessions_app.queries import lines_of, open_sheets_of, shown_lines_of
from tests.factories import NOW, later
from tests.sessions_app.conftest import NEWCOMER_LINES, SENIOR_LINES

Kind = SheetLine.Kind


def texts(pair: Pair, side: Side) -> list[tuple[str, str]]:
    sheet = pair.sheets.get(author=pair.place_of(side))
    return [(line.kind, text) for line, text in lines_of(sheet)]


def page(client, name: str, pair: Pair) -> str:
    """Return a page without its one-time form tokens."""
    content = client.get(reverse(f"sessions_app:{name}", args=[pair.pk])).content.decode()
    return re.sub(r"[A-Za-z0-9]{64}", "token", content)


@pytest.fixture
def profile(cast):
    skills = list(Skill.objects.order_by("pk")[:3])
    set_offers(cast.newcomer, levels={skills[0].pk: Level.CAN_TEACH}, now=NOW)
    set_interests(cast.newcomer, names=["Sailing"], now=NOW)
    urgencies = {skills[1].pk: Urgency.SOME_DAY, skills[2].pk: Urgency.NOW}
    tell_gaps(cast.pair.newcomer, urgencies=urgencies, now=NOW)
    return skills


def test_open_workspace_begins_the_sheet_with_the_profile(cast, profile):
    open_workspace(cast.pair, now=NOW)

    assert texts(cast.pair, Side.NEWCOMER) == [
        (Kind.INTEREST, "Sailing"),
        (Kind.OFFER, f"{profile[0].name} (can teach)"),
        (Kind.LEARN, profile[2].name),
        (Kind.LEARN, profile[1].name),
    ]
    assert texts(cast.pair, Side.SENIOR) == []


def test_open_workspace_twice_has_one_effect(cast):
    open_workspace(cast.pair, now=NOW)
    write_sheet(cast.pair, side=Side.SENIOR, lines=SENIOR_LINES, now=NOW)

    open_workspace(cast.pair, now=later(days=1))

    assert (SharingSheet.objects.count(), Agreement.objects.count()) == (2, 1)
    assert len(texts(cast.pair, Side.SENIOR)) == 2


def test_write_sheet_keeps_a_draft_and_drops_emptied_lines(cast, as_person):
    client, address = as_person(cast.newcomer), reverse("sessions_app:sheet", args=[cast.pair.pk])
    client.get(address)

    response = client.post(
        address,
        {
            "lines-TOTAL_FORMS": "3",
            "lines-INITIAL_FORMS": "3",
            "version": "0",
            "lines-0-kind": "offer",
            "lines-0-text": "Spreadsheets",
            "lines-1-kind": "offer",
            "lines-1-text": "  ",
            "lines-2-kind": "off_limits",
            "lines-2-text": "My family",
            "lines-2-is_kept_back": "on",
            "add": "offer",
        },
    )

    assert response.url == f"{address}#offer"
    assert texts(cast.pair, Side.NEWCOMER) == [(Kind.OFFER, "Spreadsheets"), (Kind.OFF_LIMITS, "My family")]
    assert list(SheetLine.objects.order_by("position").values_list("is_kept_back", flat=True)) == [False, True]
    assert SharingSheet.objects.filter(shared_at__isnull=False).count() == 0


def test_a_line_that_is_too_long_is_said_beside_it_and_nothing_is_lost(cast, as_person):
    client, address = as_person(cast.newcomer), reverse("sessions_app:sheet", args=[cast.pair.pk])
    client.get(address)
    data = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "1",
        "version": "0",
        "lines-0-kind": "learn",
        "lines-0-text": "x" * 281,
        "share": "yes",
    }

    response = client.post(address, data)

    assert response.status_code == 200
    assert "x" * 281 in response.content.decode()
    assert response.context["form"].errors == [{"text": ["Ensure this value has at most 280 characters (it has 281)."]}]


def test_share_sheet_is_one_press(cast, as_person):
    client, address = as_person(cast.newcomer), reverse("sessions_app:sheet", args=[cast.pair.pk])
    client.get(address)

    client.post(
        address,
        {
            "lines-TOTAL_FORMS": "1",
            "lines-INITIAL_FORMS": "1",
            "version": "0",
            "lines-0-kind": "learn",
            "lines-0-text": "Saying no",
            "share": "yes",
        },
    )

    sheet = SharingSheet.objects.get(author=cast.pair.newcomer)
    assert (sheet.is_shared, texts(cast.pair, Side.NEWCOMER)) == (True, [(Kind.LEARN, "Saying no")])


@pytest.mark.parametrize("name", ["pair", "sheet", "my_plan", "their_plan", "agreement"])
@pytest.mark.parametrize("progress", ["draft", "shared"])
def test_until_both_have_shared_the_partner_learns_nothing_of_the_other_sheet(cast, as_person, name, progress):
    open_workspace(cast.pair, now=NOW)
    client = as_person(cast.newcomer)
    before = page(client, name, cast.pair)

    write_sheet(cast.pair, side=Side.SENIOR, lines=SENIOR_LINES, now=NOW)
    if progress == "shared":
        share_sheet(cast.pair, side=Side.SENIOR, now=NOW)

    assert page(client, name, cast.pair) == before
    assert open_sheets_of(cast.pair) == {}


def test_who_has_shared_first_sees_nothing_either(cast, as_person):
    share_sheet(cast.pair, side=Side.NEWCOMER, lines=NEWCOMER_LINES, now=NOW)
    client = as_person(cast.newcomer)
    before = page(client, "sheet", cast.pair)

    write_sheet(cast.pair, side=Side.SENIOR, lines=SENIOR_LINES, now=NOW)

    assert "Both sheets open when both of you have shared." in before
    assert page(client, "sheet", cast.pair) == before


def test_both_sheets_open_when_the_second_shares(cast, walk, as_person, told):
    share_sheet(cast.pair, side=Side.NEWCOMER, lines=NEWCOMER_LINES, now=NOW)
    assert told() == []

    share_sheet(cast.pair, side=Side.SENIOR, lines=SENIOR_LINES, now=NOW)

    newcomer, senior = (page(as_person(person), "sheet", cast.pair) for person in (cast.newcomer, cast.senior))
    assert ("canary-senior-learn" in newcomer, "canary-newcomer-learn" in senior) == (True, True)
    assert told() == [("sheets_open", cast.newcomer.name), ("sheets_open", cast.senior.name)]


def test_a_line_kept_back_stays_its_authors(cast, walk, as_person):
    walk.share_both()

    assert "canary-newcomer-secret" in page(as_person(cast.newcomer), "sheet", cast.pair)
    assert "canary-newcomer-secret" not in page(as_person(cast.senior), "sheet", cast.pair)
    assert "canary-newcomer-secret" not in page(as_person(cast.senior), "my_plan", cast.pair)


def test_keep_line_takes_a_shared_line_back_and_lets_it_out_again(cast, walk, as_person):
    walk.share_both()
    sheet = cast.pair.sheets.get(author=cast.pair.newcomer)
    line = next(line for line, text in lines_of(sheet) if text == "canary-newcomer-learn")
    address = reverse("sessions_app:keep_line", args=[cast.pair.pk, line.pk])

    as_person(cast.newcomer).post(address, {"keep": "back"})
    assert "canary-newcomer-learn" not in page(as_person(cast.senior), "sheet", cast.pair)

    as_person(cast.newcomer).post(address, {"keep": "out"})
    assert "canary-newcomer-learn" in page(as_person(cast.senior), "sheet", cast.pair)


def test_keep_line_touches_no_line_of_the_other(cast, walk):
    walk.share_both()
    sheet = cast.pair.sheets.get(author=cast.pair.newcomer)
    shown = shown_lines_of(sheet)

    keep_line(cast.pair, side=Side.SENIOR, line=shown[0][0].pk, is_kept_back=True, now=NOW)

    assert shown_lines_of(sheet) == shown


def test_a_sheet_of_nothing_but_kept_lines_is_not_shared(cast):
    with pytest.raises(NothingToShare, match="at least one line"):
        share_sheet(cast.pair, side=Side.SENIOR, lines=[Entry(Kind.LEARN, "x", is_kept_back=True)], now=NOW)

    assert SharingSheet.objects.filter(shared_at__isnull=False).count() == 0


def test_a_shared_sheet_is_no_longer_rewritten_and_sharing_again_changes_nothing(cast, walk):
    walk.share_both()

    with pytest.raises(AlreadyShared):
        write_sheet(cast.pair, side=Side.SENIOR, lines=[], now=NOW)
    share_sheet(cast.pair, side=Side.SENIOR, lines=[Entry(Kind.LEARN, "other")], now=later(days=1))

    assert len(texts(cast.pair, Side.SENIOR)) == 2
    assert SharingSheet.objects.get(author=cast.pair.senior).shared_at == NOW


def test_lines_lie_sealed(cast, walk):
    walk.share_both()

    assert [b"canary" in bytes(line.text) for line in SheetLine.objects.all()] == [False] * 5
