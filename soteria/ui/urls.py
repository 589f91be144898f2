"""Addresses of the shell's own pages. The gallery is added in soteria.urls, since only signed-in people see it."""

from django.urls import path

from soteria.ui import views

app_name = "ui"

urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help_page, name="help"),
    path("exit/", views.leave, name="exit"),
    path("stay/", views.stay, name="stay"),
]
