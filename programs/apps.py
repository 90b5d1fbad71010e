"""The programs app: discovers each app's `program_parts.py` at start."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProgramsConfig(AppConfig):
    """Walks the apps' shares of a program once all models are loaded, as Django does with `admin.py`."""

    name = "programs"

    def ready(self) -> None:
        autodiscover_modules("program_parts")
