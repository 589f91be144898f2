"""An import that is killed without warning, at any moment, loses and doubles nothing once it is run again."""

import os
import random
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cases.models import Case, CaseAccess, CaseName, CrimeReport, ImportRow, ImportRun, Offence
from soteria.audit.models import AuditEvent
from soteria.audit.verify import verify
from suspects.models import Involvement, InvolvementStatus, Suspect, SuspectAddress
from tests.cases.test_intake import EXPORT, NAMELESS, expected, run_import
from tests.factories import TeamFactory, UserFactory
from victims.models import Victim

# What the whole export comes to, however often it was cut short.
WHOLE = {
    Case: 1379,
    CrimeReport: 558,
    ImportRow: 2000,
    Offence: 1379,
    Victim: 1379,
}


def database_url() -> str:
    """The test database, as a child process is told of it."""
    known = connection.settings_dict
    host = known["OPTIONS"].get("host") or known["HOST"]
    return (
        f"postgres://{quote(known['USER'])}:{quote(known['PASSWORD'])}@/{known['NAME']}"
        f"?host={quote(host, safe='')}&port={known['PORT'] or 5432}"
    )


def start_import() -> subprocess.Popen[bytes]:
    """An import of the export in a process of its own."""
    url = database_url()
    env = os.environ | {"DATABASE_URL": url, "DATABASE_OWNER_URL": url, "REDIS_URL": "memory://"}
    command = [sys.executable, "manage.py", "import_crimes", str(EXPORT)]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def wait_for_rows(process: subprocess.Popen[bytes], wanted: int) -> None:
    """Until that many rows are kept."""
    until = time.monotonic() + 120
    while ImportRow.objects.count() < wanted:
        assert process.poll() is None, "the import ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_half_way_is_taken_up_by_the_next(tmp_path):
    call_command("load_reference", verbosity=0)
    TeamFactory()
    UserFactory(collar_number="DC1046", username="dc1046")
    process = start_import()
    wait_for_rows(process, random.choice([1, 501, 1001]))
    time.sleep(random.random() / 20)  # so that some runs are killed in the middle of a batch
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = ImportRow.objects.count()
    assert 0 < kept < 2000, f"killed with {kept} rows kept"
    assert Case.objects.count() == Offence.objects.count() == Victim.objects.count()
    assert ImportRun.objects.get().finished_at is None

    report = run_import(EXPORT, tmp_path / "report.json")

    wanted = expected()
    assert report | {"quarantine": None} == wanted | {"quarantine": None}
    assert len(report["quarantine"].pop(NAMELESS)) == len(wanted["quarantine"].pop(NAMELESS))
    assert report["quarantine"] == wanted["quarantine"]
    assert {model: model.objects.count() for model in WHOLE} == WHOLE
    assert ImportRun.objects.get().finished_at is not None
    assert Involvement.objects.count() == 1379
    assert InvolvementStatus.objects.values("involvement").distinct().count() == Suspect.objects.count()
    assert SuspectAddress.objects.count() == Suspect.objects.count()
    assert CaseName.objects.count() == Victim.objects.count() + Suspect.objects.count()
    assert CaseAccess.objects.count() == Case.objects.filter(oic__isnull=False).count() > 0
    # Every crime is told of once, and the chain over all of it is whole.
    assert AuditEvent.objects.filter(verb__in=["case.imported", "crime.imported"]).count() == 1379 + 558
    assert verify().fault == ""
