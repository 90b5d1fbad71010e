"""Pages of insights, split: figures and their releases, several programs, what was done about it all."""

from insights.views.breakdowns import declare_breakdowns
from insights.views.figures import export_release, figures, release, release_progress, request_release
from insights.views.programs import all_figures, compare_programs
from insights.views.replies import edit_reply, remove_reply, said_and_done, write_reply

__all__ = [
    "all_figures",
    "compare_programs",
    "declare_breakdowns",
    "edit_reply",
    "export_release",
    "figures",
    "release",
    "release_progress",
    "remove_reply",
    "request_release",
    "said_and_done",
    "write_reply",
]
