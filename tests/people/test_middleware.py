"""What holds for every request: no zero bytes, and the headers of every answer."""

import pytest
from django.urls import reverse

from tests.architecture.conftest import World, world
from tests.architecture.test_doors import PATTERNS

__all__ = ["world"]

NAMES = [f"{app}:{view}" for app, view, _ in PATTERNS]
ZERO = {"q": "a\0b", "find": "a\0b"}
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "font-src": "'self'", "connect-src": "'self'", "manifest-src": "'self'", "frame-src": "'self'",
    "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip


@pytest.mark.parametrize(
    ("persona", "view"),
    [
        ("hr_admin", "people:people"),
        ("coordinator", "programs:participants"),
        ("newcomer", "profiles:offers"),
        ("newcomer", "profiles:gaps"),
        ("newcomer", "profiles:skill_search"),
        ("outsider", "ideas:ideas"),
    ],
)
def test_a_zero_byte_is_refused(world: World, as_person, persona, view):
    browser, address = as_person(world.person(persona)), world.address(view)

    assert [ask(address, ZERO).status_code for ask in (browser.get, browser.post)] == [400, 400]


@pytest.mark.parametrize("persona", ["newcomer", "hr_admin"])
def test_every_answer_carries_the_policy_and_stays_out_of_caches(world: World, as_person, persona):
    browser = as_person(world.person(persona))

    for address in [*(world.address(name) for name in NAMES), "/no-such-page/", f"{reverse('desk:home')}?q=%00"]:
        answer = browser.get(address)
        policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
        headers = [answer[name] for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")]
        framed = {world.address(name) for name in ("desk:preview_text", "feedback:preview_frame")}
        if address in framed and persona == "hr_admin":
            policy = POLICY  # frames have their own: tests/desk/test_texts.py, tests/feedback
        assert (address, policy, headers) == (address, POLICY, ["DENY", "nosniff", "same-origin"])
        # The organisation's colour holds nothing about a person, and is the same for everybody.
        kept = {"no-store"} if address != world.address("people:look") else {"public", "max-age=86400"}
        assert (address, set(answer["Cache-Control"].split(", "))) == (address, kept)
