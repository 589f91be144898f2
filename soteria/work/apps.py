"""The job table."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkConfig(AppConfig):
    """Finds every app's jobs, so that each kind has its handler."""

    name = "soteria.work"
    label = "work"

    def ready(self) -> None:
        """Import the `jobs` module of every app."""
        autodiscover_modules("jobs")
