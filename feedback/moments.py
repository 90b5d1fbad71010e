"""When a survey is sent: a moment in the life of a program or of each pair, and how many days after it."""

from django.db import models


class Moment(models.TextChoices):
    """What a survey waits for."""

    START = "start", "A pair begins"
    AFTER_FIRST = "after_first", "The first session was held"
    EACH_SESSION = "each_session", "Each session that was held"
    MID = "mid", "Half of the program is over"
    END = "end", "The last day of the program"
    LATER = "later", "The program was closed"


# From the first possible day to the last: a survey six months after closing comes while its key still exists.
MOST_DAYS = dict.fromkeys(Moment, 60) | {Moment.EACH_SESSION: 7, Moment.LATER: 210}
