"""From the invitation to a finished profile: taps, typed words and seconds of several people, and what is kept."""

import sys
from statistics import median

import pytest
from django.urls import reverse

from outbox.links import sign
from profiles.actions import load_skills
from profiles.queries import gaps_of, missing_steps, offers_of, wants_of
from programs.models import Participation
from tests.browser.hands import Hands
from tests.factories import make_participation, make_person

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]

MOST_TAPS, MOST_WORDS, MOST_SECONDS = 25, 12, 180
LISTED = "Spreadsheets beyond sums"


@pytest.fixture
def invited(cast):
    """Return a function that invites somebody and returns their place and the address in their mail."""
    load_skills()

    def invite(name: str) -> tuple[Participation, str]:
        place = make_participation(cast.program, make_person(name))
        return place, reverse("programs:invitation", args=[sign("invitation", place.pk)])

    return invite


def join(hands: Hands, address: str) -> None:
    hands.open_mail(address)
    hands.tap("Go on, without a password")
    hands.tick("newcomer")
    hands.tick("I take part because I want to")
    hands.tap("Take part")


def add(hands: Hands, word: str, *, name: str) -> None:
    """Search for a word and take what is called `name`."""
    hands.write("Find a skill", word)
    if not hands.has_scripts:
        hands.tap("Search")
    hands.tap(name)
    hands.page.locator("fieldset.self-words legend").filter(
        has_text=name.partition("“")[2].partition("”")[0] or name
    ).wait_for()


def suggest(hands: Hands, count: int) -> None:
    """Tap the first of the suggestions, as often as asked."""
    for number in range(1, count + 1):
        hands.page.get_by_role("region", name="Skills to choose from").get_by_role("button").first.click()
        hands.taps += 1
        hands.page.locator("fieldset.self-words").nth(number - 1).wait_for()


def finish(hands: Hands) -> None:
    hands.tick("English")
    hands.tap("Finish")
    hands.reads("Your profile is complete.")


def searches(hands: Hands) -> None:
    add(hands, "excel", name=LISTED)
    add(hands, "charts", name="Charts that say one thing")
    hands.tap("Continue")
    hands.tick("Sailing")
    hands.tap("Continue")
    add(hands, "budget", name="How a budget gets approved")
    hands.tap("Continue")


def takes_suggestions(hands: Hands) -> None:
    suggest(hands, 3)
    hands.tick("can teach", under=hands.page.locator("fieldset.self-words legend").first.inner_text())
    hands.tap("Continue")
    hands.tick("Sailing")
    hands.tick("Yoga")
    hands.tap("Continue")
    suggest(hands, 2)
    hands.tap("Continue")


def has_own_words(hands: Hands) -> None:
    add(hands, "zither", name="Add “zither” as my own word")
    hands.tap("Continue")
    hands.tap("Continue")
    add(hands, "lute playing", name="Add “lute playing” as my own word")
    add(hands, "exel", name=LISTED)
    hands.tap("Continue")


def test_joining_takes_few_taps_few_words_and_under_three_minutes(invited, open_browser, capsys):
    told, people = [], []
    ways = [(searches, True), (takes_suggestions, True), (has_own_words, True), (searches, False)]
    for number, (way, scripts) in enumerate(ways):
        place, address = invited(f"Person {number}")
        hands = Hands(way.__name__, open_browser(scripts=scripts), has_scripts=scripts)
        join(hands, address)
        way(hands)
        finish(hands)
        people.append(place)
        told.append((hands.taps, hands.words, round(hands.seconds)))

    with capsys.disabled():
        sys.stdout.write(f"\n{told}, medians {[median(figures) for figures in zip(*told, strict=True)]}\n")
    assert [missing_steps(place) for place in people] == [[], [], [], []]
    assert max(taps for taps, _, _ in told) <= MOST_TAPS
    assert max(words for _, words, _ in told) <= MOST_WORDS
    assert max(seconds for _, _, seconds in told) <= MOST_SECONDS
    assert (wants_of([people[2]])[people[2].pk].get("lute playing"), len(gaps_of([people[2]])[people[2].pk])) == (2, 1)


def test_the_wizard_saves_each_press_goes_on_elsewhere_and_can_be_skipped(invited, open_browser):
    place, address = invited("Rea Resumes")
    first = Hands("first", open_browser())
    join(first, address)
    add(first, "excel", name=LISTED)
    first.page.get_by_role("group", name=LISTED).wait_for()
    first.tick("can teach", under=LISTED)
    first.page.wait_for_load_state("networkidle")
    saved = offers_of(place.person)
    first.page.context.close()  # the telephone rings

    again = Hands("again", open_browser(place.person))
    again.page.goto("/")
    again.page.goto(again.page.get_by_role("main").locator("a.btn-primary").get_attribute("href"))
    resumed = again.page.url
    again.tap("Continue")
    again.tick("English")
    again.tap("Finish")

    assert (list(saved.values()), offers_of(place.person)) == ([3], saved)
    assert resumed == again.page.url
    assert again.page.url.endswith(reverse("profiles:gaps", args=[place.program_id]))
    assert again.reads("Choose at least one thing that you would like to get better at.")
    assert missing_steps(place) == ["gaps"]
