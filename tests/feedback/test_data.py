"""The pulse as it ships: three taps, no more."""

from feedback.data.pulse import QUESTIONS


def test_the_pulse_asks_three_questions_in_order() -> None:
    asked = [(question.key, len(question.choices)) for question in QUESTIONS]

    assert asked == [("worth", 5), ("learned", 3), ("gave", 3)]


def test_values_rise_from_one_and_labels_are_words() -> None:
    values = [[choice.value for choice in question.choices] for question in QUESTIONS]
    labels = [choice.label for question in QUESTIONS for choice in question.choices]

    assert values == [[1, 2, 3, 4, 5], [1, 2, 3], [1, 2, 3]]
    assert [label for label in labels if any(letter.isdigit() for letter in label)] == []
