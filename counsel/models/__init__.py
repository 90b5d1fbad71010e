"""Nouns of counsel: talks, the hours in which one can talk, and check-ins."""

from counsel.models.check_ins import CheckIn
from counsel.models.hours import Hour
from counsel.models.talks import CounselNote, TalkReply, TalkRequest, TalkRequestQuerySet

__all__ = ["CheckIn", "CounselNote", "Hour", "TalkReply", "TalkRequest", "TalkRequestQuerySet"]
