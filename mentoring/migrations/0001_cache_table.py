"""The table of the database cache, which sign-in and rate limits rely on."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create_cache_table(_apps: Any, schema_editor: Any) -> None:
    """Make the table the settings name."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Runs once, before anybody signs in."""

    dependencies = ()
    operations = (migrations.RunPython(create_cache_table, migrations.RunPython.noop),)
