"""The work that scores, and what came of it."""

from datetime import timedelta

from django.utils import timezone

from soteria.work import jobs as work
from suspects.models import Standing


def drain(minutes=0):
    return work.drain(timezone.now() + timedelta(minutes=minutes))


def base_of(suspect_id):
    return Standing.objects.get(suspect=suspect_id).base
