"""Fields of rosters: the file, its sheet, its columns, the order of its grades."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.core.files.uploadedfile import UploadedFile

from programs.roster import COLUMNS, LARGEST, Order, Preview


class RosterForm(forms.Form):
    """The roster to upload."""

    roster = forms.FileField(
        label="Roster as a spreadsheet (XLSX) or CSV file",
        help_text=f"At most {LARGEST // 1024**2} MB and 100,000 rows.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,text/csv"}),
    )
    only_people = forms.BooleanField(
        label="Invite nobody; only bring people up to date",
        help_text="For a roster of the whole organisation, of whom few are meant for this program.",
        required=False,
    )
    helper = FormHelper()
    helper.layout = Layout("roster", "only_people", Submit("upload", "Upload this roster"))

    def clean_roster(self) -> UploadedFile:
        """Refuse what is too large before it is held in memory."""
        file: UploadedFile = self.cleaned_data["roster"]
        if (file.size or 0) > LARGEST:
            message = f"The file is larger than {LARGEST // 1024**2} MB. Upload it in parts. Nothing was imported."
            raise forms.ValidationError(message)
        return file


class ApplyForm(forms.Form):
    """Whether a roster names everybody, said by an HR admin who has seen whom it does not."""

    is_everybody = forms.BooleanField(required=False)


class SheetForm(forms.Form):
    """Which sheet of a spreadsheet holds the roster."""

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"] = forms.ChoiceField(label="Sheet", choices=[(sheet, sheet) for sheet in sheets])
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout("sheet", HTML('<button type="submit" class="btn">Show its columns</button>'))


class ColumnsForm(forms.Form):
    """Which column of the file holds which field; a column is chosen by its name and what stands in it."""

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Leave out")]
        for position, title in enumerate(preview.header):
            samples = ", ".join(preview.samples(position))
            if title or samples:
                choices.append((str(position), shorten(f"{title} ({samples})", 80, placeholder=" …)")))
        for name, column in COLUMNS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=column.title.capitalize(),
                help_text=column.holds,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=name == "email",
                error_messages={"required": "Say which column holds the mail addresses."},
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(*COLUMNS, Submit("map", "Check the rows"))

    def clean(self) -> dict[str, Any]:
        """Ask for a name, in one column or in two."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        whole, first, last = (cleaned.get(name) for name in ("name", "first_name", "last_name"))
        if whole is None and (first is None or last is None):
            self.add_error("name", "Say which column holds the name, or which two hold first and last name.")
        return cleaned

    def columns(self) -> dict[str, int]:
        """Return at which position each chosen field stands; a full name makes its parts needless."""
        chosen = {name: at for name, at in self.cleaned_data.items() if at is not None}
        parts = {"first_name", "last_name"} if "name" in chosen else set()
        return {name: at for name, at in chosen.items() if name not in parts}


class GradesForm(forms.Form):
    """The number of each grade name, higher for more senior."""

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = sorted(order, key=lambda name: (order[name] is None, order[name], name))
        for number, name in enumerate(self.names):
            self.fields[f"grade_{number}"] = forms.IntegerField(
                label=name, min_value=1, max_value=99, required=False, initial=order[name]
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("order", "Check the rows"))

    def order(self) -> dict[str, int | None]:
        """Return the number of each name, None for no place."""
        return {name: self.cleaned_data[f"grade_{number}"] for number, name in enumerate(self.names)}
