"""Fields of people."""

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from people.models import Role, known_zones, validate_mail_address
from people.queries import options_of

# Every place as a choice; Etc/… names no place.
ZONES = [
    (zone, zone.replace("_", " ")) for zone in sorted(known_zones()) if "/" in zone and not zone.startswith("Etc/")
]


class MailAddressField(forms.CharField):
    """A mail address as the roster takes it; a browser's own check would refuse José's, so it is not asked."""

    default_validators = [validate_mail_address]
    widget = forms.TextInput(attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the address as it is stored, in lower case."""
        cleaned: str = super().clean(value)
        return cleaned.lower()


class PeopleFilter(forms.Form):
    """Which people the list shows; what it does not know is refused like a value nobody has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = {
            "department": [("", "All"), *options_of("department")],
            "location": [("", "All"), *options_of("location")],
            "grade": [("", "All"), *options_of("grade")],
            "state": [("", "Works here"), ("left", "Has left")],
        }
        select = forms.Select(attrs={"class": "form-select"})
        for name, choices in options.items():
            self.fields[name] = forms.ChoiceField(
                label=name.capitalize(), choices=choices, required=False, widget=select
            )

    def values(self) -> dict[str, str]:
        """Return what is filtered by; a value there is not filters nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class UndoForm(forms.Form):
    """The moment at which people were marked as having left."""

    left_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])


class RoleForm(forms.Form):
    """Which role to give to whom, named by mail address."""

    email = MailAddressField(label="Work e-mail address of the person")
    role = forms.ChoiceField(label="Role", choices=Role.Name.choices)
    helper = FormHelper()
    helper.layout = Layout("email", "role", Submit("grant", "Give this role"))


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Where the sign-in code goes, asked in the words of the other sign-in page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _own_address()


class SignInForm(LoginForm):  # type: ignore[misc]
    """Signing in with a password, for addresses that the roster takes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _own_address()


class ResetForm(ResetPasswordForm):  # type: ignore[misc]
    """Asking for a new password, for addresses that the roster takes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _own_address()


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, asked about in plain words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label = "What you call it"
        alone.label, alone.help_text = "Sign in with it alone, without a mailed code", ""


def _own_address() -> MailAddressField:
    field = MailAddressField(label="Your work e-mail address")
    field.widget.attrs["autocomplete"] = "email"
    return field
