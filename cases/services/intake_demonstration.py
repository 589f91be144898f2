"""Fill an empty deployment with invented crimes and people, so that the product is seen at work."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction

from cases.models import Allocation, Case, ImportRun, Note
from cases.rules import intake_file
from cases.rules.intake_file import Export
from cases.services import allocation, intake, notes, restriction
from soteria.accounts import demonstration
from soteria.accounts.models import Force, User

EXPORT = Path(settings.BASE_DIR) / "tests" / "data" / "rms" / "rms_export.csv"
TEAM = demonstration.HARBOURSIDE
SUPPORTED = 24
"""Open cases of the team that get a VEO, every second one a SOLO as well."""
RESTRICTED_BECAUSE = "The suspect is an officer of this force."
NOTES = (
    "Rang the victim at the agreed time. She would rather be written to from now on.",
    "CCTV from the premises asked for. The manager keeps it for 31 days.",
    "Spoke with the ISVA, who will be at the next visit.",
)
Say = Callable[[str], object]
Show = Callable[[Export], intake.Progress]


def is_loaded() -> bool:
    """Whether everything is there: notes come last."""
    force = Force.objects.filter(code=demonstration.FORCE_CODE).first()
    return force is not None and Note.objects.filter(case__force=force).exists()


def load(*, now: datetime, say: Say, show: Show) -> None:
    """Build the force, import its export and set some work going, saying each step; what is done already is passed by.

    `show` is given the export and returns what to tell of rows done.
    """
    say("Making the people of the demonstration force")
    demonstration.build()
    export = intake_file.open_export(EXPORT, {})
    demonstration.officers(homes(export))
    force = Force.objects.get(code=demonstration.FORCE_CODE)
    if not ImportRun.objects.filter(force=force, file_sha256=export.sha256).exclude(finished_at=None).exists():
        say(f"Importing {export.rows:,} rows of its records system")
        intake.run(export, force, now=now, progress=show(export))
    say("Giving cases to the people who support victims, and restricting one")
    _support(force)
    _restrict(force)
    _write_notes(force)


def homes(export: Export) -> dict[str, str]:
    """The district of most of each officer's crimes, by collar number."""
    districts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in intake_file.read_rows(export):
        districts[row.values["oic_collar"]][row.values["district"]] += 1
    return {collar: counted.most_common(1)[0][0] for collar, counted in sorted(districts.items()) if collar}


def _cases(force: Force) -> Iterator[Case]:
    """Open cases of the team that have an officer, newest first."""
    cases = Case.objects.open().filter(force=force, team__name=TEAM, oic__isnull=False).select_related("oic")
    return cases.order_by("-reported_at", "-pk").iterator(chunk_size=100)


def _person(force: Force, role: str) -> User:
    collar = next(entry.collar for entry in demonstration.SIGN_INS if entry.role == role and entry.team == TEAM)
    return User.objects.get(force=force, collar_number=collar)


@transaction.atomic
def _support(force: Force) -> None:
    if Allocation.objects.filter(case__force=force).exists():
        return
    supervisor, veo, solo = (_person(force, role) for role in ("supervisor", "veo", "solo"))
    for number, case in enumerate(islice(_cases(force), SUPPORTED)):
        allocation.allocate_support(case=case, user=veo, duty=Allocation.Duty.VEO, by=supervisor)
        if number % 2 == 0:
            allocation.allocate_support(case=case, user=solo, duty=Allocation.Duty.SOLO, by=supervisor)


@transaction.atomic
def _restrict(force: Force) -> None:
    """One case that only the inspector and its officer can see; the officer who signs in is not that officer."""
    if Case.objects.filter(force=force, is_restricted=True).exists():
        return
    signs_in = _person(force, "oic")
    case = next(case for case in islice(_cases(force), SUPPORTED, None) if case.oic_id != signs_in.pk)
    people = [case.oic] if case.oic else []
    restriction.restrict_case(case=case, reason=RESTRICTED_BECAUSE, people=people, by=_person(force, "di"))


@transaction.atomic
def _write_notes(force: Force) -> None:
    author = _person(force, "oic")
    for number, case in enumerate(islice((c for c in _cases(force) if c.oic_id == author.pk), len(NOTES) * 2)):
        text = NOTES[number % len(NOTES)]
        notes.write_note(case=case, text=text, key=uuid5(NAMESPACE_URL, f"demonstration:{case.pk}"), by=author)
