"""A plan is written, approved, reviewed and ended, and a refusal loses nothing."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from suspects.forms.deciding import DecideForm
from suspects.models import DisruptionPlan, NoPlan
from suspects.services import plans
from tests.factories.action import PLAN_SAID, a_draft, a_live_plan
from tests.suspects.plan_pages.planned import DAY, at

pytestmark = pytest.mark.django_db
WRITE = {
    **{name: said for name, said in PLAN_SAID.items() if name != "options"},
    "options_diversion": ["divert_contact"],
    "options_enforcement": ["enforce_bail"],
    "version": "0",
    "drawn_from": "{}",
}


def write(client, suspect, act="send", **said):
    return client.post(at("write-plan", suspect), WRITE | {"act": act} | said)


def test_a_plan_that_lacks_something_is_refused_in_plain_words_and_kept(suspect, manager, sign_in):
    client = sign_in(manager)

    page = write(client, suspect, owner=manager.pk, necessity="", interference="")

    text = page.content.decode()
    assert "Enter why this is necessary now" in text and 'href="#id_necessity"' in text
    assert "Enter how this interferes with private or family life" in text
    kept = DisruptionPlan.objects.get(suspect=suspect)
    assert (kept.state, kept.aim, kept.owner) == ("draft", PLAN_SAID["aim"], manager)
    assert kept.options == ["divert_contact", "enforce_bail"]
    form = page.context["form"]
    answers = {name: form.data[name] for name in ("version", "drawn_from")}

    done = write(client, suspect, owner=manager.pk, **answers)

    assert done.status_code == 302
    kept.refresh_from_db()
    assert kept.state == "sent"


def test_a_draft_is_saved_with_next_to_nothing(suspect, manager, sign_in):
    client = sign_in(manager)
    said = {"act": "save", "aim": "Find out more", "review_days": "28", "version": "0", "drawn_from": "{}"}

    for _ in range(2):
        assert client.post(at("write-plan", suspect), said).status_code == 302

    assert DisruptionPlan.objects.get(suspect=suspect).aim == "Find out more"
    assert "Go on with the plan" in client.get(at("action", suspect)).content.decode()


def test_of_two_who_write_at_once_neither_loses_a_word(suspect, manager, di, sign_in):
    first, second = sign_in(manager), sign_in(di)
    a_draft(suspect, manager)
    page = second.get(at("write-plan", suspect)).context["form"]
    drawn = {name: str(page.get_initial_for_field(page.fields[name], name)) for name in ("version", "drawn_from")}
    write(first, suspect, "save", owner=manager.pk, aim="What the first of them wrote", **drawn)

    answer = write(second, suspect, "save", owner=manager.pk, aim="What the second wrote", **drawn)

    text = answer.content.decode()
    assert "What the first of them wrote" in text and "What the second wrote" in text
    assert DisruptionPlan.objects.get(suspect=suspect).aim == "What the first of them wrote"


def test_an_inspector_approves_and_the_writer_cannot(suspect, manager, di, sign_in):
    plans.send_plan(a_draft(suspect, manager), by=manager)
    own = plans.in_the_making(suspect)
    own.authors = [manager.pk, di.pk]
    own.save()
    yes = {"decision": "yes", "words": "", "version": own.version}
    refused = sign_in(di).post(at("decide-plan", suspect), yes)
    assert "You wrote part of this. Somebody else must approve it" in refused.content.decode()
    own.authors = [manager.pk]
    own.save()

    assert sign_in(di).post(at("decide-plan", suspect), yes).status_code == 302

    plan = DisruptionPlan.objects.get(suspect=suspect)
    assert (plan.state, plan.approved_by) == ("live", di)
    page = sign_in(di).get(at("action", suspect)).content.decode()
    assert "Plan 1 is live" in page and "Review the plan" in page
    assert sign_in(di).get(at("decide-plan", suspect)).status_code == 302


def test_nobody_approves_words_that_he_has_not_read(suspect, manager, di, sign_in):
    client = sign_in(di)
    plans.send_plan(a_draft(suspect, manager), by=manager)
    drawn = client.get(at("decide-plan", suspect)).context["form"]["version"].value()
    plans.send_plan(a_draft(suspect, manager, aim="Something else than what was read"), by=manager)
    said = {"decision": "yes", "words": "It is enough", "version": drawn}

    refused = client.post(at("decide-plan", suspect), said)

    text, form = refused.content.decode(), refused.context["form"]
    assert "This was changed while you read it. Read it again, then decide." in text and "Something else" in text
    assert form["decision"].value() is None and form["words"].value() == "It is enough"
    assert DisruptionPlan.objects.get(suspect=suspect).state == "sent"
    unsaid = client.post(at("decide-plan", suspect), {"decision": "yes", "words": ""})
    assert "This was changed while you read it" in unsaid.content.decode()

    assert client.post(at("decide-plan", suspect), said | {"version": form["version"].value()}).status_code == 302
    assert DisruptionPlan.objects.get(suspect=suspect).state == "live"


def test_an_approval_that_was_kept_is_not_shown_over_another_text(suspect, manager, di, sign_in):
    plan = plans.send_plan(a_draft(suspect, manager), by=manager)
    kept = QueryDict(f"decision=yes&words=Enough&version={plan.version}")
    plan = plans.send_plan(a_draft(suspect, manager, aim="Something else than what was read"), by=manager)

    same = DecideForm(kept, yes="Yes", no="No", version=int(kept["version"]))
    changed = DecideForm(kept, yes="Yes", no="No", version=plan.version)

    assert same.is_valid() and same["decision"].value() == "yes"
    assert not changed.is_valid() and changed["decision"].value() is None
    assert changed["words"].value() == "Enough"


def test_a_plan_is_sent_back_and_its_writer_reads_why(suspect, manager, di, sign_in):
    plan = plans.send_plan(a_draft(suspect, manager), by=manager)
    said = {"decision": "no", "words": "Say who visits", "version": plan.version}

    sign_in(di).post(at("decide-plan", suspect), said)

    assert "Say who visits" in sign_in(manager).get(at("write-plan", suspect)).content.decode()


def test_a_live_plan_is_reviewed_changed_and_ended(suspect, manager, di, sign_in):
    client = sign_in(manager)
    for name in ("review-plan", "end-plan"):
        assert client.get(at(name, suspect)).status_code == 302  # nothing is live yet
    plan = a_live_plan(suspect, manager, di)
    told = dict.fromkeys(("progress", "still_proportionate", "victim_safety"), "As before")

    assert client.post(at("review-plan", suspect), told | {"review_days": "29"}).status_code == 200
    assert client.post(at("review-plan", suspect), told | {"review_days": "10"}).status_code == 302
    begun = client.get(at("write-plan", suspect)).context["form"]
    assert begun.initial["aim"] == PLAN_SAID["aim"]
    assert client.post(at("end-plan", suspect), {"result": "safer", "words": "He moved away"}).status_code == 302

    plan.refresh_from_db()
    assert (plan.state, plan.review_on) == ("ended", DAY + timedelta(days=10))
    page = client.get(at("plan", suspect, plan.pk)).content.decode()
    assert "He moved away" in page and "As before" in page
    assert client.get(at("plan", suspect, plan.pk + 99)).status_code == 404
    assert "Plan 1</a>, ended" in client.get(at("action", suspect)).content.decode()


def test_an_inspector_decides_that_there_is_no_plan(suspect, di, sign_in):
    said = {"reason": "custody", "words": "In prison with no release this month", "review_days": "28"}

    assert sign_in(di).post(at("no-plan", suspect), said).status_code == 302

    assert NoPlan.objects.get(suspect=suspect).decided_by == di
    page = sign_in(di).get(at("action", suspect)).content.decode()
    assert "No plan, for a reason" in page
