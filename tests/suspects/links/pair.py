"""Two records that may be of one man, and the page of their pair."""

from datetime import date

from django.urls import reverse

from cases.services import names
from suspects.services import recording
from tests.factories import InvolvementFactory, SuspectFactory

QUEUE = "/suspects/links/"
BORN = date(1984, 3, 7)
WHO = {"date_of_birth": BORN, "sex": "M", "pnc_id": "84/12345A"}


def on_record(case, **facts):
    """A suspect with a part in a case, found by name."""
    part = InvolvementFactory(case=case, suspect=SuspectFactory(**facts))
    names.index([recording.name_row(part)])
    return part.suspect


def page_of(link):
    return reverse("suspects:link", args=[link.left_id, link.right_id])


def send(client, link, act="same", **facts):
    address = reverse("suspects:decide-link", args=[link.left_id, link.right_id])
    return client.post(address, {"act": act, "reason": "identified", "words": ""} | facts, follow=True)
