import uuid

import django.core.validators
import django.db.models.deletion
import record.models
from django.db import migrations, models

from feedback.content import written
from feedback.data.packs import PACKS

MOMENTS = [
    ("start", "A pair begins"),
    ("after_first", "The first session was held"),
    ("each_session", "Each session that was held"),
    ("mid", "Half of the program is over"),
    ("end", "The last day of the program"),
    ("later", "The program was closed"),
]


def move_pulses(apps, schema_editor):
    """Let the pulses asked so far belong to the pulse of their program, in its shipped words."""
    survey_model = apps.get_model("feedback", "Survey")
    version_model = apps.get_model("feedback", "SurveyVersion")
    request_model = apps.get_model("feedback", "SurveyRequest")
    for program in apps.get_model("programs", "Program").objects.filter(participations__survey_requests__isnull=False).distinct():
        for pack in PACKS:
            if pack.is_usual:
                survey = survey_model.objects.create(
                    program=program,
                    key=pack.key,
                    pack=pack.key,
                    title=pack.content.title,
                    moment=pack.moment,
                    days=pack.days,
                    is_on=True,
                    created_at=program.created_at,
                )
                version_model.objects.create(
                    survey=survey, number=1, content=written(pack.content), used_from=program.created_at
                )
                if pack.key == "pulse":
                    requests = request_model.objects.filter(participation__program=program)
                    requests.update(survey=survey)
                    for request in requests.select_related("meeting"):
                        request.pair_id = request.meeting.pair_id
                        request.save(update_fields=["pair"])


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0002_survey_of_answer"),
        ("pairing", "0001_initial"),
        ("programs", "0014_surveys_switch"),
        ("sessions_app", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.SlugField(max_length=40)),
                ("pack", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(max_length=80)),
                ("moment", models.CharField(choices=MOMENTS, max_length=20, verbose_name="sent when")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(210)],
                        verbose_name="days later",
                    ),
                ),
                ("is_on", models.BooleanField(default=False, verbose_name="send it")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="surveys", to="programs.program"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "key"],
                "constraints": [models.UniqueConstraint(fields=("program", "key"), name="one_survey_a_key")],
            },
        ),
        migrations.CreateModel(
            name="SurveyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("used_from", models.DateTimeField(null=True)),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="feedback.survey"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "number"), name="one_version_a_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("used_from__isnull", True)), fields=("survey",), name="one_draft_a_survey"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="pulserequest", name="one_pulse_each"),
        migrations.RenameModel(old_name="PulseRequest", new_name="SurveyRequest"),
        migrations.AlterField(
            model_name="surveyrequest",
            name="meeting",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="survey_requests",
                to="sessions_app.meeting",
            ),
        ),
        migrations.AlterField(
            model_name="surveyrequest",
            name="participation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="survey_requests",
                to="programs.participation",
            ),
        ),
        migrations.AddField(
            model_name="surveyrequest",
            name="survey",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="requests",
                to="feedback.survey",
            ),
        ),
        migrations.AddField(
            model_name="surveyrequest",
            name="pair",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="survey_requests",
                to="pairing.pair",
            ),
        ),
        migrations.AddField(
            model_name="surveyrequest", name="pair_mark", field=record.models.SealedField(null=True)
        ),
        migrations.RunPython(move_pulses, migrations.RunPython.noop),
    ]
