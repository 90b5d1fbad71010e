#!/usr/bin/env python
"""Django's command line; without DATABASE_URL it works on the embedded development servers."""

import os
import sys

from django.core.management import execute_from_command_line

from mentoring import development, embedded

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
    if "DATABASE_URL" not in os.environ:
        servers = embedded.start(development.DATA)
        os.environ.update(development.environment(servers.database_url, servers.redis_url))
    execute_from_command_line(sys.argv)
