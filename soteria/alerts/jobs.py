"""Deliver alerts: on the screen always, and by an e-mail that says nothing when the person has an address."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.utils import timezone

from soteria.alerts.models import Alert
from soteria.work import services as work
from soteria.work.handlers import handles
from soteria.work.models import Job

DELIVER = "alerts.deliver"
SUBJECT = "You have an alert in Soteria"
# The message crosses other systems: it names no case, no person and no reason.
TEXT = "Sign in to Soteria to read it and to say that you know.\n\nDo not reply to this message."
LATE = timedelta(minutes=1)
AT_ONCE = 500


def ask_to_deliver(alert_id: int) -> None:
    """Write the job that delivers an alert; a second ask changes nothing."""
    work.enqueue(DELIVER, alert_id, key=f"{DELIVER}:{alert_id}")


@handles(DELIVER)
def deliver(job: Job) -> None:
    """Send the e-mail and stamp the alert as delivered. Nothing happens for one that is delivered, settled or gone."""
    alert = (
        Alert.objects.select_for_update(of=("self",)).select_related("for_user").filter(pk=job.object_id or 0).first()
    )
    if alert is None or alert.delivered_at is not None or alert.settled_at is not None:
        return
    if alert.for_user.email and alert.for_user.is_active:
        _message(alert).send()
    alert.delivered_at = timezone.now()
    alert.save(update_fields=["delivered_at"])


def _message(alert: Alert) -> EmailMessage:
    """One alert has one message id, so a mail server or reader that gets it twice can tell."""
    headers = {"Message-ID": f"<alert-{alert.pk}@soteria>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(SUBJECT, TEXT, to=[alert.for_user.email], headers=headers)


def sweep(now: datetime) -> int:
    """Ask again for each alert that is late to be delivered; returns how many were late."""
    late = list(Alert.objects.undelivered(now - LATE).order_by("raised_at").values_list("pk", flat=True)[:AT_ONCE])
    for alert_id in late:
        ask_to_deliver(alert_id)
    return len(late)
