"""Fields of counsel."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms


class TalkForm(forms.Form):
    """What somebody would like to talk about; empty is enough."""

    text = forms.CharField(
        label="What would you like to talk about?",
        help_text="A few words help, but you may leave this empty.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    helper = FormHelper()
    helper.layout = Layout("text", Submit("ask", "Ask to talk"))


class ReplyForm(forms.Form):
    """When and where the counsellor can talk."""

    text = forms.CharField(
        label="Your answer",
        help_text="Say when and where you can talk.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    helper = FormHelper()
    helper.layout = Layout("text", Submit("reply", "Send my answer"))
