"""What tests of the pages of bail, orders and breaches share."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from cases.models import Case


def url(name: str, case: Case, *more: object) -> str:
    return reverse(f"orders:{name}", args=[case.slug, *more])


def place(case: Case) -> str:
    return reverse("cases:place", args=[case.slug, "bail-and-orders"])


def boxes(name: str, at: datetime) -> dict[str, str]:
    """A moment as its four boxes send it."""
    local = timezone.localtime(at)
    typed = {"day": local.day, "month": local.month, "year": local.year, "time": f"{local:%H:%M}"}
    return {f"{name}_{part}": str(value) for part, value in typed.items()}
