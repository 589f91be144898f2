"""The ledger: what must be there after a fault, each once, and what is there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cases.models import Case
from orders.models import Breach
from soteria.accounts.models import User
from soteria.alerts.models import Alert
from soteria.audit.models import AuditEvent
from soteria.work.models import Job
from tests.chaos import outbox


@dataclass(frozen=True)
class Tally:
    """What was wanted and what was found. A message that left twice under one id is counted apart."""

    wanted: Counter[str]
    found: Counter[str]
    again: int = 0

    @property
    def missing(self) -> int:
        return (self.wanted - self.found).total()

    @property
    def doubled(self) -> int:
        """What is there too often, or was never asked for."""
        return (self.found - self.wanted).total()


def of_breaches(case: Case, keys: Iterable[UUID], people: Iterable[User], *, has_jobs: bool = True) -> Tally:
    """Each form one breach, audited once, told of by one job; each person one alert, raised, delivered, written to."""
    wanted: Counter[str] = Counter()
    for key in keys:
        wanted.update([f"breach {key}", f"logged {key}", *([f"told {key}"] if has_jobs else [])])
        for person in people:
            wanted.update(f"{what} {key} {person.pk}" for what in ("alert", "raised", "delivered", "letter"))
    found, again = _found(case)
    return Tally(wanted, found, again)


def _found(case: Case) -> tuple[Counter[str], int]:
    keys = dict(Breach.objects.filter(case=case).values_list("pk", "key"))
    alerts = {}
    for pk, dedupe in Alert.objects.filter(case_id=case.pk, kind="orders.breach").values_list("pk", "dedupe_key"):
        breach, person = dedupe.split(":")[1:]
        alerts[pk] = f"{keys[int(breach)]} {person}"
    found = Counter(f"breach {key}" for key in keys.values())
    found.update(f"alert {name}" for name in alerts.values())
    events = AuditEvent.objects.filter(case_id=case.pk, verb__in=("breach.logged", "alert.raised"))
    for verb, object_id in events.values_list("verb", "object_id"):
        if verb == "breach.logged":
            found[f"logged {keys[int(object_id)]}"] += 1
        elif int(object_id) in alerts:
            found[f"raised {alerts[int(object_id)]}"] += 1
    found.update(_done("told", "orders.tell_of_breach", keys))
    found.update(_done("delivered", "alerts.deliver", alerts))
    left = outbox.sent()
    letters = {name: left[f"<alert-{pk}@soteria>"] for pk, name in alerts.items()}
    found.update(f"letter {name}" for name, times in letters.items() if times)
    return found, sum(times - 1 for times in letters.values() if times)


def _done(what: str, kind: str, named: dict[int, object]) -> Counter[str]:
    """The jobs of a kind that are done, by what they were for."""
    rows = Job.objects.filter(kind=kind, object_id__in=list(named), done_at__isnull=False)
    return Counter(f"{what} {named[pk]}" for pk in rows.values_list("object_id", flat=True) if pk is not None)
