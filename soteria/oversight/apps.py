"""Oversight pages."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Oversight pages; no models of its own."""

    name = "soteria.oversight"
    label = "oversight"
