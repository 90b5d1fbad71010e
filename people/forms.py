"""Fields of people."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from people.models import Role, known_zones

# Every place as a choice; Etc/… names no place.
ZONES = [
    (zone, zone.replace("_", " ")) for zone in sorted(known_zones()) if "/" in zone and not zone.startswith("Etc/")
]


class RoleForm(forms.Form):
    """Which role to give to whom, named by mail address."""

    email = forms.EmailField(label="Work e-mail address of the person")
    role = forms.ChoiceField(label="Role", choices=Role.Name.choices)
    helper = FormHelper()
    helper.layout = Layout("email", "role", Submit("grant", "Give this role"))


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Where the sign-in code goes, asked in the words of the other sign-in page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Your work e-mail address"
        del self.fields["email"].widget.attrs["placeholder"]
