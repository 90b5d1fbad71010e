"""The outbox app: discovers each app's `messages.py` at start."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """Walks the declared message kinds once all models are loaded."""

    name = "outbox"

    def ready(self) -> None:
        autodiscover_modules("messages")
