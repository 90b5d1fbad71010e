"""Fields of taking part: a person's own yes, the list of participants, whom to invite."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from people.forms import PlainSelect
from people.models import User
from programs.models import Participation, Program, Side


class EnrolForm(forms.Form):
    """A person's own yes: the side, the room for partners, the terms."""

    capacity = forms.TypedChoiceField(
        label="How many partners can you take?",
        choices=[(1, "One"), (2, "Two"), (3, "Three")],
        coerce=int,
        initial=1,
        help_text="Each partner means the full number of sessions.",
    )
    terms = forms.BooleanField(
        label="I take part because I want to, and I keep to the ground rules",
        error_messages={"required": "Taking part needs your own yes to this."},
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [(side.value, program.label_of(side)) for side in Side]
        self.fields["side"] = forms.ChoiceField(label="Which side are you on?", choices=sides, widget=forms.RadioSelect)
        self.helper = FormHelper()
        self.helper.layout = Layout("side", "capacity", "terms", Submit("enrol", "Take part"))


class ParticipantFilter(forms.Form):
    """Which participants a list shows."""

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [("", "Both"), *((side.value, program.label_of(side)) for side in Side)]
        states = [("", "Any"), *Participation.State.choices]
        self.fields["side"] = forms.ChoiceField(label="Side", choices=sides, required=False, widget=PlainSelect)
        self.fields["state"] = forms.ChoiceField(label="State", choices=states, required=False, widget=PlainSelect)


class AnswerForm(forms.Form):
    """An answer to ticked requests to join; those declined before may still be admitted."""

    answer = forms.ChoiceField(choices=[("admit", "Give a place"), ("decline", "No place this time")])

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [Participation.State.ASKED, Participation.State.DECLINED]
        asking = program.participations.in_line().with_people().filter(state__in=states)
        self.fields["chosen"] = forms.ModelMultipleChoiceField(asking)


class InviteForm(forms.Form):
    """People picked out of the organisation."""

    chosen = forms.ModelMultipleChoiceField(
        User.objects.active(), error_messages={"required": "Tick at least one person."}
    )


class InviteToForm(forms.Form):
    """To which program people are invited."""

    program = forms.ModelChoiceField(Program.objects.exclude(state=Program.State.CLOSED), empty_label=None)
    helper = FormHelper()
    helper.layout = Layout("program", Submit("invite", "Invite them"))


class InvitationFilter(forms.Form):
    """Which invitations a list shows, by how their mail stands."""

    mail = forms.ChoiceField(
        label="Mail",
        choices=[("", "Any"), ("refused", "Did not leave"), ("ended", "Link has ended")],
        required=False,
        widget=PlainSelect,
    )


class ChosenForm(forms.Form):
    """Invitations picked out of a program's list."""

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"] = forms.ModelMultipleChoiceField(program.participations.invited())
