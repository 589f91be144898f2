"""Routes of victims."""

from django.urls import URLPattern, path

from victims import views

app_name = "victims"
urlpatterns: list[URLPattern] = [
    path("cases/log/<uuid:key>/victims/<int:entry>/", views.log_victim, name="log-victim"),
    path("cases/<slug:slug>/victims/new/", views.add_victim, name="add"),
    path("cases/<slug:slug>/victims/<int:victim_id>/edit/", views.edit_victim, name="edit"),
    path("cases/<slug:slug>/victims/<int:victim_id>/safe-contact/edit/", views.edit_contact, name="edit-contact"),
]
