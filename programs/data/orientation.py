"""The orientation that ships: two written tracks, one a side, of short pieces with a question to think about.

A program copies both when it is made, so a later edit here moves no running program. The words name nobody by side,
because each program may call its sides what it likes: the other person is always "your partner".
"""

from dataclasses import dataclass

# What the next step on home says; the page itself counts the words of the track as the program has it.
MINUTES = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: paragraphs with an empty line between, and a question nobody answers in writing.

    `key` stays the same when the words change.
    """

    key: str
    title: str
    text: str
    question: str


NEWCOMER = (
    Piece(
        "two_halves",
        "An hour in two halves",
        "A session has two halves. In one, you show something and your partner learns. In the other it is the other "
        "way round. Neither half is the real one.\n\n"
        "You usually propose what to talk about, so send two lines some days ahead. Say what you will show, "
        "and what you would like to ask. Leave room for your partner to add to it.\n\n"
        "Start small. Something that can be tried in ten minutes beats a talk of thirty. Let your partner’s hands do "
        "the work, not yours. People remember what they did themselves.\n\n"
        "Watch the clock together and change over at half time, even when it is going well. Keep the last five "
        "minutes free. Each of you then names one thing to try before you meet again. Begin the next session with "
        "what came of it.\n\n"
        "If a session goes flat, say so, and ask what would be more useful. That is steering, not failing.",
        "What could you show in ten minutes that your partner would try in the same week?",
    ),
    Piece(
        "leading_upward",
        "Leading somebody with more say",
        "Your partner has more say in this organisation than you do. In your half of the session you still lead. That "
        "feels odd at first, for both of you.\n\n"
        "Leading here does not mean knowing everything about a subject. It means deciding what comes next, and "
        "checking whether it made sense. Ask before you explain: what have you seen of this, and where did you stop? "
        "Then begin there.\n\n"
        "Speak as you would to a clever colleague from another field. Skip the flattery. Do not soften a clear "
        "sentence until nothing is left of it. “I see that differently” is polite enough. Say what you have seen "
        "yourself, and say where your knowledge ends.\n\n"
        "Silence is often thinking. Count to five before you fill it.\n\n"
        "Your partner may slip into giving advice in your half. Bring it back kindly: “Shall we keep that for later?” "
        "They have been told that you may say so, and why.",
        "How would you tell your partner that they have misunderstood something?",
    ),
    Piece(
        "bring_and_keep",
        "What to bring, what to keep",
        "Bring your real work. A tool you use every day, a message that landed badly, a form nobody understands. Small "
        "and true teaches more than large and tidy.\n\n"
        "Bring questions as well. Your partner knows how things get decided here, who has to agree, and what was tried "
        "before. Few people ever ask them.\n\n"
        "Then think about what stays with you. Colleagues are not examples: tell what you saw in the work, and leave "
        "out who did it. A quarrel in your team, your health and your plans are yours. You may speak of them, and "
        "nothing here asks you to.\n\n"
        "Your sharing sheet works in the same way. You can keep single lines back, and you can name what is off "
        "limits. Nobody asks for a reason.\n\n"
        "Your partner owes you this care, and you owe it to them. What you hear in a session belongs to the person "
        "who said it.",
        "Which story from your work would you like to tell, and who else is in it?",
    ),
    Piece(
        "boundaries",
        "Where it stops",
        "You are two colleagues who learn from each other. You are not an assistant, a help desk or a source of news "
        "about your team.\n\n"
        "It helps to say early what you can give. Perhaps that is the session itself, and one short message between "
        "sessions. “I can look at that with you when we meet” is a full answer. You need not be reachable in the "
        "evening, and neither need your partner.\n\n"
        "Some requests do not belong here. Nobody should ask you what others say about them, or how somebody in your "
        "team performs. You do not have to do their work, or to keep a secret that worries you. Say “I would rather "
        "not”, and go on to something else.\n\n"
        "Hold the same line yourself. Do not ask your partner for a promotion, a good word or a decision in your "
        "favour. What you build together lasts longer without it.\n\n"
        "Either of you may stop at any time, without giving a reason.",
        "Which request from your partner would you find hard to turn down?",
    ),
    Piece(
        "whom_to_call",
        "Whom to call",
        "Most of what goes wrong in a pair is small. A date slips, a half runs over, an answer sounds sharper than it "
        "was meant. Say it to your partner first, within the week and in one sentence.\n\n"
        "For dates and for anything about the rules, ask the coordinator. The coordinator sees which step you have "
        "reached and how many sessions you have held. What you write to each other stays out of their sight.\n\n"
        "For everything else there is the counsellor, who stands outside the chain of people who run this program. "
        "You can bring a doubt, a hurt, or something you cannot name yet. “I’d like to talk” on the program’s page "
        "goes to the counsellor alone. It need not be serious, and you need not say what it is about.\n\n"
        "Both names stand on the program’s page. When somebody is in danger, wait for neither of them. Call the "
        "emergency number, or whoever is responsible for safety where you are.",
        "To whom would you speak first if a session left you uneasy?",
    ),
    Piece(
        "no_retaliation",
        "Nothing is held against you",
        "What you say in a session may not be held against you. It has no place in your review, your pay or your next "
        "post. The agreement that you both sign says so. Nor may you be left out, talked about or given the worse "
        "tasks because of it.\n\n"
        "Should it seem to happen, you need not prove anything before you speak. Note for yourself what happened, "
        "when, and who was there. Keep that note out of what you share with your partner. Then press “I’d like to "
        "talk”. The counsellor listens, and goes through with you what can be done. You decide what happens next, "
        "within the limits that the agreement names.\n\n"
        "You may stop meeting at once. You give no reason, and the organisers are not told which of you ended it.\n\n"
        "You can also turn to anyone else your organisation names for this, such as a staff council. That is not "
        "disloyal.\n\n"
        "The rule holds both ways: what your partner showed you is not yours to use.",
        "What would tell you early that something you said was being held against you?",
    ),
)

SENIOR = (
    Piece(
        "expert_role",
        "Giving up the expert role",
        "You are used to being asked. For half of each session you are the one who asks, and who does not know. That "
        "is the point of it, and it is harder than it sounds.\n\n"
        "Watch for three habits. The first is finishing your partner’s sentence, because you have guessed where it "
        "goes. The second is turning what you hear into a case that you have seen before. The third is giving advice "
        "when nobody asked for it. Each of them hands the expert’s part back to you, and the learning stops.\n\n"
        "Ask questions that you cannot answer yourself. “How do you do that?” “What did you expect me to do there?” "
        "“Show me once more, slowly.” Take the mouse, make the mistake, and let it stand for a moment.\n\n"
        "Your experience is wanted when it is your turn to give. Until then your partner may say: “Shall we keep that "
        "for later?” Take it as help. They were invited to say it, and it costs them something.",
        "When did you last ask a question at work without knowing the answer?",
    ),
    Piece(
        "listening",
        "Listening without defending",
        "Sooner or later your partner will describe something that you decided, built or approved. They describe it "
        "from where they stand, and it looks different there. You will know the reasons, and you will want to give "
        "them.\n\n"
        "For a while, do not. An explanation, however true, says that the subject is closed. After two explanations "
        "you will hear pleasant things only.\n\n"
        "Let your partner finish. Say back in one sentence what you understood, and ask whether that is it. Then ask "
        "one question about what it is like, not about whether it is so. Write down what you would have answered, and "
        "read it the next day.\n\n"
        "Notice the small signs that you have had enough. A faster voice, a joke, a glance at the screen. Your partner "
        "notices them too. You may say that it is hard: “Give me a moment, I want to take that in.”\n\n"
        "Later you can ask: “Would it help to know how that came about?” If the answer is no, leave it.",
        "Which of your decisions would you find hardest to hear described by somebody who lives with it?",
    ),
    Piece(
        "uncomfortable",
        "Uncomfortable feedback",
        "At some point you will hear that something you do gets in the way. It may be how you run a meeting, how you "
        "write, or whom you overlook. It may come clumsily, because your partner has rehearsed it and is nervous.\n\n"
        "Assume that it took weeks to say. What you do in the next ten seconds decides whether there is a second "
        "time.\n\n"
        "Three things help. Thank them before you consider whether it is right. Ask for one example and stop there, "
        "because three feel like an inquiry. Say what you will do with it. To watch for it until you "
        "meet again is enough.\n\n"
        "Three things close the door. One is asking who else thinks so. One is explaining how it was meant. One is "
        "being so struck by it that your partner has to comfort you.\n\n"
        "You do not have to agree. You can leave a thing open and come back to it. If a remark really went too far, "
        "say so once, calmly, and about the remark.",
        "What have the people around you probably stopped telling you?",
    ),
    Piece(
        "shortcoming_first",
        "Showing a shortcoming first",
        "Your partner will show what they cannot do once you have done so before them. You go first because you can "
        "afford it. What costs you a little pride can feel like a risk to them.\n\n"
        "Choose something real. “I am too thorough” is no shortcoming, and everybody hears that. “I sign off figures "
        "that I cannot read” is one. So is “I avoid the new system and let my team use it for me”. It should matter "
        "to your work, and be a little hard to say.\n\n"
        "Say it early and plainly, without a story that explains it away. Then say what you would like to get better "
        "at, and ask for help with that one thing. Your sharing sheet is a good place to begin.\n\n"
        "Ask for nothing in return. Your partner will answer when they are ready, perhaps two sessions later.\n\n"
        "Keep some things back. What touches somebody else, or a decision still to come, has its place elsewhere. You "
        "are showing how learning looks, not unburdening yourself.",
        "What can you not do that people think you can?",
    ),
    Piece(
        "not_quoting",
        "What you hear, you do not quote",
        "You will hear things in these sessions that would be useful elsewhere. A sentence that fits tomorrow’s "
        "meeting, an example that would win an argument. Leave them where you heard them.\n\n"
        "Leaving out the name is not enough. “Somebody who has just joined told me” is a name to anyone who can count. "
        "So is a detail of a task, a place or a turn of phrase. Your partner will know the story again, and tell you "
        "less.\n\n"
        "Ask before you carry anything out of the room: “May I raise this, and in which words?” A hesitation is a no. "
        "After a yes, raise it as your own view and on your own account.\n\n"
        "Do not test what you heard by asking around. Do not tell their manager how well they are doing either, "
        "because praise is a report too. If somebody asks, one sentence will do: “We keep that between us.”\n\n"
        "The limits are those of the agreement, such as danger and the law. Where it is safe, speak to your partner "
        "first.",
        "Who will ask you what your partner thinks, and what will you answer?",
    ),
    Piece(
        "acting_on_it",
        "Thanking, and acting on it",
        "What is shown to no effect is soon no longer shown. What you learn should leave a trace that your partner can "
        "see.\n\n"
        "Be exact when you thank them. Not “that was interesting”, but “since you showed me, I send the summary "
        "before the meeting”. Say what you did and what came of it, also when nothing came of it.\n\n"
        "Do one thing after each session, within a week, and so small that you need nobody’s leave. When you decide "
        "against a suggestion, say so and give the reason. A clear no is a form of respect, and silence is not.\n\n"
        "Give credit in the way your partner wants it. Some like to be named, others would feel exposed. Ask first, "
        "and ask each time.\n\n"
        "Beware of the large gift in return. A post, or a word in the right ear, turns learning into a favour. Help "
        "that you would give to anybody is fine. What you owe your partner is your attention, and a change they can "
        "see.",
        "What could you change by next week that your partner would notice?",
    ),
)

TRACKS = {"newcomer": NEWCOMER, "senior": SENIOR}
