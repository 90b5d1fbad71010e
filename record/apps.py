"""The record app: discovers each app's `record.py` at start."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RecordConfig(AppConfig):
    """Walks the declarations once all models are loaded, as Django does with `admin.py`."""

    name = "record"

    def ready(self) -> None:
        autodiscover_modules("record")
        import_module("record.checks")
