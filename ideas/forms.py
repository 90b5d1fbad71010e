"""Fields of ideas."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from ideas.models import Idea
from people.forms import PlainSelect
from people.models import User

OVERDUE = "overdue"
_RELEASED_STATES = [choice for choice in Idea.State.choices if choice[0] != Idea.State.DRAFT]


class WriteIdeaForm(forms.Form):
    """An idea for the organisation."""

    title = forms.CharField(label="Your idea in one line", max_length=120)
    text = forms.CharField(
        label="What would change, and for whom?",
        help_text="Leave names out: everyone reads it once both of you release it.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )
    helper = FormHelper()
    helper.layout = Layout("title", "text", Submit("write", "Keep it in our pair"))


class TakeIdeaForm(forms.Form):
    """Who answers, and until when."""

    owner = forms.CharField(label="Who answers it?", help_text="A name or an e-mail address.", max_length=254)
    answer_due = forms.DateField(
        label="Answer by",
        help_text="The page shows this day to everyone.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    helper = FormHelper()
    helper.layout = Layout("owner", "answer_due", Submit("take", "Name the owner"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_owner(self) -> User:
        """Find the one active person meant."""
        words = self.cleaned_data["owner"].strip()
        people = User.objects.active().order_by("name")
        found = list(people.filter(email__iexact=words)) or list(people.filter(name__iexact=words)[:6])
        found = found or list(people.filter(name__icontains=words)[:6])
        if not found:
            raise forms.ValidationError("We find nobody here by that name or address.")
        if len(found) > 1:
            addresses = ", ".join(f"{person.name} ({person.email})" for person in found[:5])
            raise forms.ValidationError(f"Several people fit: {addresses}. Please write the e-mail address.")
        person: User = found[0]
        return person

    def clean_answer_due(self) -> date:
        """Refuse a day that has passed."""
        day: date = self.cleaned_data["answer_due"]
        if day < self.today:
            raise forms.ValidationError("This day has passed. Choose today or a later one.")
        return day


class AnswerIdeaForm(forms.Form):
    """The owner's answer, with its reason."""

    state = forms.ChoiceField(
        label="What happens with it?",
        choices=[
            (Idea.State.ADOPTED, "Adopted: we do it"),
            (Idea.State.PARKED, "Parked: not now, and here is when we look again"),
            (Idea.State.DECLINED, "Declined: we do not do it"),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Why?",
        help_text="Everyone reads this. It cannot be changed afterwards.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )
    helper = FormHelper()
    helper.layout = Layout("state", "answer", Submit("publish", "Publish the answer"))


class IdeaFilter(forms.Form):
    """Which ideas to list."""

    state = forms.ChoiceField(
        label="Show",
        choices=[("", "Every idea"), (OVERDUE, "Answer overdue"), *_RELEASED_STATES],
        required=False,
        widget=PlainSelect,
    )
