"""The staff of the demo organisation, as a reporting tree. Every name is invented."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

ORGANISATION = "Havenport Ferries and Harbour"
DOMAIN = "havenport.example"

GRADES = (
    "Trainee",
    "Associate",
    "Specialist",
    "Senior specialist",
    "Team lead",
    "Head of section",
    "Director",
    "Managing director",
)
"""Grade names in order: `GRADES[0]` is grade 1."""

ZONES = {
    "Havenport": "Europe/London",
    "Cuxhaven": "Europe/Berlin",
    "Gdynia": "Europe/Warsaw",
    "Halifax": "America/Halifax",
}
"""IANA time zone of each location."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One row of the roster; `key` is the part of the mail address before the @."""

    key: str
    name: str
    email: str
    manager_key: str | None
    grade: int
    grade_name: str
    team: str
    department: str
    location: str
    zone: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team lead and the members by grade 1 to 4, each grade a list parted by commas."""

    name: str
    location: str
    lead: str
    grade_1: str
    grade_2: str
    grade_3: str
    grade_4: str


@dataclass(frozen=True, slots=True)
class Section:
    """A head and the teams that report to them."""

    head: str
    location: str
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """A director and the sections that report to them."""

    name: str
    director: str
    location: str
    sections: tuple[Section, ...]


MANAGING_DIRECTOR = "Marged Prosser"
OMBUDS_OFFICE = ("Ruth Adeyinka", "Henning Brodersen")
"""The counsellor and the deputy: they report to the managing director and to nobody else."""

DEPARTMENTS: tuple[Department, ...] = (
    Department(
        "Fleet",
        "Callum Strachan",
        "Havenport",
        (
            Section(
                "Ewa Malinowska",
                "Havenport",
                (
                    Team(
                        "North Sea crew",
                        "Havenport",
                        "Desmond Achebe-Hall",
                        "Tilly Marchbank",
                        "Kwabena Darko, Niamh Tolan",
                        "Piotr Zawada",
                        "Gareth Penhallow",
                    ),
                    Team(
                        "Atlantic crew",
                        "Halifax",
                        "Yvonne Comeau",
                        "Mason Beals",
                        "Anjali Thadani, Luc Robichaud",
                        "Shanice Tynes",
                        "Alasdair MacIver",
                    ),
                    Team(
                        "Onboard services",
                        "Havenport",
                        "Rosalind Okafor",
                        "Jamie Threlfall, Sadia Chowdhry",
                        "Beatriz Quintela",
                        "Imran Sheikh-Lowe",
                        "Deirdre Mulcahy",
                    ),
                ),
            ),
            Section(
                "Torben Claussen",
                "Cuxhaven",
                (
                    Team(
                        "Engine and technical",
                        "Cuxhaven",
                        "Sabine Harms",
                        "Emre Yildirim",
                        "Jannik Petersen, Olena Kovalchuk",
                        "Mirko Babić",
                        "Uwe Lüders",
                    ),
                    Team(
                        "Crew planning",
                        "Havenport",
                        "Harpreet Sandhu",
                        "Oscar Whitcombe",
                        "Leila Farahani, Tom Ashdown",
                        "Chiamaka Nwosu",
                        "Bronwen Rees",
                    ),
                ),
            ),
        ),
    ),
    Department(
        "Harbour",
        "Ingrid Solheim",
        "Havenport",
        (
            Section(
                "Graham Tregear",
                "Havenport",
                (
                    Team(
                        "Pilots and traffic",
                        "Havenport",
                        "Fergus Drummond",
                        "Aisling Corrigan",
                        "Mohammed Rafiq, Hannah Sowerby",
                        "Dafydd Morris-Lane",
                        "Olufemi Bankole",
                    ),
                    Team(
                        "Terminal Havenport",
                        "Havenport",
                        "Marcia Delacroix",
                        "Ryan Peverell, Zofia Gajda",
                        "Nadia Benali, Stuart Garside",
                        "Tendai Moyo",
                        "Linda Hathersage",
                    ),
                    Team(
                        "Quay maintenance",
                        "Havenport",
                        "Kenneth Oduya",
                        "Elliot Farrow",
                        "Sunita Rawal, Declan Roche",
                        "Ana Figueira",
                        "Malcolm Wray",
                    ),
                ),
            ),
            Section(
                "Gesa Thomsen",
                "Cuxhaven",
                (
                    Team(
                        "Terminal Cuxhaven",
                        "Cuxhaven",
                        "Detlef Ahlers",
                        "Finn Wolters",
                        "Aylin Demirci, Katarzyna Wrona",
                        "Hauke Lorenzen",
                        "Birgit Meinders",
                    ),
                    Team(
                        "Terminal Halifax",
                        "Halifax",
                        "Wendell Carvery",
                        "Chloe Surette",
                        "Gurdeep Bhatti, Noah Fougère",
                        "Marie-Eve Landry",
                        "Patricia Boudreau",
                    ),
                ),
            ),
        ),
    ),
    Department(
        "Commercial",
        "Nasreen Ahmadi",
        "Havenport",
        (
            Section(
                "Julian Hartnell",
                "Havenport",
                (
                    Team(
                        "Passenger sales",
                        "Havenport",
                        "Philippa Stroud",
                        "Ebony Lascelles",
                        "Callie Rennison, Arjun Mehrotra",
                        "Sioned Parry",
                        "Robert Kinsella",
                    ),
                    Team(
                        "Marketing",
                        "Havenport",
                        "Isabel Monteiro",
                        "Theo Brackley, Amara Sesay",
                        "Yuki Hanada, Lowri Bevan",
                        "Caspian Holt",
                        "Noreen Fadden",
                    ),
                    Team(
                        "Customer care",
                        "Halifax",
                        "Denise Provo",
                        "Tyler Muise",
                        "Fatima Haidari, Josée Thériault",
                        "Amit Chandran",
                        "Sandra Corkum",
                    ),
                ),
            ),
            Section(
                "Volker Steenken",
                "Cuxhaven",
                (
                    Team(
                        "Freight sales",
                        "Gdynia",
                        "Jacek Sobolewski",
                        "Maja Pawlik",
                        "Oskar Nowicki, Daria Melnyk",
                        "Weronika Lis",
                        "Bogdan Cichy",
                    ),
                    Team(
                        "Pricing and revenue",
                        "Cuxhaven",
                        "Anke Roggenkamp",
                        "Jonas Behrmann",
                        "Thi Mai Tran, Selin Aydoğan",
                        "Matthias Kroll",
                        "Renate Voss",
                    ),
                ),
            ),
        ),
    ),
    Department(
        "Finance",
        "Adrian Lockyer",
        "Havenport",
        (
            Section(
                "Oyinkan Balogun",
                "Havenport",
                (
                    Team(
                        "Accounting",
                        "Havenport",
                        "Valerie Munnings",
                        "Joshua Pennock",
                        "Ling Chua, Siobhan Deasy",
                        "Marek Hudec",
                        "Geraldine Foxton",
                    ),
                    Team(
                        "Controlling",
                        "Havenport",
                        "Simeon Wachira",
                        "Abigail Tranter",
                        "Rohan Deshmukh, Freya Lund",
                        "Carmen Ibarra",
                        "Trevor Haslett",
                    ),
                    Team(
                        "Purchasing",
                        "Cuxhaven",
                        "Frauke Hinrichs",
                        "Mehmet Özkan",
                        "Lena Dierksen, Goran Šimić",
                        "Svenja Bartels",
                        "Reinhard Gerdes",
                    ),
                ),
            ),
        ),
    ),
    Department(
        "People and Culture",
        "Solveig Aune",
        "Havenport",
        (
            Section(
                "Martin Oyelaran",
                "Havenport",
                (
                    Team(
                        "Staff partners",
                        "Havenport",
                        "Helen Garvey",
                        "Priti Solanki",
                        "Connor Baines, Maryam Jalali",
                        "Ailsa Rennie",
                        "Dorothy Egan",
                    ),
                    Team(
                        "Learning",
                        "Havenport",
                        "Nkechi Eze",
                        "Rhys Calloway",
                        "Clara Winstanley, Bilal Mirza",
                        "Greta Halvorsen",
                        "Peter Lamborn",
                    ),
                    Team(
                        "Pay and time",
                        "Halifax",
                        "Sheila Gallant",
                        "Dylan Meisner",
                        "Neha Kulkarni, Marcel Doucet",
                        "Glynis Upshaw",
                        "Roger Zwicker",
                    ),
                ),
            ),
        ),
    ),
    Department(
        "Digital and Data",
        "Emeka Onwudiwe",
        "Havenport",
        (
            Section(
                "Claire Bannerman",
                "Havenport",
                (
                    Team(
                        "Web and app",
                        "Havenport",
                        "Tobias Wren",
                        "Milo Ferrant, Zara Qadir",
                        "Hyun-woo Paik, Eleri Vaughan",
                        "Dominik Starý",
                        "Frances Oakden",
                    ),
                    Team(
                        "Data and reporting",
                        "Havenport",
                        "Kavita Raman",
                        "Luca Bertolli",
                        "Efua Mensah-Cole, Ben Sturrock",
                        "Astrid Nyberg",
                        "Neil Cawthorne",
                    ),
                ),
            ),
            Section(
                "Dariusz Wilk",
                "Gdynia",
                (
                    Team(
                        "Service desk",
                        "Gdynia",
                        "Agnieszka Bielak",
                        "Kacper Duda",
                        "Julia Sikorska, Ihor Bondar",
                        "Michal Gruca",
                        "Teresa Kania",
                    ),
                    Team(
                        "Networks and security",
                        "Halifax",
                        "Anthony Sparrow",
                        "Keisha Downey",
                        "Liam Aucoin, Harini Subramani",
                        "Owen Kaulbach",
                        "Gail Rafuse",
                    ),
                ),
            ),
        ),
    ),
    Department(
        "Safety and Environment",
        "Joachim Tietjen",
        "Cuxhaven",
        (
            Section(
                "Bethan Lloyd-Price",
                "Havenport",
                (
                    Team(
                        "Safety at sea",
                        "Havenport",
                        "Ibrahim Conteh",
                        "Poppy Selwood",
                        "Matteo Grassi, Ciara Devlin",
                        "Jakub Hájek",
                        "Winston Chambers",
                    ),
                    Team(
                        "Energy and environment",
                        "Cuxhaven",
                        "Wiebke Folkerts",
                        "Lasse Engelke",
                        "Nour Haddad, Paula Ostermann",
                        "Deniz Karaca",
                        "Karl-Heinz Eggers",
                    ),
                    Team(
                        "Quality",
                        "Halifax",
                        "Lorraine Sampson",
                        "Ethan Publicover",
                        "Simran Gill, Camille Arsenault",
                        "Darnell Cromwell",
                        "Brenda Hiltz",
                    ),
                ),
            ),
        ),
    ),
    Department(
        "Legal and Communication",
        "Eleanor Tansley",
        "Havenport",
        (
            Section(
                "Samir Khoury",
                "Havenport",
                (
                    Team(
                        "Legal",
                        "Havenport",
                        "Catriona Muirhead",
                        "Edwin Asante",
                        "Orla Finnerty, Vikram Bhandari",
                        "Judith Perlman",
                        "Alun Meredith",
                    ),
                    Team(
                        "Communication",
                        "Havenport",
                        "Gwen Ashcombe",
                        "Kofi Larbi, Maisie Thorne",
                        "Silvia Rondina, Ned Hollis",
                        "Xanthe Pappas",
                        "Brian Mortlake",
                    ),
                ),
            ),
        ),
    ),
)


def _key(name: str) -> str:
    """Make `first.last` out of a name, in plain ASCII letters."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    first, *_, last = bare.lower().split()
    return f"{first}.{last}"


def _person(name: str, *, manager: str | None, grade: int, team: str, department: str, location: str) -> DemoPerson:
    """Fill in what follows from the rest: key, mail, grade name, zone."""
    key = _key(name)
    return DemoPerson(
        key=key,
        name=name,
        email=f"{key}@{DOMAIN}",
        manager_key=None if manager is None else _key(manager),
        grade=grade,
        grade_name=GRADES[grade - 1],
        team=team,
        department=department,
        location=location,
        zone=ZONES[location],
    )


def _top() -> Iterator[DemoPerson]:
    """Yield the managing director and the ombuds office."""
    yield _person(
        MANAGING_DIRECTOR,
        manager=None,
        grade=8,
        team="Direction",
        department="Direction",
        location="Havenport",
    )
    for name, grade in zip(OMBUDS_OFFICE, (6, 5), strict=True):
        yield _person(
            name,
            manager=MANAGING_DIRECTOR,
            grade=grade,
            team="Ombuds office",
            department="Direction",
            location="Havenport",
        )


def _department(department: Department) -> Iterator[DemoPerson]:
    """Yield a department from the director down, team by team."""
    leadership = f"{department.name} leadership"
    yield _person(
        department.director,
        manager=MANAGING_DIRECTOR,
        grade=7,
        team=leadership,
        department=department.name,
        location=department.location,
    )
    for section in department.sections:
        yield _person(
            section.head,
            manager=department.director,
            grade=6,
            team=leadership,
            department=department.name,
            location=section.location,
        )
        for team in section.teams:
            yield from _team(team, head=section.head, department=department.name)


def _team(team: Team, *, head: str, department: str) -> Iterator[DemoPerson]:
    """Yield a team: the lead, then the members by rising grade."""
    grades = (team.grade_1, team.grade_2, team.grade_3, team.grade_4)
    members = [(name, grade) for grade, names in enumerate(grades, 1) for name in names.split(", ")]
    for name, grade in [(team.lead, 5), *members]:
        yield _person(
            name,
            manager=head if name == team.lead else team.lead,
            grade=grade,
            team=team.name,
            department=department,
            location=team.location,
        )


PEOPLE: tuple[DemoPerson, ...] = (*_top(), *(p for d in DEPARTMENTS for p in _department(d)))
"""Everyone, managers before the people who report to them."""
