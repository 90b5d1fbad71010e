"""What the record app itself keeps."""

from record.models import DataKey
from record.registry import impersonal

impersonal(DataKey, "A wrapped key; which person it belongs to is said by the row that points at it.")
