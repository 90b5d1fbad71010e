"""Documents written out of the registry and the live configuration: nothing in them is typed by hand twice."""

from desk.documents.blocks import Bullets, Document, Section, Table, Text, as_markdown
from desk.documents.texts import DOCUMENTS, write

__all__ = ["DOCUMENTS", "Bullets", "Document", "Section", "Table", "Text", "as_markdown", "write"]
