"""The way to the force’s identity service and back."""

from django.test import Client

from tests.accounts.issuer import Issuer

START = "/single-sign-on/force/"
BACK = "/single-sign-on/force/callback/"


def sign_on(client: Client, issuer: Issuer, **answer: str):
    """Go and come back."""
    gone = client.post(START)
    return client.get(BACK, issuer.visit(gone.url) | answer)
