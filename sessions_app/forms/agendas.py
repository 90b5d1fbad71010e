"""Fields of what pairs find in a session: the agenda's halves, and the questions to begin with."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms

from programs.models import Program, Side
from programs.parts import seen_of
from sessions_app.data.prompts import PROMPTS, THEMES, Phase, Prompt
from sessions_app.queries import agenda_of

MOST_STEPS = 8
_STEP = re.compile(r"(\d{1,3})\s*(?:min(?:utes)?\b\.?)?\s*[:,.–-]?\s*(\S.{0,199})")
PHASES = {
    Phase.PREPARE: "To prepare with",
    Phase.OPEN: "To begin with",
    Phase.HALF_ONE: "In the first half",
    Phase.HALF_TWO: "In the second half",
    Phase.CLOSE: "To close with",
    Phase.DEBRIEF: "To look back with",
}


class AgendaForm(forms.Form):
    """Two halves, each with a title and a line for each step."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = program.session_minutes
        self.teaches = [half["teaches"] for half in agenda_of(program)]
        rows = []
        for at, half in enumerate(agenda_of(program), 1):
            lines = "\n".join(f"{step['minutes']} {step['text']}" for step in half["steps"])
            self.fields[f"title_{at}"] = forms.CharField(label="Title", max_length=120, initial=half["title"])
            self.fields[f"steps_{at}"] = forms.CharField(
                label="Steps",
                initial=lines,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 6}),
                help_text="One a line: its minutes first, then what happens.",
            )
            shows = program.label_of(Side(half["teaches"])).lower()
            title = f"{'First' if at == 1 else 'Second'} half: the {shows} shows"
            rows.append(Fieldset(title, f"title_{at}", f"steps_{at}", css_class="card"))
        self.initial["seen"] = seen_of(program, ["agenda"])
        self.helper = FormHelper()
        self.helper.form_id = "agenda"
        self.helper.layout = Layout("seen", *rows, Submit("save", "Keep this agenda"))

    def clean(self) -> dict[str, Any]:
        """Read the lines, and leave no session too short for them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        total = 0
        for at in (1, 2):
            steps = self._steps(at, cleaned.get(f"steps_{at}", ""))
            cleaned[f"read_{at}"] = steps
            total += sum(step["minutes"] for step in steps)
        if total > self.most:
            self.add_error(None, f"These steps take {total} minutes, and a session has {self.most}.")
        return cleaned

    def _steps(self, at: int, text: str) -> list[dict[str, Any]]:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_STEPS:
            self.add_error(f"steps_{at}", f"At most {MOST_STEPS} steps, so that there is time to breathe.")
        found = [(line, _STEP.fullmatch(line)) for line in lines[:MOST_STEPS]]
        for line, match in found:
            if match is None or not int(match[1]):
                self.add_error(f"steps_{at}", f"“{line[:60]}” needs its minutes first, then what happens.")
        return [{"minutes": int(match[1]), "text": match[2]} for _, match in found if match is not None]

    def halves(self) -> list[dict[str, Any]]:
        """Return the two halves as a program stores them."""
        told = self.cleaned_data
        return [
            {"teaches": teaches, "title": told.get(f"title_{at}", ""), "steps": told[f"read_{at}"]}
            for at, teaches in enumerate(self.teaches, 1)
        ]


class PromptsForm(forms.Form):
    """The shipped questions, each on or off, and one's own."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        off, own = set(program.prompts.get("off", ())), program.prompts.get("own", {})
        rows = []
        for phase, title in PHASES.items():
            shipped = [prompt for prompt in PROMPTS if prompt.phase == phase]
            self.fields[f"on_{phase}"] = forms.MultipleChoiceField(
                label="Offered to pairs",
                choices=[(prompt.text, _worded(prompt)) for prompt in shipped],
                initial=[prompt.text for prompt in shipped if prompt.text not in off],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"own_{phase}"] = forms.CharField(
                label="Your own",
                initial="\n".join(own.get(phase, ())),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="One a line, at most ten.",
            )
            rows.append(Fieldset(title, f"on_{phase}", f"own_{phase}", css_class="card"))
        self.initial["seen"] = seen_of(program, ["prompts"])
        self.helper = FormHelper()
        self.helper.form_id = "prompts"
        self.helper.layout = Layout("seen", *rows, Submit("save", "Keep these questions"))

    def clean(self) -> dict[str, Any]:
        """Leave each part of a session something to ask."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for phase in PHASES:
            lines = [line.strip() for line in cleaned.get(f"own_{phase}", "").splitlines() if line.strip()]
            if len(lines) > MOST_OWN or any(len(line) > LONGEST for line in lines):
                self.add_error(f"own_{phase}", f"At most {MOST_OWN} questions of {LONGEST} characters each.")
            if not lines and not cleaned.get(f"on_{phase}"):
                self.add_error(f"on_{phase}", "Leave at least one question, or write your own.")
            cleaned[f"lines_{phase}"] = list(dict.fromkeys(lines))
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """Return which shipped questions are off, and one's own by phase."""
        told = self.cleaned_data
        on = {text for phase in PHASES for text in told[f"on_{phase}"]}
        own = {phase.value: told[f"lines_{phase}"] for phase in PHASES}
        return {"off": [prompt.text for prompt in PROMPTS if prompt.text not in on], "own": own}


MOST_OWN, LONGEST = 10, 160


def _worded(prompt: Prompt) -> str:
    return f"{prompt.text} ({THEMES[prompt.theme]})" if prompt.theme else prompt.text
