"""Uses the product as people do, with strings of nobody's in every field that takes words."""

import csv
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import BreakGlass, Case, CaseDraft, ImportRow
from soteria.work import jobs
from tests.cases import logging_steps as steps
from tests.security.canaries import Sinks, birds
from victims.models import Letter, SafeContact

TYPED = birds(
    *("victim forename", "victim surname", "victim known as", "language", "contact details", "safe times"),
    *("cover story", "never do", "suspect forename", "suspect surname", "suspect alias", "suspect address"),
    *("description", "place", "response words", "account", "when in words", "note", "note mended", "search purpose"),
    *("new victim surname", "new suspect surname", "edited surname", "edited contact", "restriction", "conflict"),
    *("emergency reason", "emergency finding", "purpose", "filter name", "allocation reason"),
    *("imported victim", "imported suspect", "imported alias", "imported address", "imported summary"),
    *("quarantined victim", "quarantined summary", "set aside", "second account"),
    *(
        "need",
        "contact words",
        "unsafe reason",
        "closure reason",
        "evidence for",
        "evidence against",
        "supervisor words",
    ),
    *("letter", "sent reason", "order words"),
)
# Typed where nothing is kept: looked for in the sinks all the same.
LOST = birds(
    *("half typed", "searched in vain", "bad reference", "bad form", "bad json", "bad file"),
    letters="zyxwvutsrqponmlkjihgfedcba",
)
PHONES = {"victim phone": "07700 900931", "new phone": "07700 900932", "third phone": "07700 900933"}


def people_log_a_case(client: Client) -> Case:
    """Every section of the task list, with a mistake in each form first."""
    draft = _begin(client)
    t = TYPED
    client.post(_log("victims:log-victim", draft, 1), {"act": "save", "version": "0", "surname": LOST["half typed"]})
    client.post(_log("victims:log-victim", draft, 1), {"act": "later", "version": "0", "surname": LOST["half typed"]})
    steps.offence(client, draft, when_in_words=t["when in words"])
    contact = {"known_as": t["victim known as"], "language": t["language"], "method": "text"}
    contact |= {"details": f"{PHONES['victim phone']} {t['contact details']}", "safe_times": t["safe times"]}
    contact |= {"leave_message": "no", "if_someone_else_answers": t["cover story"], "avoid": t["never do"]}
    name = {"forenames": t["victim forename"], "surname": t["victim surname"]}
    steps.victim(client, draft, 2, version="0", **name, **contact)
    person = {"forenames": t["suspect forename"], "surname": t["suspect surname"], "aliases": t["suspect alias"]}
    steps.suspect(client, draft, kind="known", relationship="partner", address=t["suspect address"], **person)
    steps.suspect(client, draft, 2, kind="described", description=t["description"], relationship="stranger")
    where = {"district": "Harbourside", "place": t["place"], "why_blank": "not_known"}
    steps.post(client, "cases:log-where", draft, where)
    answers = {"injured": "not_safe", "words": t["response words"], "why_blank": "not_asked"}
    steps.post(client, "cases:log-response", draft, answers)
    steps.report(client, draft, reported_how="call", account=t["account"])
    client.post(reverse("cases:log-remove", args=[draft.key, "victims", 1]))
    client.post(reverse("cases:log-remove", args=[draft.key, "victim", 1]))
    client.get(reverse("cases:log-check", args=[draft.key]))
    client.post(reverse("cases:log-confirm", args=[draft.key]))
    client.get(reverse("cases:log-done", args=[draft.key]))
    return Case.objects.get()


def _begin(client: Client) -> CaseDraft:
    client.get(reverse("cases:drafts"))
    page = client.get(reverse("cases:drafts"))
    client.post(reverse("cases:log-start"), {"key": page.context["key"]} if "key" in page.context else {})
    return CaseDraft.objects.get()


def _log(name: str, draft: CaseDraft, entry: int) -> str:
    return reverse(name, args=[draft.key, entry])


def people_work_on_it(client: Client, case: Case) -> None:
    """Every page of the case, its notes, its people changed, its filters saved, its searches."""
    t, slug = TYPED, case.slug
    for number in (1, 2):
        client.post(reverse("cases:add-note", args=[slug]), {"text": t["note" if number == 1 else "note mended"]})
    victim, part = case.victims.first(), case.involvements.order_by("pk").first()
    client.post(
        reverse("victims:add", args=[slug]),
        {
            "surname": t["new victim surname"],
            "details": PHONES["new phone"],
            "method": "text",
            "why_blank": "not_asked",
        },
    )
    client.post(
        reverse("victims:edit", args=[slug, victim.pk]),
        {"surname": t["edited surname"], "version": victim.version, "why_blank": "not_asked"},
    )
    contact = {"method": "phone", "details": f"{PHONES['third phone']} {t['edited contact']}", "leave_message": "no"}
    client.post(
        reverse("victims:edit-contact", args=[slug, victim.pk]),
        contact | {"version": SafeContact.objects.get(victim=victim).version},
    )
    client.post(
        reverse("suspects:add", args=[slug]),
        {"kind": "known", "surname": t["new suspect surname"], "relationship": "stranger", "why_blank": "not_known"},
    )
    client.post(reverse("suspects:edit-person", args=[slug, part.pk]), {"surname": LOST["bad form"]})
    for name in ("detail", "timeline", "notes", "who-looked", "print"):
        client.get(reverse(f"cases:{name}", args=[slug]))
    for place in ("victims", "suspects", "offences"):
        client.get(reverse("cases:place", args=[slug, place]))
    client.post(f"{reverse('cases:save-filter')}?state=open", {"name": t["filter name"]})
    client.get(reverse("cases:list"))


def people_search(client: Client, *typed: str) -> None:
    """By page and by API, with and without finding anything."""
    for words in (*typed, LOST["searched in vain"]):
        for purpose in ({}, {"purpose": TYPED["search purpose"]}):
            client.post(reverse("cases:search"), {"typed": words} | purpose)
            client.post(reverse("cases:api-search"), {"typed": words} | purpose, content_type="application/json")


def supervisors_act(client: Client, case: Case, officer: Any, barred: Any) -> None:
    """Restrict, bar and lift, each with a reason."""
    t, slug = TYPED, case.slug
    client.get(reverse("cases:access", args=[slug]))
    client.post(reverse("cases:allocate", args=[slug]), {"person": officer.pk, "reason": t["allocation reason"]})
    client.post(reverse("cases:declare-conflict", args=[slug]), {"person": barred.pk, "reason": t["conflict"]})
    restricted = {"reason": t["restriction"], "person": [officer.pk]}
    client.post(reverse("cases:restrict", args=[slug]), restricted)
    client.get(reverse("cases:access", args=[slug]))
    client.post(reverse("cases:lift-restriction", args=[slug]), {"reason": t["restriction"]})


def people_care_and_close(officer: Client, boss: Client, case: Case) -> None:
    """Needs, a contact, a decision that another signs off, and the letter about it, printed and sent."""
    t, slug = TYPED, case.slug
    for victim in case.victims.all():
        officer.post(
            reverse("victims:edit-needs", args=[slug, victim.pk, "support"]),
            {"version": "0", "adviser": "has", "words_adviser": t["need"], "told_by": "victim", **_today("asked_on")},
        )
        said = {"victim": victim.pk, "channel": "email", "outcome": "reached", "words": t["contact words"]}
        officer.post(
            reverse("victims:add-contact", args=[slug]), said | {"unsafe_reason": t["unsafe reason"]} | _now("at")
        )
    for part in case.involvements.exclude(suspect=None):
        said = {"suspect": str(part.suspect_id), "decision": "not", "reason": "bail", "key": str(uuid4())}
        why = f"{t['order words']} is why no order is needed"
        officer.post(reverse("orders:consider", args=[slug]), said | {"words": why} | _today("on"))
    words = {"reason_text": t["closure reason"], "evidence_for": t["evidence for"]}
    words |= {
        "evidence_against": t["evidence against"],
        "on_delay": "no",
        "on_behaviour": "no",
        "on_corroboration": "no",
    }
    decision = {"decision_maker": "police", "outcome_code": "15", "reasons": "evidence"}
    officer.post(reverse("cases:decide-nfa", args=[slug]), decision | words)
    boss.post(reverse("cases:check-nfa", args=[slug]), {"decision": "sign_off", "words": t["supervisor words"]})
    for letter in Letter.objects.filter(victim__case=case):
        _print_and_send(officer, slug, letter)


def _print_and_send(client: Client, slug: str, letter: Letter) -> None:
    where = [slug, letter.pk]
    text = {part["slug"]: part["text"] for part in letter.parts} | {"meet": TYPED["letter"], "version": "1"}
    client.post(reverse("victims:edit-letter", args=where), text)
    client.post(reverse("victims:finish-letter", args=where))
    jobs.drain(timezone.now())
    for name in ("letter", "letter-pdf"):
        client.get(reverse(f"victims:{name}", args=where))
    sent = {"sent_how": "post", "sent_reason": TYPED["sent reason"]} | _now("sent_at")
    client.post(reverse("victims:send-letter", args=where), sent)


def _today(name: str) -> dict[str, Any]:
    day = timezone.localdate()
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def _now(name: str) -> dict[str, Any]:
    return _today(name) | {f"{name}_time": f"{timezone.localtime():%H:%M}"}


def somebody_breaks_glass(client: Client, case: Case) -> None:
    """An emergency, with a reason that tells of it."""
    reason = f"{TYPED['emergency reason']} is in danger at once"
    client.post(reverse("cases:emergency"), {"reference": case.reference, "reason": reason})
    client.post(reverse("cases:emergency"), {"reference": LOST["bad reference"], "reason": reason})


def others_ask_why(analyst: Client, inspector: Client, case: Case) -> None:
    """A reader from outside says what for; the inspector reviews the emergency."""
    analyst.get(reverse("cases:detail", args=[case.slug]))
    purpose = f"{TYPED['purpose']} and its pattern"
    analyst.post(reverse("cases:purpose", args=[case.slug]), {"purpose": purpose, "next": "/"})
    inspector.get(reverse("cases:emergency-reviews"))
    finding = {"finding": f"{TYPED['emergency finding']} was in danger"}
    inspector.post(reverse("cases:emergency-review", args=[BreakGlass.objects.get().pk]), finding)


def a_file_is_imported(folder: Path, sinks: Sinks, client: Client) -> None:
    """One good row, one that is put in quarantine and set aside, and a file that is none."""
    t = TYPED
    good = {"victim_surname": t["imported victim"], "suspect_surname": t["imported suspect"]}
    good |= {"suspect_aliases": t["imported alias"], "suspect_address": t["imported address"]}
    bad = {"crime_ref": "55/99002/26", "reported_at": "30/02/2026", "victim_surname": t["quarantined victim"]}
    rows = [good | {"summary": t["imported summary"]}, bad | {"summary": t["quarantined summary"]}]
    path = folder / "export.csv"
    path.write_text(_export(rows), encoding="utf-8")
    _run("import_crimes", sinks, path, report=folder / "report.json")
    sinks.hear("import report", (folder / "report.json").read_text())
    broken = folder / "broken.csv"
    broken.write_text(f"{LOST['bad file']},x\n1,2\n")
    _run("import_crimes", sinks, broken)
    client.get(reverse("cases:quarantine"))
    row = ImportRow.objects.filter(state=ImportRow.State.QUARANTINED).first()
    client.get(reverse("cases:quarantine-row", args=[row.pk]))
    client.post(reverse("cases:quarantine-row", args=[row.pk]), {"reported_at": LOST["bad form"]})
    client.post(reverse("cases:set-aside", args=[row.pk]), {"reason": t["set aside"]})


def _export(changes: list[dict[str, str]]) -> str:
    """Rows of the sample export with some values changed."""
    with (settings.BASE_DIR / "tests" / "data" / "rms" / "rms_export.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        sample = next(row for row in csv.DictReader(file) if row["ho_code"].startswith("19") and row["suspect_surname"])
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(sample))
    writer.writeheader()
    writer.writerows(sample | {"crime_ref": "55/99001/26"} | change for change in changes)
    return out.getvalue()


def _run(command: str, sinks: Sinks, *args: Any, **options: Any) -> None:
    """Run a command and hear what it prints."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, *map(str, args), stdout=out, stderr=err, **options)
    except (CommandError, SystemExit) as ended:
        err.write(str(ended))
    sinks.hear("command output", out.getvalue(), err.getvalue())


def things_go_wrong(client: Client, stranger: Client, case: Case) -> None:
    """Refusals, missing pages, wrong forms and a database that quotes what it was given."""
    words = LOST["bad form"]
    stranger.get(reverse("cases:detail", args=[case.slug]))
    stranger.post(reverse("cases:add-note", args=[case.slug]), {"text": words})
    client.post(reverse("cases:api-search"), f'{{"typed": {LOST["bad json"]}', content_type="application/json")
    client.post(reverse("cases:search"), {"typed": "x"})
    Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": words, "password": words})
    Client().post(reverse("account_login"), {"login": words, "password": words})
    _database_quotes("cases_note", "text")
    client.post(reverse("cases:add-note", args=[case.slug]), {"text": TYPED["second account"]})
    _database_is_well("cases_note")
    client.post(reverse("cases:add-note", args=[case.slug]), {"text": TYPED["second account"]})


def _database_quotes(table: str, column: str) -> None:
    """Make the database refuse a row with an error that repeats its values."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION quotes() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION 'refused: %', NEW.{column}; END $$"
        )
        cursor.execute(f"CREATE TRIGGER quotes BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION quotes()")


def _database_is_well(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER quotes ON {table}")
        cursor.execute("DROP FUNCTION quotes()")
