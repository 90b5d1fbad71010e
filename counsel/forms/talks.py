"""Fields of talks."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from counsel.models import Hour, TalkRequest
from people.models import User
from record.moments import your_hour

NO_HOUR = ""


def words_field(label: str, help_text: str = "", **more: Any) -> forms.CharField:
    """Return a field for some lines of free words."""
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=4000, **more)


class HourField(forms.ChoiceField):
    """One of the free hours, or none; its clean value is the hour itself."""

    def __init__(self, hours: list[Hour], *, none: str | None, label: str) -> None:
        several = len({hour.counsellor_id for hour in hours}) > 1
        choices = [(str(hour.pk), _worded(hour, with_name=several)) for hour in hours]
        if none is not None:
            choices.append((NO_HOUR, none))
        super().__init__(label=label, choices=choices, widget=forms.RadioSelect, required=none is None, initial=NO_HOUR)
        self.hours = {str(hour.pk): hour for hour in hours}

    def clean(self, value: Any) -> Hour | None:
        """Return the hour, None where none was chosen."""
        return self.hours.get(super().clean(value))


def _worded(hour: Hour, *, with_name: bool) -> str:
    parts = [your_hour(hour.starts_at), f"{hour.minutes} minutes"]
    parts += [f"with {hour.counsellor.name}"] if with_name else []
    parts += [hour.place] if hour.place else []
    return " · ".join(parts)


class _ListenerForm(forms.Form):
    """A form that asks who should listen, where more than one may."""

    def __init__(self, *args: Any, listeners: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listeners = {str(each.pk): each for each in listeners}
        if len(listeners) > 1:
            self.fields["counsellor"] = forms.ChoiceField(
                label="Who should listen?",
                choices=[(key, each.name) for key, each in self.listeners.items()],
                widget=forms.RadioSelect,
                initial=str(listeners[0].pk),
                required=False,
                help_text="Whoever stands above you, or reports to you, is left out.",
            )
            self.order_fields(["counsellor"])

    def counsellor(self) -> User | None:
        """Return who was chosen; None where there was nothing to choose."""
        return self.listeners.get(self.cleaned_data.get("counsellor", ""))


class TalkForm(_ListenerForm):
    """What somebody would like to talk about, and an hour for it; both may stay empty."""

    text = words_field(
        "What would you like to talk about?", "A few words help, but you may leave this empty.", required=False
    )

    def __init__(self, *args: Any, hours: list[Hour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hours:
            self.fields["hour"] = HourField(hours, none="None of these: please suggest one", label="An hour that suits")
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("ask", "Ask to talk"))

    def counsellor(self) -> User | None:
        """Return who was chosen; None where there was nothing to choose, or the hour says it."""
        return None if self.hour() else super().counsellor()

    def hour(self) -> Hour | None:
        """Return the hour that was chosen, if any."""
        return self.cleaned_data.get("hour")


class HarmForm(_ListenerForm):
    """What happened, and what should follow."""

    text = words_field("What happened?", "As much or as little as you like. You can add to it later.")
    wish = forms.ChoiceField(
        label="What would you like to happen?",
        choices=TalkRequest.Wish.choices,
        widget=forms.RadioSelect,
        initial=TalkRequest.Wish.LISTEN,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("report", "Send it to the counsellor"))


class ReplyForm(forms.Form):
    """One more thing said in a talk."""

    def __init__(self, *args: Any, is_by_counsellor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "Say when and where you can talk, or answer in writing." if is_by_counsellor else ""
        self.fields["text"] = words_field("Your answer" if is_by_counsellor else "Say something more", hint)
        self.helper = FormHelper()
        self.helper.layout = Layout("text", Submit("reply", "Send my answer" if is_by_counsellor else "Send it"))


class NoteForm(forms.Form):
    """A note for the counsellor alone."""

    text = words_field("A note for yourself", "Only you read it. It is never handed over.")
    helper = FormHelper()
    helper.layout = Layout("text", Submit("keep", "Keep this note"))


class PersonForm(forms.Form):
    """One of some people."""

    def __init__(self, *args: Any, people: list[User], label: str, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in people}
        self.fields["person"] = forms.ChoiceField(
            label=label, choices=[(key, each.name) for key, each in self.people.items()], widget=forms.RadioSelect
        )
        self.helper = FormHelper()
        self.helper.layout = Layout("person", Submit("choose", submit))

    def person(self) -> User:
        """Return who was chosen."""
        return self.people[self.cleaned_data["person"]]


class OneHourForm(forms.Form):
    """One of the free hours of one counsellor."""

    def __init__(self, *args: Any, hours: list[Hour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour"] = HourField(hours, none=None, label="An hour that suits")
        self.helper = FormHelper()
        self.helper.layout = Layout("hour", Submit("book", "Book this hour"))


class NoteKeyForm(forms.Form):
    """Which note."""

    note = forms.UUIDField()
