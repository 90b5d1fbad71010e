"""Fields of people."""

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings
from django.core.validators import MinValueValidator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from people.models import Role, known_zones, validate_colour, validate_mail_address
from people.pictures import LARGEST, NoPicture, Picture, read_picture
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


class LookForm(forms.Form):
    """How the organisation looks, and from how many people on figures are told."""

    colour = forms.CharField(
        label="Its colour",
        required=False,
        max_length=7,
        validators=[validate_colour],
        help_text="A line along the top of each page, written as #0B6763. No text stands on it.",
    )
    logo = forms.FileField(
        label="Its logo",
        required=False,
        help_text=f"PNG or JPEG, at most {LARGEST // 1024} KB. It stands at the top of each page.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    smallest_group = forms.IntegerField(
        label="Figures are told from this many people on",
        max_value=100,
        help_text="More people hide each of them better, and show less. It can be raised later, never lowered.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least = settings.SMALLEST_GROUP
        field = self.fields["smallest_group"]
        field.initial = least
        field.validators.append(  # type: ignore[attr-defined]
            MinValueValidator(least, f"It stands at {least}. It can be raised, never lowered.")
        )
        field.widget.attrs["min"] = least

    def clean_logo(self) -> Picture | None:
        """Take what is a small picture by its bytes."""
        file = self.cleaned_data["logo"]
        if not file:
            return None
        try:
            return read_picture(file.read(LARGEST + 1))
        except NoPicture as fault:
            raise forms.ValidationError(str(fault)) from None


class OrganisationForm(LookForm):
    """What an HR admin may change of the organisation."""

    name = forms.CharField(label="Name of the organisation", max_length=120)
    drops_logo = forms.BooleanField(label="Show no logo any more", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "name", "colour", "logo", "drops_logo", "smallest_group", Submit("save", "Keep it like this")
        )


_SELECTED = SafeString(" selected")


class PlainSelect(forms.Select):
    """A list to choose from, written in one go: Django fills two templates for each choice, which a long list feels."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "form-select"})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        """Return the list with the chosen value marked."""
        chosen = {str(each) for each in self.format_value(value)}
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((key, _SELECTED if str(key) in chosen else "", label) for key, label in self.choices),
        )
        given = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return format_html("<select{}>{}</select>", given, options)


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
        for name, choices in options.items():
            self.fields[name] = forms.ChoiceField(
                label=name.capitalize(), choices=choices, required=False, widget=PlainSelect()
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
