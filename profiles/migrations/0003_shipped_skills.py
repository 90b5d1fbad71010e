"""Ship the skill list.

A migration rather than a step of set-up: every installation, demo and test database has the list without anybody
having to remember it. `manage.py load_skills` brings later editions of the file.
"""

from django.db import migrations

from profiles.data.shipped import skill_rows


def load(apps, schema_editor):
    Skill = apps.get_model("profiles", "Skill")
    Skill.objects.bulk_create([Skill(**row) for row in skill_rows()], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0002_offers_of_a_skill")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
