"""The insights app: registers its system checks."""

from django.apps import AppConfig

from insights import checks

__all__ = ["InsightsConfig", "checks"]


class InsightsConfig(AppConfig):
    """Releases and what their viewers see."""

    name = "insights"
