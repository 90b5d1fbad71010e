"""Pages of pairing, split by noun: rounds, rules, pairs, pairs by hand, proposals, wishes, endings, pauses."""

from pairing.views.endings import end_pair, look_for_partner
from pairing.views.hand import (
    blind_review,
    by_hand,
    draft,
    export_pairs,
    import_pairs,
    late_joiners,
    swap_pairs,
    undo_ruling,
    undo_swap,
)
from pairing.views.pairs import leave, pairs
from pairing.views.pauses import pause_program, resume_program
from pairing.views.proposals import proposal, publish_round, recall_round
from pairing.views.rounds import (
    cancel_round,
    compare_rounds,
    look_at_round,
    repeat_round,
    round,  # noqa: A004 - the page's one name
    round_progress,
    rounds,
)
from pairing.views.rules import policy, rehearsal, rehearsals, try_way, way
from pairing.views.wishes import edit_wishes, wishes

__all__ = [
    "blind_review",
    "by_hand",
    "cancel_round",
    "compare_rounds",
    "draft",
    "edit_wishes",
    "end_pair",
    "export_pairs",
    "import_pairs",
    "late_joiners",
    "leave",
    "look_at_round",
    "look_for_partner",
    "pairs",
    "pause_program",
    "policy",
    "proposal",
    "publish_round",
    "recall_round",
    "rehearsal",
    "rehearsals",
    "repeat_round",
    "resume_program",
    "round",
    "round_progress",
    "rounds",
    "swap_pairs",
    "try_way",
    "undo_ruling",
    "undo_swap",
    "way",
    "wishes",
]
