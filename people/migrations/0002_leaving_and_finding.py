import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# Lower case, without accents (the marks that NFD sets apart), words of letters and digits.
WORDS_OF_PERSON = r"""
CREATE FUNCTION words_of_person(name text, email text, team text, department text, location text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.simple'::regconfig, regexp_replace(regexp_replace(
        normalize(lower(name || ' ' || email || ' ' || team || ' ' || department || ' ' || location), NFD),
        '[\u0300-\u036f]', '', 'g'), '[[:punct:][:space:]]+', ' ', 'g'))
$$
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunSQL(
            WORDS_OF_PERSON, "DROP FUNCTION words_of_person(text, text, text, text, text)", elidable=False
        ),
        migrations.AddField("user", "left_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex("user", models.Index(fields=["department", "name", "id"], name="person_by_department")),
        migrations.AddIndex("user", models.Index(fields=["location", "name", "id"], name="person_by_location")),
        migrations.AddIndex("user", models.Index(fields=["grade", "name", "id"], name="person_by_grade")),
        migrations.AddIndex(
            "user",
            models.Index(fields=["left_at"], name="person_left", condition=models.Q(is_active=False)),
        ),
        migrations.AddIndex(
            "user",
            django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    "name",
                    "email",
                    "team",
                    "department",
                    "location",
                    function="words_of_person",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                name="person_by_words",
            ),
        ),
    ]
