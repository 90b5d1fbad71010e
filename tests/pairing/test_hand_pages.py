"""The pages of pairs that people decide, and of people's own wishes; what they must not give away."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pairing.actions import publish_round, rule_pair, tell_wishes
from pairing.models import Proposal, Round, Ruling, Swap, WishPolicy
from pairing.queries import told_by
from profiles.actions import set_interests
from programs.models import Participation, Side
from tests.factories import NOW
from tests.pairing.conftest import enrol
from tests.pairing.test_rounds import proposed, run, run_and_look

WRONG_SIDES = (
    "Dora takes part on the side “senior”, not on the side “newcomer”. "
    "Ben takes part on the side “newcomer”, not on the side “senior”."
)


def page(workshop, name: str, *args) -> str:
    return reverse(f"pairing:{name}", args=[workshop.program.pk, *args])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_round_table_sorts_filters_and_pages_in_as_many_queries(workshop, as_person, queries_of):
    browser = as_person(workshop.program.coordinator)
    few = page(workshop, "round", run_and_look(workshop.program).pk)
    browser.get(few)
    cost = queries_of(browser, few)
    for at in range(26):
        new = enrol(workshop.program, f"New {at:02}", Side.NEWCOMER, {"Knots": 3}, {"Budgets": 3}, grade=1)
        enrol(workshop.program, f"Old {at:02}", Side.SENIOR, {"Budgets": 3}, {"Knots": 3}, grade=8 + at % 2)
    set_interests(new.person, names=["Chess"], now=NOW)
    round_ = run_and_look(workshop.program)
    set_interests(Proposal.objects.get(round=round_, newcomer=new).senior.person, names=["chess"], now=NOW)
    many = page(workshop, "round", round_.pk)

    def names(**query) -> list[str]:
        return [pair.newcomer for pair in browser.get(many, query).context["pairs"]]

    assert (len(names()), len(names(page="2"))) == (25, 3)
    assert (names()[:2], names(order="-newcomer")[0]) == (["Ada", "Ben"], "New 25")
    assert names(order="-likes")[0] == names(show="likes")[0] == "New 25"
    assert (names(q="ada"), names(q="nobody"), names(order="nonsense")[0]) == (["Ada"], [], "Ada")
    assert queries_of(browser, many) == cost


def test_blind_review_hides_who_they_are_everywhere_on_the_page(workshop, as_person):
    for place in (workshop.ada, workshop.ben, workshop.cleo, workshop.dora):
        place.person.department = "Signals"
        place.person.save()
    enrol(workshop.program, "Left Over", Side.NEWCOMER, {"Yodels": 1}, {"Budgets": 1}, grade=2)
    round_ = run_and_look(workshop.program)
    browser = as_person(workshop.program.coordinator)
    draft = round_.proposals.get(newcomer=workshop.ada)
    ben = round_.proposals.get(newcomer=workshop.ben)
    addresses = [
        page(workshop, "round", round_.pk),
        page(workshop, "draft", round_.pk, draft.pk),
        page(workshop, "swap_pairs", round_.pk) + f"?chosen={draft.pk}&chosen={ben.pk}",
        page(workshop, "publish_round", round_.pk),
    ]
    shown = [browser.get(address).content.decode() for address in addresses]

    browser.post(page(workshop, "blind_review", round_.pk))
    hidden = [browser.get(address).content.decode() for address in addresses]
    again = [browser.get(address).context.get("pairs") for address in addresses[:1]]

    told = ("Ada", "Ben", "Cleo", "Dora", "Left Over", "Signals", "@meridian")
    assert ["Ada" in text for text in shown] == [True] * 4
    assert [[word for word in told if word in text] for text in hidden] == [[]] * 4
    assert [pair.newcomer for pair in again[0]] == [
        pair.newcomer for pair in browser.get(addresses[0]).context["pairs"]
    ]
    assert {pair.newcomer for pair in again[0]} <= {"Newcomer 1", "Newcomer 2", "Newcomer 3"}


def test_draft_keeps_two_together_or_apart_and_undoes_it(workshop, as_person):
    round_ = run_and_look(workshop.program)
    browser = as_person(workshop.program.coordinator)
    here = page(workshop, "draft", round_.pk, round_.proposals.get(newcomer=workshop.ada).pk)

    kinds = []
    for ruling in ("together", "undo", "apart", "together"):
        last = browser.post(here, {"ruling": ruling}, follow=True)
        kinds.append(list(Ruling.objects.values_list("kind", flat=True)))

    assert kinds == [["together"], [], ["apart"], ["apart"]]
    assert said(last) == ["You keep Ada and Dora apart. Undo that first: nobody can be both together and apart."]


def test_swap_asks_then_exchanges_and_can_be_undone(workshop, as_person):
    round_ = run_and_look(workshop.program)
    browser = as_person(workshop.program.coordinator)
    chosen = {"chosen": [str(pk) for pk in round_.proposals.values_list("pk", flat=True)]}
    here = page(workshop, "swap_pairs", round_.pk)

    asked, one = browser.get(here, chosen), browser.get(here, {"chosen": chosen["chosen"][:1]}, follow=True)
    before = Swap.objects.count()
    browser.post(here, chosen)
    swapped = proposed(round_)
    undone = [said(browser.post(page(workshop, "undo_swap", round_.pk), follow=True))[-1] for _ in range(2)]

    assert (sorted(asked.context["after"]), before) == ([("Ada", "Cleo"), ("Ben", "Dora")], 0)
    assert said(one) == ["Tick two pairs, so that they can exchange their seniors."]
    assert (swapped, proposed(round_)) == ([("Ada", "Cleo"), ("Ben", "Dora")], workshop.best)
    assert undone == ["The newest exchange is undone.", "There is nothing left to undo."]


def test_by_hand_proposes_two_rules_two_and_says_what_hinders(workshop, as_person):
    browser = as_person(workshop.program.coordinator)
    here = page(workshop, "by_hand")
    two = {"newcomer": workshop.ada.pk, "senior": workshop.cleo.pk}

    browser.post(here, {**two, "what": "apart"})
    refused = browser.post(here, {**two, "what": "propose"}).context["form"].non_field_errors()
    for _ in range(2):
        browser.post(page(workshop, "undo_ruling", Ruling.objects.first().pk if Ruling.objects.exists() else 9))
    made = browser.post(here, {**two, "what": "propose"})

    round_ = Round.objects.get()
    assert refused == ["You keep Ada and Cleo apart. Undo that first."]
    assert made.url == page(workshop, "publish_round", round_.pk)
    assert (round_.origin, proposed(round_)) == (Round.Origin.HAND, [("Ada", "Cleo")])
    assert browser.get(page(workshop, "round", round_.pk)).context["bands"] == []


def test_a_file_of_pairs_is_checked_line_by_line_and_becomes_a_round(workshop, as_person):
    browser = as_person(workshop.program.coordinator)
    here = page(workshop, "import_pairs")
    ada, ben, cleo, dora = (getattr(workshop, name).person.email for name in ("ada", "ben", "cleo", "dora"))
    lines = [
        "Senior email,extra,Newcomer email", f"{dora.upper()},x,{ada}", f"{cleo},x,{ada}", f"{ben},x,{dora}",
        "who@x.example,x,", f"{ben},x,{ben}", "short",
    ]  # fmt: skip
    file = SimpleUploadedFile("pairs.csv", "\n".join(lines).encode())

    checked = browser.post(here, {"file": file}).context["read"]
    before = Round.objects.count()
    browser.post(here, {"keys": checked.keys})
    no_columns = browser.post(here, {"file": SimpleUploadedFile("p.csv", b"a,b\n1,2")}).context["form"].errors["file"]
    spoiled = browser.post(here, {"keys": "nonsense"})

    assert checked.faults == [
        (3, "Ada has no free place left for this pair."),
        (4, WRONG_SIDES),
        (5, "A mail address is missing. Nobody in this program has the mail address who@x.example."),
        (6, "Ben stands on both sides. A pair takes two people."),
        (7, "A mail address is missing. Nobody in this program has the mail address short."),
    ]  # fmt: skip
    assert (before, proposed(Round.objects.get()), Round.objects.get().origin) == (0, [("Ada", "Dora")], "file")
    assert no_columns == ["The first line must name two columns, “newcomer email” and “senior email”. It holds: a, b."]
    assert (spoiled.status_code, Round.objects.count()) == (200, 1)


def test_export_is_what_the_import_reads_and_runs_nothing(workshop, as_person):
    workshop.ada.person.name = "=HYPERLINK(1)"
    workshop.ada.person.save()
    round_ = run_and_look(workshop.program)
    browser = as_person(workshop.program.coordinator)

    text = browser.get(page(workshop, "export_pairs", round_.pk)).content.decode()
    read = browser.post(page(workshop, "import_pairs"), {"file": SimpleUploadedFile("p.csv", text.encode())})

    assert sorted(line.split(",")[2:] for line in text.splitlines()[1:]) == [
        ["'=HYPERLINK(1)", "Dora", "not published"],
        ["Ben", "Cleo", "not published"],
    ]
    assert (len(read.context["read"].pairs), read.context["read"].faults) == (2, [])


def test_recall_says_the_same_whether_somebody_answered_or_not(workshop, as_person):
    round_ = run_and_look(workshop.program)
    publish_round(round_, now=NOW)
    Proposal.objects.update(lapses_at=NOW.replace(year=2100))
    browser = as_person(workshop.program.coordinator)
    here = page(workshop, "recall_round", round_.pk)
    proposal = Proposal.objects.get(newcomer=workshop.ada)

    before = browser.get(here).context["open"]
    as_person(workshop.ada.person).post(reverse("pairing:proposal", args=[proposal.pk]), {"answer": "no"})
    after = browser.get(here).context["open"]
    done = [said(browser.post(here, follow=True)) for _ in range(2)]
    calm = as_person(workshop.dora.person).get(reverse("pairing:proposal", args=[proposal.pk])).content.decode()

    assert (before, after) == (2, 2)
    assert done == [["2 proposals have ended. Pairs that were made stay."], ["Nothing of it is open."]]
    assert "This proposal has ended" in calm


def test_late_joiners_names_who_is_considered_and_leaves_the_rest_alone(workshop, as_person):
    publish_round(run(workshop.program), now=NOW)
    enrol(workshop.program, "Late Lou", Side.NEWCOMER, {"Knots": 1}, {"Budgets": 1}, grade=2)
    browser = as_person(workshop.program.coordinator)

    shown = browser.get(page(workshop, "late_joiners")).context

    assert shown["sides"] == [("newcomer", ["Late Lou"]), ("senior", [])]
    assert (shown["live"], shown["answering"]) == (0, 2)


def test_wishes_page_keeps_what_is_asked_and_nothing_else(workshop, as_person):
    browser = as_person(workshop.ada.person)
    here = page(workshop, "wishes")
    dora, cleo = str(workshop.dora.person_id), str(workshop.cleo.person_id)

    found = [each.person.name for each in browser.get(here, {"find": "dor"}).context["found"]]
    browser.post(here, {"asks": [dora], "not_with": [cleo], "likes": ["far_grade"]})
    both = browser.post(here, {"asks": [dora], "not_with": [dora], "likes": ["same_location", "other_location"]})
    spoiled = browser.post(here, {"asks": ["nonsense"]})
    told = told_by([workshop.ada])[workshop.ada.pk]
    WishPolicy.objects.create(program=workshop.program, asks="off", takes_not_with=False, takes_likes=False)

    assert found == ["Dora"]
    assert sorted(both.context["form"].errors) == ["likes", "not_with"]
    assert (spoiled.status_code, told.asks, told.not_with) == (
        200,
        (workshop.dora.person_id,),
        (workshop.cleo.person_id,),
    )
    assert "takes no wishes" in browser.get(here).content.decode()


def test_no_page_of_organisers_moves_when_somebody_names_a_not_with(workshop, as_person):
    """The pairs stand as they are: then no word, no reason and no refusal may tell that there is a private wish."""
    Participation.objects.filter(pk=workshop.dora.pk).update(is_looking=False)
    browser = as_person(workshop.program.coordinator)
    pages = []
    for away in ([], [workshop.ada.person_id]):
        tell_wishes(workshop.cleo, asks=[], not_with=away, likes=[])
        round_ = run_and_look(workshop.program)
        context = browser.get(page(workshop, "round", round_.pk)).context
        pairs = [(pair.newcomer, pair.senior, pair.ruling, pair.kept) for pair in context["pairs"]]
        waiting = sorted(round_.waiting.values_list("participation__person__name", "why"))
        pages.append((pairs, waiting, context["bands"]))

    assert pages[0] == pages[1]


def test_wishes_policy_is_set_by_organisers(workshop, as_person):
    browser = as_person(workshop.program.coordinator)

    browser.post(page(workshop, "edit_wishes"), {"asks": "hard", "takes_likes": "on"})

    assert list(WishPolicy.objects.values_list("asks", "takes_not_with", "takes_likes")) == [("hard", False, True)]


def test_ruling_by_one_organiser_is_seen_by_the_next(workshop, as_person, cast):
    rule_pair(workshop.program, newcomer=workshop.ada, senior=workshop.cleo, kind="apart", by=cast.hr_admin, now=NOW)

    text = as_person(workshop.program.coordinator).get(page(workshop, "by_hand")).content.decode()

    assert ("Hal Admin" in text, "Mon 2 March, 09:00 (your time)" in text) == (True, True)
