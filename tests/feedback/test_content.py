"""What a survey asks: the packs as they ship, the file, and versions under which answers keep their meaning."""

import json
from dataclasses import replace

import pytest

from feedback.content import GIVEN, Choice, Content, Faulty, Item, Kind, numbered, read, settled, written
from feedback.data.packs import BY_KEY, PACKS

YES_NO = numbered(["No", "Yes"])
FIRST = Item("first", Kind.CHOICE, "First?", YES_NO, is_required=True)
HEAD = Item("head", Kind.SECTION, "A heading")
ONLY = Item("only", Kind.TEN, "Only seniors?", GIVEN[Kind.TEN], side="senior")
CONTENT = Content("Title", "", (FIRST, HEAD, ONLY))


def test_packs_ship_as_they_can_be_read_again_and_stay_short():
    assert [read(json.loads(json.dumps(written(pack.content)))) for pack in PACKS] == [pack.content for pack in PACKS]
    assert [pack.key for pack in PACKS if pack.is_usual] == ["pulse", "start", "mid", "end", "later"]
    assert {pack.key: len(pack.content.questions) for pack in PACKS} == {
        "pulse": 4, "start": 4, "mid": 4, "end": 5, "later": 3, "speak_up": 4, "safety": 7,
    }  # fmt: skip
    assert [len(item.choices) for item in BY_KEY["pulse"].content.items] == [5, 3, 3, 0]
    assert "What do you now do differently?" in [item.text for item in BY_KEY["end"].content.items]
    before, after = (BY_KEY[key].content.item("speak_up") for key in ("start", "end"))
    assert before == after


def test_items_turned_round_store_more_for_more_safety():
    items = BY_KEY["safety"].content.items

    assert [item.choices[0].value for item in items] == [7, 1, 7, 1, 7, 1, 1]
    assert "Edmondson" in BY_KEY["safety"].source


def test_a_side_is_asked_its_own_and_no_empty_section():
    assert [item.key for item in CONTENT.of_side("newcomer").items] == ["first"]
    assert CONTENT.of_side("senior") == CONTENT


def test_order_changes_by_one_place_and_ends_at_the_ends():
    assert [item.key for item in CONTENT.moved("head", up=True).items] == ["head", "first", "only"]
    assert (
        CONTENT.moved("first", up=True) == CONTENT.moved("only", up=False) == CONTENT.moved("none", up=True) == CONTENT
    )


def test_a_question_that_means_something_else_gets_a_key_of_its_own():
    reworded = CONTENT.with_item(replace(FIRST, text="First, really?"))
    optional = CONTENT.with_item(replace(FIRST, is_required=False, hint="A hint"))

    assert [item.key for item in settled(reworded, [CONTENT]).items] == ["first_2", "head", "only"]
    assert settled(optional, [CONTENT]) == optional
    assert settled(CONTENT, [CONTENT, settled(reworded, [CONTENT])]).items[0].key == "first"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "The survey needs a title of 1 to 80 characters."),
        ({"more": 1}, "The survey knows nothing of “more”."),
        ({"items": []}, "The survey needs a list of 1 to 40 items."),
        ({"items": [written(CONTENT)["items"][1]]}, "The survey asks nothing yet: it needs one question at least."),
        ({1: {"kind": "radio"}}, "Item 1 has the kind “radio”. Known are"),
        ({1: {"key": "x_may_read"}}, "Item 1 needs a key of small letters"),
        ({1: {"side": "mine"}}, "Item 1 needs newcomer, senior or nothing as its side."),
        ({1: {"is_required": "yes"}}, "Item 1 needs true or false as is_required."),
        ({1: {"choices": []}}, "Item 1 needs 2 to 10 choices."),
        ({1: {"choices": [{"value": 1, "label": "A"}, {"value": 1, "label": "B"}]}}, "Item 1 has two choices alike."),
        ({1: {"choices": [{"value": -1, "label": "A"}] * 2}}, "Item 1, choice 1 needs a whole number from 0 to 100"),
        ({1: {"kind": "scale"}}, "Item 1 needs 5 choices."),
        ({3: {"key": "first"}}, "Item 3 has the key “first”, which an item before it has too."),
    ],
)
def test_read_names_the_place_of_a_fault(change, sentence):
    told = written(CONTENT)
    for place, values in change.items():
        if isinstance(place, int):
            told["items"][place - 1] |= values
        else:
            told[place] = values

    with pytest.raises(Faulty) as fault:
        read(told)

    assert str(fault.value).startswith(sentence)


def test_new_keys_come_from_words_and_never_clash_with_the_form():
    keys = [CONTENT.new_key(text) for text in ("First?", "shown", "x may read", "  ", "7 days", "Ü")]

    assert keys == ["first_2", "q_shown", "q_x_may_read", "q", "q_7_days", "u"]
    assert Choice(1, "No") in YES_NO
