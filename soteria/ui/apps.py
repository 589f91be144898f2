"""The page kit as a Django app, so that its template tags are found."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Register the page kit; it has no models and changes nothing when it starts."""

    name = "soteria.ui"
    label = "ui"
    verbose_name = "Page kit"
