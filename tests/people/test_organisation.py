"""The organisation's look, safely, and the smallest group behind a figure: raised, never lowered, in every process."""

import struct

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.actions import LowerThanBefore, raise_smallest_group
from people.models import Logo, Organisation
from people.pictures import WIDEST, NoPicture, read_picture
from programs.tasks import fill_places
from record.models import Change
from tests.factories import NOW

HERE = reverse("people:organisation")


def png(width: int = 40, height: int = 20) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\x00\x00\x00"


JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x20\x00\x40"


def test_organisation_sets_name_colour_and_logo_and_shows_them_on_every_page(cast, as_person, client):
    hr = as_person(cast.hr_admin)
    told = {"name": "Harbour", "colour": "#0B6763", "smallest_group": 5}

    hr.post(HERE, {**told, "logo": SimpleUploadedFile("l.svg", png())})
    page = as_person(cast.newcomer).get(reverse("desk:home")).content.decode()
    drawn, styled = client.get(reverse("people:logo")), client.get(reverse("people:look"))
    hr.post(HERE, {**told, "colour": "", "drops_logo": "on"})
    bare = hr.get(HERE).content.decode()

    assert ("look.css?v=0B6763" in page, "/look/logo/?v=" in page, "Harbour" in page) == (True, True, True)
    assert (drawn["Content-Type"], drawn.content, drawn["X-Content-Type-Options"]) == ("image/png", png(), "nosniff")
    assert styled.content == b":root { --organisation: #0B6763; }\n"
    assert ("look.css" in bare, "/look/logo/" in bare, Logo.objects.count()) == (False, False, 0)
    assert client.get(reverse("people:look")).content == b""


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("colour", "red; } body { display: none"),
        ("colour", "#0B6763\n"),
        ("logo", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("logo", png(WIDEST + 1)),
        ("logo", png() + b"x" * 200 * 1024),
        ("smallest_group", 4),
    ],
)
def test_organisation_refuses_what_is_no_look_and_keeps_the_old_one(cast, as_person, field, wrong):
    value = SimpleUploadedFile("logo.png", wrong) if isinstance(wrong, bytes) else wrong

    page = as_person(cast.hr_admin).post(HERE, {"name": "Other", "colour": "", "smallest_group": 5, field: value})

    errors = {} if field == "colour" and wrong.endswith("\n") else {field}  # a form drops the end of a line
    assert set(page.context["form"].errors if page.context else ()) == set(errors)
    assert Logo.objects.count() == 0


def test_read_picture_knows_a_jpeg_by_its_bytes():
    assert read_picture(JPEG).kind == "image/jpeg"
    with pytest.raises(NoPicture):
        read_picture(JPEG[:12])


def test_the_smallest_group_is_raised_in_the_browser_held_everywhere_and_never_lowered(cast, as_person, settings):
    settings.SMALLEST_GROUP = 5  # so that what this test raises ends with it
    hr, told = as_person(cast.hr_admin), {"name": "Harbour", "colour": ""}

    hr.post(HERE, {**told, "smallest_group": 8})
    record = as_person(cast.newcomer).get(reverse("desk:on_record")).content.decode()
    held = settings.SMALLEST_GROUP
    lower = hr.post(HERE, {**told, "smallest_group": 7})

    assert held == 8
    assert "A figure is told of at least 8 people in at least 3 pairs." in record
    assert lower.context["form"].errors == {"smallest_group": ["It stands at 8. It can be raised, never lowered."]}
    with pytest.raises(LowerThanBefore):
        raise_smallest_group(7, by=cast.hr_admin, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.update(smallest_group=4)
    [change] = Change.objects.filter(keys=["smallest_group"])
    assert change.sentence == "Figures are told from 8 people on, no longer from 5."


def test_a_sweep_holds_the_smallest_group_before_it_tells_anything(cast, settings):
    settings.SMALLEST_GROUP = 5
    Organisation.objects.update(smallest_group=9)

    fill_places()

    assert settings.SMALLEST_GROUP == 9
