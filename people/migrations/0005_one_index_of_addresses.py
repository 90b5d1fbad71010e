"""Drop the second index of mail addresses: Django makes it for LIKE, and nobody looks for part of an address so.

Addresses are found whole, by the unique index, or by words. Each index less is a tenth of a large roster's time.
"""

from django.db import migrations

NAME = "people_user_email_1f424fe4_like"


class Migration(migrations.Migration):
    dependencies = [("people", "0004_second_steps")]
    operations = [
        migrations.RunSQL(
            f"DROP INDEX IF EXISTS {NAME}",
            f"CREATE INDEX IF NOT EXISTS {NAME} ON people_user (email varchar_pattern_ops)",
            elidable=False,
        )
    ]
