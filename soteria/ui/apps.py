"""The page kit as a Django app, so that its template tags are found."""

from typing import Any

from django.apps import AppConfig
from django.core import checks

from soteria.ui import assets


def check_npm(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Warn when the npm packages that the browser needs are not installed."""
    missing = assets.missing()
    if not missing:
        return []
    words = f"{len(missing)} files for the browser are missing, such as {missing[0]}."
    return [checks.Warning(words, hint="Run: npm ci", id="ui.W001")]


class UiConfig(AppConfig):
    """The page kit; it has no models."""

    name = "soteria.ui"
    label = "ui"
    verbose_name = "Page kit"

    def ready(self) -> None:
        """Register the check of the npm packages."""
        checks.register(check_npm)
