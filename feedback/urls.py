"""Addresses of feedback."""

from django.urls import path

from feedback import views

app_name = "feedback"
_ALL = "programs/<uuid:program_id>/surveys/"
_ONE = _ALL + "<uuid:survey_id>/"
urlpatterns = [
    path("surveys/<uuid:request_id>/", views.answer_survey, name="answer_survey"),
    path("answer/<str:token>/", views.answer_by_link, name="answer_by_link"),
    path(_ALL, views.surveys, name="surveys"),
    path(_ALL + "add/", views.add_survey, name="add_survey"),
    path(_ALL + "load/", views.load_pack, name="load_pack"),
    path(_ALL + "import/", views.import_survey, name="import_survey"),
    path(_ONE, views.survey, name="survey"),
    path(_ONE + "words/", views.edit_survey, name="edit_survey"),
    path(_ONE + "when/", views.plan_survey, name="plan_survey"),
    path(_ONE + "use/", views.use_survey, name="use_survey"),
    path(_ONE + "drop/", views.drop_draft, name="drop_draft"),
    path(_ONE + "copy/", views.copy_survey, name="copy_survey"),
    path(_ONE + "remove/", views.remove_survey, name="remove_survey"),
    path(_ONE + "file/", views.export_survey, name="export_survey"),
    path(_ONE + "preview/", views.preview_survey, name="preview_survey"),
    path(_ONE + "preview/<slug:side>/", views.preview_frame, name="preview_frame"),
    path(_ONE + "items/<slug:item>/", views.write_item, name="write_item"),
    path(_ONE + "items/<slug:item>/move/", views.move_item, name="move_item"),
    path(_ONE + "items/<slug:item>/remove/", views.remove_item, name="remove_item"),
]
