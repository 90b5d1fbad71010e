"""Fields of counsel, split: talks, hours, check-ins."""

from counsel.forms.check_ins import CheckInsForm
from counsel.forms.hours import HoursForm
from counsel.forms.talks import HarmForm, NoteForm, NoteKeyForm, OneHourForm, PersonForm, ReplyForm, TalkForm

__all__ = [
    "CheckInsForm",
    "HarmForm",
    "HoursForm",
    "NoteForm",
    "NoteKeyForm",
    "OneHourForm",
    "PersonForm",
    "ReplyForm",
    "TalkForm",
]
