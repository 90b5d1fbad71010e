"""Fields of the desk."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Submit
from django import forms

from people.forms import ZONES
from people.models import Role

# Field name, role, what the page calls it.
HOLDERS = (
    ("hr_admin", Role.Name.HR_ADMIN, "First HR admin"),
    ("coordinator", Role.Name.COORDINATOR, "Coordinator (can wait)"),
    ("sponsor", Role.Name.SPONSOR, "Sponsor (can wait)"),
    ("counsellor", Role.Name.COUNSELLOR, "Counsellor (can wait)"),
)


class FirstRunForm(forms.Form):
    """The organisation, and who holds its roles first."""

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

    helper = FormHelper()
    helper.layout = Layout(
        "code",
        Field("organisation", autocomplete="organization"),
        "zone",
        *(Fieldset(title, f"{name}_name", f"{name}_email") for name, _, title in HOLDERS),
        Submit("set_up", "Set up the organisation"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a person, or neither."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, _, _ in HOLDERS:
            halves = {half: cleaned.get(f"{name}_{half}") for half in ("name", "email")}
            for half, given in halves.items():
                if not given and any(halves.values()) and f"{name}_{half}" not in self.errors:
                    self.add_error(f"{name}_{half}", "Give both, the name and the e-mail, or leave both empty.")
        return cleaned

    @property
    def holders(self) -> list[tuple[str, str, str]]:
        """Return (role, name, e-mail) of everyone named."""
        told = self.cleaned_data
        return [
            (role, told[f"{name}_name"], told[f"{name}_email"]) for name, role, _ in HOLDERS if told[f"{name}_email"]
        ]
