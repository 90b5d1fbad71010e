"""Published people go through the product's own verbs."""

from django.core.management import call_command

from mentoring.real_input.programs import load_adventureworks
from pairing.models import Proposal, Round
from people.models import User
from programs.models import Participation
from tests.factories import NOW, make_organisation
from tests.real_data import real_data


def test_so2025_reaches_150_two_way_pairs_of_150(db, capsys):
    make_organisation()

    call_command("load_so2025", real_data("so2025"))

    round_ = Round.objects.get()
    assert (round_.newcomers, round_.seniors) == (150, 276)
    assert (round_.headline["placed"], round_.headline["two_way"]) == (150, 150)
    assert round_.is_certified
    assert Proposal.objects.filter(round=round_).count() == 150
    assert "this round: placed 150, two_way 150" in capsys.readouterr().out


def test_adventureworks_enters_with_its_tree(db):
    make_organisation()
    work = load_adventureworks(real_data("adventureworks"), now=NOW)

    people = User.objects.filter(email__endswith="@adventure-works.example").exclude(name="Organiser")
    assert (work.rows_read, work.people_new, work.invited) == (290, 290, 290)
    assert list(work.errors.all()) == []
    assert list(people.filter(manager=None).values_list("name", flat=True)) == ["Ken"]
    assert Participation.objects.filter(state=Participation.State.INVITED).count() == 290


def test_a_second_import_of_the_same_roster_changes_nobody(db):
    make_organisation()
    load_adventureworks(real_data("adventureworks"), now=NOW)
    again = load_adventureworks(real_data("adventureworks"), now=NOW)

    assert (again.people_new, again.people_changed, again.people_unchanged) == (0, 0, 290)
