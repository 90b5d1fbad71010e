import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_surveys")]

    operations = [
        migrations.AlterField(
            model_name="surveyrequest",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="feedback.survey"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyrequest",
            constraint=models.UniqueConstraint(
                fields=("survey", "participation", "meeting"), name="one_request_each", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pair__isnull", False), ("pair_mark__isnull", True)),
                    models.Q(("pair__isnull", True), ("pair_mark__isnull", False)),
                    _connector="OR",
                ),
                name="request_knows_its_pair_once",
            ),
        ),
    ]
