"""Words that counsel ships: what to write at a check-in, and what happens after harm is reported.

`{first_name}` and `{program}` are put in when a letter is written; the counsellor can change every word before.
"""

CHECK_INS = {
    "before": (
        "Hello {first_name},\n\n"
        "{program} is about to begin for you. Some people look forward to it, and some wonder what they have let "
        "themselves in for. Both are usual.\n\n"
        "Is there anything you would like to say, or ask, before your first session? A line is enough, and so is "
        "none. If you would rather talk, pick one of my hours here.\n\n"
        "What you tell me stays with me."
    ),
    "first": (
        "Hello {first_name},\n\n"
        "Your first session lies behind you. How was it to be the one who does not know, for half of it?\n\n"
        "If something sits badly, say so early. Small things are easy to mend now. If it went well, you need not "
        "answer at all.\n\n"
        "What you tell me stays with me."
    ),
    "midway": (
        "Hello {first_name},\n\n"
        "You are half way through. This is when some pairs grow polite and stop asking the hard questions.\n\n"
        "Is there something you have not said yet? Is there something you heard that you still carry about? We can "
        "think about it together, in writing or in half an hour.\n\n"
        "What you tell me stays with me."
    ),
    "end": (
        "Hello {first_name},\n\n"
        "Your last session is over. What will you do differently from now on, and what will be hard about it?\n\n"
        "If anything is left that you could not say to your partner, there is still time to say it to me.\n\n"
        "What you tell me stays with me."
    ),
}

AFTER_HARM = (
    "One person reads this: the counsellor you choose. Not HR, not the coordinator, not your partner.",
    "They read it within two working days, and answer you here. You get a mail that an answer waits.",
    "They go through with you what can be done. Nothing is done, and nobody is spoken to, without your yes.",
    "There is one limit. If somebody is in danger, they must act, and they tell you before they do.",
    "You can stop meeting your partner at once, today. You give no reason, and nobody learns which of you ended it.",
)
