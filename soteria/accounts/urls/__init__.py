"""Signing in and managing one's own account: allauth's pages that we use, and no others."""

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.urls import include, path

from soteria.accounts.oidc import views as oidc
from soteria.accounts.views import keys, own

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/second-factor/", include("allauth.mfa.base.urls")),
    path("account/second-factor/totp/", include("allauth.mfa.totp.urls")),
    path("account/second-factor/recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
    path("account/second-factor/keys/add/", keys.add, name="mfa_add_webauthn"),
    path("account/second-factor/keys/confirm/", keys.confirm, name="mfa_reauthenticate_webauthn"),
    path("account/second-factor/keys/<int:pk>/rename/", keys.rename, name="mfa_edit_webauthn"),
    path("account/second-factor/keys/<int:pk>/remove/", keys.remove, name="mfa_remove_webauthn"),
    path("account/sessions/", own.sessions, name="usersessions_list"),
    path("single-sign-on/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("single-sign-on/<slug:provider_id>/", oidc.start, name="openid_connect_login"),
    path("single-sign-on/<slug:provider_id>/callback/", oidc.callback, name="openid_connect_callback"),
    path(".well-known/security.txt", own.security_txt, name="security_txt"),
    path("", include("soteria.accounts.urls.people")),
]
