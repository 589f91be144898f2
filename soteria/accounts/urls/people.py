"""Pages that are ours: one's own sessions, and people for system administrators."""

from django.urls import path

from soteria.accounts.views import own, people

app_name = "accounts"

urlpatterns = [
    path("account/sessions/others/end/", own.end_others, name="end_others"),
    path("account/sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("account/keep/", own.keep, name="keep"),
    path("account/begin/<str:uid>/<str:token>/", own.begin, name="begin"),
    path("people/", people.listing, name="people"),
    path("people/add/", people.add, name="add"),
    path("people/<int:pk>/", people.detail, name="person"),
    path("people/<int:pk>/roles/grant/", people.grant, name="grant"),
    path("people/<int:pk>/roles/<int:seat>/end/", people.end_role, name="end_role"),
    path("people/<int:pk>/close/", people.deactivate, name="deactivate"),
    path("people/<int:pk>/open/", people.reactivate, name="reactivate"),
    path("people/<int:pk>/sessions/end/", people.end_sessions, name="end_sessions"),
    path("people/<int:pk>/second-factor/reset/", people.reset_factor, name="reset_factor"),
    path("people/<int:pk>/invite/", people.invite, name="invite"),
    path("people/<int:pk>/identity/", people.link, name="link"),
]
