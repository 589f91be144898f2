"""The pages of plans, and what is written there."""

from django.urls import reverse
from django.utils import timezone

NOW, DAY = timezone.now(), timezone.localdate()
LIST = "/suspects/plans/"


def at(name, suspect, *rest):
    return reverse(f"suspects:{name}", args=[suspect.pk, *rest])
