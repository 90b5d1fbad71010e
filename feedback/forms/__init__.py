"""Fields of feedback: answering a survey, and writing one."""

from feedback.forms.answering import AnswerForm
from feedback.forms.writing import AddForm, FileForm, ItemForm, MoveForm, PlanForm, WordsForm

__all__ = ["AddForm", "AnswerForm", "FileForm", "ItemForm", "MoveForm", "PlanForm", "WordsForm"]
