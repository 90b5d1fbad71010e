"""Rosters, without the database: the file (sheets), what its columns mean (columns), its rows and faults, managers."""

from programs.roster.columns import COLUMNS, columns_by_name, guess_columns, recognised
from programs.roster.managers import settle_managers
from programs.roster.rows import Order, Roster, read_roster
from programs.roster.sheets import LARGEST, Book, FileFault, Preview, open_book, preview

__all__ = [
    "COLUMNS",
    "LARGEST",
    "Book",
    "FileFault",
    "Order",
    "Preview",
    "Roster",
    "columns_by_name",
    "guess_columns",
    "open_book",
    "preview",
    "read_roster",
    "recognised",
    "settle_managers",
]
