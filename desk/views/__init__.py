"""Pages of the desk, split by noun: home, records, delivery, texts, preferences, chat, mailbox."""

from desk.views.chat import chat_channel, remove_channel, try_channel
from desk.views.delivery import delivery, healthz, readyz, send_again
from desk.views.documents import document, documents, download_document, privacy_notice
from desk.views.home import first_run, home, on_record, styleguide
from desk.views.mailbox import letter, letter_html, mailbox
from desk.views.preferences import message_log, message_preferences, unsubscribe
from desk.views.records import erase_record, erased, export_record, pair_record
from desk.views.refusals import bad_request
from desk.views.retention import deletion_certificate, retention, switches, tonight
from desk.views.texts import edit_text, message_texts, preview_text, restore_text, try_text

__all__ = [
    "bad_request",
    "chat_channel",
    "deletion_certificate",
    "delivery",
    "document",
    "documents",
    "download_document",
    "edit_text",
    "erase_record",
    "erased",
    "export_record",
    "first_run",
    "healthz",
    "home",
    "letter",
    "letter_html",
    "mailbox",
    "message_log",
    "message_preferences",
    "message_texts",
    "on_record",
    "pair_record",
    "preview_text",
    "privacy_notice",
    "readyz",
    "remove_channel",
    "restore_text",
    "retention",
    "send_again",
    "styleguide",
    "switches",
    "tonight",
    "try_channel",
    "try_text",
    "unsubscribe",
]
