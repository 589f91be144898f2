"""Routes of victims."""

from django.urls import URLPattern, path

from victims.views import contacts, needs, people

app_name = "victims"
OF_CASE = "cases/<slug:slug>/"
OF_VICTIM = f"{OF_CASE}victims/<int:victim_id>/"
urlpatterns: list[URLPattern] = [
    path("cases/log/<uuid:key>/victims/<int:entry>/", people.log_victim, name="log-victim"),
    path(f"{OF_CASE}victims/new/", people.add_victim, name="add"),
    path(f"{OF_VICTIM}edit/", people.edit_victim, name="edit"),
    path(f"{OF_VICTIM}safe-contact/edit/", people.edit_contact, name="edit-contact"),
    path(f"{OF_VICTIM}needs/<slug:group>/edit/", needs.edit_needs, name="edit-needs"),
    path(f"{OF_VICTIM}needs/history/", needs.needs_history, name="needs-history"),
    path(f"{OF_CASE}contact/new/", contacts.add_contact, name="add-contact"),
]
