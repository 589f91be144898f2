"""Imports and their quarantine."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
