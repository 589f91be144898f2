"""App configuration."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """Holds the models of the baseline; installed for the benchmark alone."""

    name = "tests.bench"
    label = "bench"
