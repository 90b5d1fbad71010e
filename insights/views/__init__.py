"""Pages of insights, split: figures and their releases, what was done about them."""

from insights.views.figures import figures, release_progress, request_release
from insights.views.replies import edit_reply, remove_reply, said_and_done, write_reply

__all__ = [
    "edit_reply",
    "figures",
    "release_progress",
    "remove_reply",
    "request_release",
    "said_and_done",
    "write_reply",
]
