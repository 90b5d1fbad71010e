"""Fields of people."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from people.models import Role


class RoleForm(forms.Form):
    """Which role to give to whom, named by mail address."""

    email = forms.EmailField(label="Work e-mail address of the person")
    role = forms.ChoiceField(label="Role", choices=Role.Name.choices)
    helper = FormHelper()
    helper.layout = Layout("email", "role", Submit("grant", "Give this role"))
