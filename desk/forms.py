"""Fields of the desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Fieldset, Layout, Submit
from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html

from outbox.announcements import all_announcements
from outbox.kinds import DIGESTS, GROUPS, Kind, group_of, kinds_in
from outbox.models import ChatChannel, Message, Preference, Wording
from outbox.texts import faults_in
from outbox.wordings import shipped
from people.forms import ZONES, LookForm
from people.models import Role, User
from programs.data.switches import SWITCHES
from programs.models import Program
from record.clocks import CLOCKS

# Field name, role, what the page calls it.
HOLDERS = (
    ("hr_admin", Role.Name.HR_ADMIN, "First HR admin"),
    ("coordinator", Role.Name.COORDINATOR, "Coordinator (can wait)"),
    ("sponsor", Role.Name.SPONSOR, "Sponsor (can wait)"),
    ("counsellor", Role.Name.COUNSELLOR, "Counsellor (can wait)"),
)


class FirstRunForm(LookForm):
    """The organisation, its look, its promises about figures and deletion, and who holds its roles first."""

    organisation = forms.CharField(label="Name of the organisation", max_length=120)
    zone = forms.ChoiceField(label="Time zone", choices=ZONES, initial="Europe/London")
    hr_admin_name = forms.CharField(label="Name", max_length=120)
    hr_admin_email = forms.EmailField(label="Work e-mail", help_text="A test mail goes here.")
    coordinator_name = forms.CharField(label="Name", max_length=120, required=False)
    coordinator_email = forms.EmailField(label="Work e-mail", required=False)
    sponsor_name = forms.CharField(label="Name", max_length=120, required=False)
    sponsor_email = forms.EmailField(label="Work e-mail", required=False)
    counsellor_name = forms.CharField(label="Name", max_length=120, required=False)
    counsellor_email = forms.EmailField(label="Work e-mail", required=False)
    code = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, clock in CLOCKS.items():
            self.fields[f"clock_{key}"] = forms.TypedChoiceField(
                label=clock.title,
                help_text=clock.about,
                choices=[(days, clock.words(days)) for days in clock.choices],
                coerce=int,
                initial=clock.usual,
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "code",
            Field("organisation", autocomplete="organization"),
            "zone",
            *(Fieldset(title, f"{name}_name", f"{name}_email") for name, _, title in HOLDERS),
            Fieldset("How it looks", "colour", "logo"),
            Fieldset("What is promised about figures", "smallest_group"),
            Fieldset("How long things are kept", *(f"clock_{key}" for key in CLOCKS)),
            Submit("set_up", "Set up the organisation"),
        )

    @property
    def clocks(self) -> dict[str, int]:
        """Return the length in days of each clock."""
        return {key: self.cleaned_data[f"clock_{key}"] for key in CLOCKS}

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a person, or neither."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, _, _ in HOLDERS:
            halves = {half: cleaned.get(f"{name}_{half}") for half in ("name", "email")}
            for half, given in halves.items():
                if not given and any(halves.values()) and f"{name}_{half}" not in self.errors:
                    self.add_error(f"{name}_{half}", "Give both, the name and the e-mail, or leave both empty.")
        if cleaned.get("clock_status", 0) < cleaned.get("clock_shared", 0):
            message = "Who took part cannot be forgotten before what the two of a pair share."
            self.add_error("clock_status", message)
        return cleaned

    @property
    def holders(self) -> list[tuple[str, str, str]]:
        """Return (role, name, e-mail) of everyone named."""
        told = self.cleaned_data
        return [
            (role, told[f"{name}_name"], told[f"{name}_email"]) for name, role, _ in HOLDERS if told[f"{name}_email"]
        ]


class TextForm(forms.Form):
    """The subject and text of a mail, in the language of outbox.texts."""

    subject = forms.CharField(label="Subject", max_length=120)
    text = forms.CharField(
        label="Text",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="An empty line begins a paragraph. The line above {link} names the button.",
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, kind: Kind, newest: Wording | None, initial: Any = None) -> None:
        self.kind = kind
        told = shipped(kind) if newest is None or newest.is_shipped else newest
        initial = initial or {
            "subject": told.subject,
            "text": told.text,
            "after": newest.number if newest is not None else 0,
        }
        super().__init__(data, initial=initial)
        if kind.links:  # the lines under every mail have no subject of their own
            self.fields["subject"].widget = forms.HiddenInput()
            self.fields["text"].help_text = "A line that ends in a link becomes one, named by the words before it."
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("subject", "text", "after")

    def clean_subject(self) -> str:
        """Refuse variables that the subject cannot have; a link is no part of it."""
        subject: str = " ".join(self.cleaned_data["subject"].split())
        return self._without_faults(subject, faults_in(subject, allowed=[n for n in self.kind.allowed if n != "link"]))

    def clean_text(self) -> str:
        """Refuse what is no variable of this kind, and say on which line."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        needs = {"needs_lines": self.kind.links} if self.kind.links else {"needs_link": True}
        return self._without_faults(text, faults_in(text, allowed=self.kind.allowed, **needs))

    def _without_faults(self, text: str, faults: Sequence[str]) -> str:
        if faults:
            raise forms.ValidationError([forms.ValidationError(fault) for fault in faults])
        return text


class PreferencesForm(forms.Form):
    """When, how and about what a person wants to be written to."""

    language = forms.ChoiceField(label="Language of your mails")
    channel = forms.ChoiceField(label="Where messages go", choices=Preference.Channel.choices, widget=forms.RadioSelect)
    quiet_from = forms.TimeField(
        label="Quiet from", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_to = forms.TimeField(
        label="Quiet until", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    weekly_limit = forms.IntegerField(
        label="At most this many nudges in seven days",
        required=False,
        min_value=0,
        max_value=50,
        help_text="0 is none, empty is without a limit. Session reminders and what you need to know do not count.",
    )
    daily_digest = forms.BooleanField(label="One mail a day instead of single nudges", required=False)
    digest_at = forms.TimeField(label="Sent at", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, data: Any, *, chosen: Preference, languages: Sequence[tuple[str, str]]) -> None:
        names = [name for name in self.base_fields if hasattr(chosen, name)]
        super().__init__(data, initial={name: getattr(chosen, name) for name in names})
        known = dict(languages) | {chosen.language: dict(languages).get(chosen.language, chosen.language)}
        self.fields["language"].choices = list(known.items())  # type: ignore[attr-defined]
        groups = [group for group in GROUPS if group.may_be_stopped and group != DIGESTS]
        for group in groups:
            kinds = [(kind.name, kind.title) for kind in kinds_in(group)]
            self.fields[group.name] = forms.MultipleChoiceField(
                label=group.title,
                choices=kinds,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[name for name, _ in kinds if name not in chosen.stopped],
                help_text=group.why + ("" if group.is_nudge else " These do not count as nudges."),
            )
        self.group_names = [group.name for group in groups]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset("How", "language", "channel"),
            Fieldset("When", HTML("{% include 'desk/_quiet_hours.html' %}"), "quiet_from", "quiet_to"),
            Fieldset("How often", "weekly_limit", "daily_digest", "digest_at"),
            Fieldset("What about", *self.group_names),
            Submit("save", "Keep it like this"),
        )

    def clean(self) -> dict[str, Any]:
        """Quiet hours have two ends, and are not the whole day."""
        told: dict[str, Any] = super().clean() or {}
        begins, ends = told.get("quiet_from"), told.get("quiet_to")
        if "quiet_from" not in self.errors and "quiet_to" not in self.errors:
            if (begins is None) != (ends is None):
                self.add_error("quiet_to", "Give both hours, or leave both empty.")
            elif begins is not None and begins == ends:
                self.add_error("quiet_to", "That would be the whole day. To get less, choose what you stop below.")
        return told

    def told(self) -> dict[str, Any]:
        """Return what `outbox.actions.set_preferences` takes."""
        told = {name: self.cleaned_data[name] for name in self.base_fields}
        offered = {name for group in self.group_names for name, _ in self.fields[group].choices}  # type: ignore[attr-defined]
        wanted = {name for group in self.group_names for name in self.cleaned_data[group]}
        return told | {"stopped": offered - wanted}


class StuckForm(forms.Form):
    """Which stuck messages to list: by state, and by what they are about as far as HR may know it."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any"),
            *((s.value, s.label.capitalize()) for s in (Message.State.FAILED, Message.State.IN_DOUBT)),
        ],
    )
    group = forms.ChoiceField(
        label="About", required=False, choices=[("", "Anything"), *((group.name, group.title) for group in GROUPS)]
    )

    @property
    def wanted(self) -> dict[str, str]:
        """Return what was chosen; what is no choice is not."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

    def chosen(self, stuck: QuerySet[Message]) -> QuerySet[Message]:
        """Return the messages that were asked for."""
        wanted = self.wanted
        if "state" in wanted:
            stuck = stuck.filter(state=wanted["state"])
        if "group" in wanted:
            kinds = [
                name
                for name in stuck.values_list("kind", flat=True).distinct()
                if group_of(name).name == wanted["group"]
            ]
            stuck = stuck.filter(kind__in=kinds)
        return stuck


class ChatForm(forms.Form):
    """Where a program announces itself in a chat, and what it says there."""

    address = forms.CharField(
        label="Address of the channel",
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="As Apprise writes it, such as slack://TokenA/TokenB/TokenC or discord://id/token. "
        "It is stored sealed and never shown again; leave it empty to keep the one that is stored.",
    )
    kinds = forms.MultipleChoiceField(
        label="What is announced", required=False, widget=forms.CheckboxSelectMultiple, help_text="Nobody is named."
    )
    is_on = forms.BooleanField(label="Announce it there", required=False)

    def __init__(self, data: Any, *, channel: ChatChannel | None) -> None:
        kept = {"kinds": channel.kinds, "is_on": channel.is_on} if channel else {}
        super().__init__(data, initial=kept)
        self.fields["kinds"].choices = [(kind.name, kind.title) for kind in all_announcements()]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.layout = Layout("address", "kinds", "is_on", Submit("save", "Keep it like this"))


class ClocksForm(forms.Form):
    """How long each clock runs, among its choices."""

    def __init__(self, *args: Any, in_force: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, clock in CLOCKS.items():
            self.fields[key] = forms.TypedChoiceField(
                label=clock.title,
                help_text=clock.about,
                choices=[(days, clock.words(days)) for days in clock.choices],
                coerce=int,
                initial=in_force[key],
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("set", "Set the clocks"))


class SwitchesForm(forms.Form):
    """Each evaluative function of a program, on or off."""

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for switch in SWITCHES:
            self.fields[switch.field] = forms.BooleanField(
                label=switch.title,
                help_text=format_html(
                    "{}<br><strong>Who sees it:</strong> {}<br><strong>When off:</strong> {}",
                    switch.does,
                    switch.seen_by,
                    switch.when_off,
                ),
                initial=getattr(program, switch.field),
                required=False,
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("set", "Set the switches"))


class EraseForm(forms.Form):
    """The typed word before an erasure: one's own mail address."""

    email = forms.CharField(label="Your mail address", widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data)
        self.person = person
        self.fields["email"].help_text = f"Type {person.email} to say that you mean it."
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_email(self) -> str:
        """Take no other address."""
        email: str = self.cleaned_data["email"].strip().lower()
        if email != self.person.email:
            message = "This is not your mail address. Nothing was erased."
            raise forms.ValidationError(message)
        return email
