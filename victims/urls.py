"""Routes of victims."""

from django.urls import URLPattern, path

from victims.views import contacts, letters, needs, people

app_name = "victims"
OF_CASE = "cases/<slug:slug>/"
OF_VICTIM = f"{OF_CASE}victims/<int:victim_id>/"
OF_LETTER = f"{OF_CASE}letters/<int:letter_id>/"
urlpatterns: list[URLPattern] = [
    path("cases/log/<uuid:key>/victims/<int:entry>/", people.log_victim, name="log-victim"),
    path(f"{OF_CASE}victims/new/", people.add_victim, name="add"),
    path(f"{OF_VICTIM}edit/", people.edit_victim, name="edit"),
    path(f"{OF_VICTIM}safe-contact/edit/", people.edit_contact, name="edit-contact"),
    path(f"{OF_VICTIM}needs/<slug:group>/edit/", needs.edit_needs, name="edit-needs"),
    path(f"{OF_VICTIM}needs/history/", needs.needs_history, name="needs-history"),
    path(f"{OF_LETTER}", letters.letter, name="letter"),
    path(f"{OF_LETTER}edit/", letters.edit_letter, name="edit-letter"),
    path(f"{OF_LETTER}finish/", letters.finish_letter, name="finish-letter"),
    path(f"{OF_LETTER}pdf/", letters.letter_pdf, name="letter-pdf"),
    path(f"{OF_LETTER}sent/", letters.send_letter, name="send-letter"),
    path(f"{OF_CASE}contact/new/", contacts.add_contact, name="add-contact"),
]
