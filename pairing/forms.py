"""Fields of pairing."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField

from pairing.models import Round, Ruling, Wishes, WishPolicy
from pairing.queries import Told
from pairing.wishes import LIKES
from people.forms import PlainSelect
from programs.data.policy import RULES, WISH_MOST, WISHES
from programs.forms import rule_field
from programs.models import Participation, Program, Side


class AnswerForm(forms.Form):
    """One of two buttons, and what somebody who says no would like instead."""

    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "Not this one")])
    likes = forms.MultipleChoiceField(
        label="What would suit you better?",
        choices=list(LIKES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def says_yes(self) -> bool:
        """Whether the person would like to meet the other."""
        return bool(self.cleaned_data["answer"] == "yes")


class PolicyForm(forms.Form):
    """The hard rules and the soft wishes of one policy, each under its name."""

    def __init__(self, *args: Any, policy: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy
        for rule in RULES:
            self.fields[rule.field] = rule_field(rule)
        for wish in WISHES:
            slider = forms.NumberInput(attrs={"type": "range", "class": "slider", "data-output": f"{wish.field}_said"})
            self.fields[wish.field] = forms.IntegerField(
                label=wish.label, help_text=wish.help, min_value=0, max_value=WISH_MOST, widget=slider
            )
        for each in (*RULES, *WISHES):
            self.fields[each.field].initial = policy.get(each.field, each.default)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        """Refuse grades that leave no room."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = cleaned.get("grade_distance_min"), cleaned.get("grade_distance_max")
        if least is not None and most is not None and most < least:
            self.add_error("grade_distance_max", f"This must not be under {least}, the least number of grades.")
        return cleaned

    @property
    def rules(self) -> list[BoundField]:
        """The inputs of the hard rules."""
        return [self[rule.field] for rule in RULES]

    @property
    def wishes(self) -> list[BoundField]:
        """The inputs of the soft wishes."""
        return [self[wish.field] for wish in WISHES]

    @property
    def values(self) -> dict[str, Any]:
        """The policy as it was given, with what is set here; before anything valid was posted, as it was given."""
        return {**self.policy, **(self.cleaned_data if self.is_bound and self.is_valid() else {})}


_FEW = ("program", "Everybody invited or enrolled here")


class RehearsalForm(forms.Form):
    """Who stands on which side as long as nobody has chosen."""

    is_whole_roster = forms.TypedChoiceField(
        label="Whom to look at",
        coerce=lambda value: value == "roster",
        choices=[_FEW, ("roster", "Everybody on the roster")],
        initial="program",
    )
    newcomer_grade_most = forms.IntegerField(
        label="Newcomers have this grade or less", min_value=0, max_value=100, initial=2
    )
    senior_grade_least = forms.IntegerField(
        label="Seniors have this grade or more",
        min_value=0,
        max_value=100,
        initial=4,
        help_text="Whoever has chosen a side stays on it. Whoever has no grade, or one in between, is on neither.",
    )

    def __init__(self, *args: Any, program: Program, with_roster: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_roster:
            self.fields["is_whole_roster"] = forms.TypedChoiceField(
                label="Whom to look at", coerce=lambda value: value == "roster", choices=[_FEW], initial="program"
            )
        self.fields["newcomer_grade_most"].label = f"Highest grade on the side “{program.newcomer_label.lower()}”"
        self.fields["senior_grade_least"].label = f"Lowest grade on the side “{program.senior_label.lower()}”"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "is_whole_roster",
            Row(Column("newcomer_grade_most"), Column("senior_grade_least")),
            Submit("rehearse", "Rehearse"),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse grades that overlap: nobody stands on both sides."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        highest, lowest = cleaned.get("newcomer_grade_most"), cleaned.get("senior_grade_least")
        if highest is not None and lowest is not None and lowest <= highest:
            self.add_error("senior_grade_least", f"This must be above {highest}, so that nobody is on both sides.")
        return cleaned


class EndPairForm(forms.Form):
    """Whether the one who ends a pair would like another partner."""

    looks_on = forms.BooleanField(label="Look for another partner for me", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class LookingForm(forms.Form):
    """One of two buttons."""

    looking = forms.ChoiceField(choices=[("yes", "Look for a partner"), ("no", "Not for now")])

    @property
    def looks(self) -> bool:
        """Whether somebody may be proposed."""
        return bool(self.cleaned_data["looking"] == "yes")


class PairsFilter(forms.Form):
    """Which pairs of a round a table shows."""

    show = forms.ChoiceField(
        label="Show",
        choices=[
            ("", "All pairs"),
            ("likes", "With something in common"),
            ("together", "Kept together by hand"),
            ("apart", "Kept apart by hand"),
            ("moved", "Exchanged by hand"),
        ],
        required=False,
        widget=PlainSelect,
    )


class DraftForm(forms.Form):
    """What somebody decides about one pair."""

    ruling = forms.ChoiceField(choices=[*Ruling.Kind.choices, ("undo", "Undo")])


class SwapForm(forms.Form):
    """Two drafts of one round."""

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"] = forms.ModelMultipleChoiceField(round_.proposals.with_people().select_related("round"))

    def clean_chosen(self) -> Any:
        """Take exactly two."""
        chosen = self.cleaned_data["chosen"]
        if len(chosen) != 2:
            raise forms.ValidationError("Tick two pairs.")
        return chosen


class PlaceChoice(forms.ModelChoiceField):
    """Somebody who takes part, by name and department."""

    def label_from_instance(self, place: Participation) -> str:  # type: ignore[override]
        """Return what the list says of one of them."""
        return ", ".join(filter(None, [place.person.name, place.person.department]))


class ByHandForm(forms.Form):
    """Two people, and what is to become of them."""

    what = forms.ChoiceField(choices=[("propose", "Propose"), *Ruling.Kind.choices])

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = program.participations.enrolled().select_related("person").order_by("person__name", "pk")
        for side in Side:
            self.fields[side.value] = PlaceChoice(
                here.on(side),
                label=program.label_of(side).capitalize(),
                empty_label="Choose a person",
                widget=PlainSelect,
            )


class PairsFileForm(forms.Form):
    """A file of pairs."""

    file = forms.FileField(
        label="The file",
        help_text="CSV or XLSX, with the columns “newcomer email” and “senior email”.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,text/csv"}),
    )
    helper = FormHelper()
    helper.layout = Layout("file", Submit("check", "Check the lines"))


class ApplyPairsForm(forms.Form):
    """The good lines of a file, as the page that listed them carries them."""

    keys = forms.RegexField(r"^[0-9a-f-]{36}:[0-9a-f-]{36}( [0-9a-f-]{36}:[0-9a-f-]{36})*$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program = program
        self.pairs: list[tuple[Participation, Participation]] = []

    def clean_keys(self) -> str:
        """Find the people; whoever is not of this program makes the whole unusable."""
        keys: str = self.cleaned_data["keys"]
        twos = [two.split(":") for two in keys.split()]
        wanted = {key for two in twos for key in two}
        try:
            places = {
                str(each.pk): each
                for each in self.program.participations.filter(pk__in=wanted).select_related("person", "program")
            }
        except ValidationError:
            places = {}
        if wanted - places.keys():
            raise forms.ValidationError("Somebody in it has left the program. Check the file again.")
        self.pairs = [(places[one], places[other]) for one, other in twos]
        return keys


class WishesForm(forms.Form):
    """What a person asks for themselves, as far as the program takes it."""

    def __init__(
        self, *args: Any, takes: WishPolicy, people: Iterable[Participation], told: Told, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        here = [(str(each.person_id), each.person.name) for each in people]
        lists = (
            ("asks", takes.takes_asks, "Whom would you like to meet?", told.asks, here, Wishes.MOST_ASKS),
            (
                "not_with",
                takes.takes_not_with,
                "With whom would you rather not?",
                told.not_with,
                here,
                Wishes.MOST_NOT_WITH,
            ),
            (
                "likes",
                takes.takes_likes,
                "What would you like from a partner?",
                told.likes,
                list(LIKES.items()),
                len(LIKES),
            ),
        )
        for name, is_taken, label, chosen, choices, most in lists:
            if is_taken and choices:
                self.fields[name] = forms.MultipleChoiceField(
                    label=label,
                    choices=choices,
                    required=False,
                    initial=[str(each) for each in chosen],
                    validators=[MaxLengthValidator(most, f"Choose at most {most}.")],
                    widget=forms.CheckboxSelectMultiple,
                )

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot both be wished."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if set(cleaned.get("asks", [])) & set(cleaned.get("not_with", [])):
            self.add_error("not_with", "Somebody stands in both lists. Choose one of the two.")
        if {"same_location", "other_location"} <= set(cleaned.get("likes", [])):
            self.add_error("likes", "Your own location and another one cannot both be. Choose one.")
        return cleaned

    def values(self, told: Told) -> dict[str, list[Any]]:
        """Return the three lists; what the program does not ask for stays as it was told."""
        people = {
            name: [UUID(each) for each in self.cleaned_data[name]] if name in self.fields else list(getattr(told, name))
            for name in ("asks", "not_with")
        }
        return {**people, "likes": self.cleaned_data.get("likes", list(told.likes))}


class WishPolicyForm(forms.ModelForm):
    """What a program takes of its people's own input."""

    class Meta:
        model = WishPolicy
        fields = ["asks", "takes_not_with", "takes_likes"]
        labels = {
            "asks": "Asking for up to three people",
            "takes_not_with": "People may name, in private, with whom they would rather not meet",
            "takes_likes": "People may say what they would like from a partner",
        }
        widgets = {"asks": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("asks", "takes_not_with", "takes_likes", Submit("save", "Keep this"))
