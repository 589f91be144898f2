"""Addresses of the shell's own pages. What each needs is declared in soteria.accounts.declared, a layer above."""

from django.urls import path

from soteria.ui import views

app_name = "ui"

urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help_page, name="help"),
    path("exit/", views.leave, name="exit"),
    path("stay/", views.stay, name="stay"),
    path("gallery/", views.show_gallery, name="gallery"),
    path("gallery/errors/<slug:name>/", views.show_error, name="gallery-error"),
]
