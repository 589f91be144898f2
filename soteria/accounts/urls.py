"""Signing in and managing one's own account: allauth's pages that we use, and no others."""

from allauth.account import views as account
from allauth.socialaccount import views as social
from allauth.usersessions import views as sessions
from django.urls import include, path

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("single-sign-on/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("single-sign-on/error/", social.login_error, name="socialaccount_login_error"),
    path("single-sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
