"""Addresses of the desk."""

from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("record/", views.on_record, name="on_record"),
    path("record/export/<slug:form>/", views.export_record, name="export_record"),
    path("record/erase/", views.erase_record, name="erase_record"),
    path("record/erased/", views.erased, name="erased"),
    path("pairs/<uuid:pair_id>/record/", views.pair_record, name="pair_record"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("set-up/", views.first_run, name="first_run"),
    path("delivery/", views.delivery, name="delivery"),
    path("delivery/<uuid:message_id>/again/", views.send_again, name="send_again"),
    path("messages/", views.message_log, name="message_log"),
    path("messages/preferences/", views.message_preferences, name="message_preferences"),
    path("messages/texts/", views.message_texts, name="message_texts"),
    path("messages/texts/<str:kind>/<slug:language>/", views.edit_text, name="edit_text"),
    path("messages/texts/<str:kind>/<slug:language>/preview/", views.preview_text, name="preview_text"),
    path("messages/texts/<str:kind>/<slug:language>/try/", views.try_text, name="try_text"),
    path("messages/texts/<str:kind>/<slug:language>/restore/", views.restore_text, name="restore_text"),
    path("programs/<uuid:program_id>/chat/", views.chat_channel, name="chat_channel"),
    path("programs/<uuid:program_id>/chat/try/", views.try_channel, name="try_channel"),
    path("programs/<uuid:program_id>/chat/remove/", views.remove_channel, name="remove_channel"),
    path("programs/<uuid:program_id>/switches/", views.switches, name="switches"),
    path("retention/", views.retention, name="retention"),
    path("retention/tonight/", views.tonight, name="tonight"),
    path("retention/<uuid:run_id>/", views.deletion_certificate, name="deletion_certificate"),
    path("privacy/", views.privacy_notice, name="privacy_notice"),
    path("documents/", views.documents, name="documents"),
    path("documents/<slug:name>/", views.document, name="document"),
    path("documents/<slug:name>/file/", views.download_document, name="download_document"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:key>/", views.letter, name="letter"),
    path("mailbox/<str:key>/html/", views.letter_html, name="letter_html"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
