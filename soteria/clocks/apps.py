"""Clocks."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Clocks."""

    name = "soteria.clocks"
    label = "clocks"
