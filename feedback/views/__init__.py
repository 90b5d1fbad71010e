"""Pages of feedback: answering, and writing surveys."""

from feedback.views.answering import answer_by_link, answer_survey
from feedback.views.surveys import (
    add_survey,
    copy_survey,
    drop_draft,
    export_survey,
    import_survey,
    load_pack,
    plan_survey,
    remove_survey,
    surveys,
    use_survey,
)
from feedback.views.writing import (
    edit_survey,
    move_item,
    preview_frame,
    preview_survey,
    remove_item,
    survey,
    write_item,
)

__all__ = [
    "add_survey",
    "answer_by_link",
    "answer_survey",
    "copy_survey",
    "drop_draft",
    "edit_survey",
    "export_survey",
    "import_survey",
    "load_pack",
    "move_item",
    "plan_survey",
    "preview_frame",
    "preview_survey",
    "remove_item",
    "remove_survey",
    "survey",
    "surveys",
    "use_survey",
    "write_item",
]
