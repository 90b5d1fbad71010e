"""The ASGI entry point."""

import os

from django.core.asgi import get_asgi_application
from django.db import connection
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

application = get_asgi_application()
import_string("record.keys.refuse_bad_masters")()
# Whoever forks this process wants a connection of their own.
connection.close()
import_string("pairing.engine.ready.begin")()
