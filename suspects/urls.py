"""Routes of suspects."""

from django.urls import URLPattern, path

from suspects import views

app_name = "suspects"
urlpatterns: list[URLPattern] = [
    path("cases/log/<uuid:key>/suspects/<int:entry>/", views.log_suspect, name="log-suspect"),
    path("cases/log/<uuid:key>/suspects/<int:entry>/same-person/", views.same_person, name="log-same-person"),
    path("cases/<slug:slug>/suspects/<int:involvement_id>/edit/", views.edit_involvement, name="edit"),
    path("cases/<slug:slug>/suspects/<int:involvement_id>/person/edit/", views.edit_suspect, name="edit-person"),
]
