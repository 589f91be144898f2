"""Soteria: the project package, which holds settings, wiring and the platform under every app."""

from soteria.celery import app as celery_app

__all__ = ["celery_app"]
