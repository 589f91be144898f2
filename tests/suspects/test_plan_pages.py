"""Pages of plans: who sees and does what, that a refusal loses nothing, and that a restricted case tells nothing."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from cases.services import restriction
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from soteria.ui import dates
from suspects.forms.deciding import DecideForm
from suspects.models import DisruptionPlan, Marker, Nomination, NoPlan, Suspect
from suspects.queries import action, papers
from suspects.queries import plans as queries
from suspects.services import markers, merging, plans
from suspects.views import purpose
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, TeamFactory, member
from tests.factories.action import PLAN_SAID, RECORD_SAID, a_draft, a_live_plan, list_since, stand

pytestmark = pytest.mark.django_db
NOW, DAY = timezone.now(), timezone.localdate()
LIST = "/suspects/plans/"
WRITE = {
    **{name: said for name, said in PLAN_SAID.items() if name != "options"},
    "options_diversion": ["divert_contact"],
    "options_enforcement": ["enforce_bail"],
    "version": "0",
    "drawn_from": "{}",
}


@pytest.fixture
def suspect(case):
    suspect = InvolvementFactory(case=case).suspect
    list_since(suspect, DAY - timedelta(days=40))
    return suspect


@pytest.fixture
def manager(team):
    """An offender manager of the force."""
    return member(Role.OFFENDER_MANAGER, TeamFactory(force=team.force, name="Offender management"))


@pytest.fixture
def sign_in(sign_in):
    """A client of somebody who has said what they need the lists for."""

    def signed(user):
        client = sign_in(user)
        session = client.session
        session[purpose.KEY] = {purpose.LIST: [NOW.timestamp() + purpose.SECONDS, 0]}
        session.save()
        return client

    return signed


@pytest.fixture
def elsewhere(team):
    """Another team of the force."""
    return TeamFactory(force=team.force, name="Riverton RASSO", district="Riverton")


def at(name, suspect, *rest):
    return reverse(f"suspects:{name}", args=[suspect.pk, *rest])


def write(client, suspect, act="send", **said):
    return client.post(at("write-plan", suspect), WRITE | {"act": act} | said)


# ------------------------------------------------------------------------------------------------------- who may see


OF_ONE = ("action", "write-plan", "decide-plan", "review-plan", "end-plan", "no-plan", "nominate", "ask-for-marker")


@pytest.mark.parametrize("role", [Role.OIC, Role.VEO, Role.LEAD, Role.AUDITOR, Role.CALL_HANDLER, Role.CPS_LIAISON])
def test_roles_that_do_not_read_intelligence_are_refused(role, suspect, team, sign_in):
    client = sign_in(member(role, team))

    assert {client.get(at(name, suspect)).status_code for name in (*OF_ONE, "profile")} == {403}
    assert client.get(LIST).status_code == client.get(reverse("suspects:agenda")).status_code == 403


def test_another_team_sees_neither_the_suspect_nor_that_there_is_one(suspect, elsewhere, sign_in):
    client = sign_in(member(Role.DI, elsewhere))
    missing = Suspect(pk=suspect.pk + 999)

    assert "Plans for suspects (0)" in client.get(LIST).content.decode()
    for name in (*OF_ONE, "profile"):
        assert client.get(at(name, suspect)).status_code == client.get(at(name, missing)).status_code == 404
        assert client.post(at(name, suspect)).status_code in (404, 405)


def test_a_case_that_is_restricted_hides_its_suspect_from_all_who_are_not_named(suspect, case, manager, di, sign_in):
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    client = sign_in(manager)

    assert "Plans for suspects (0)" in client.get(LIST).content.decode()
    assert client.get(at("action", suspect)).status_code == 404
    assert client.get(at("profile", suspect)).status_code == 404


def test_what_was_written_of_a_restricted_record_stays_with_its_readers_once_it_is_joined(
    suspect, team, manager, supervisor, di, sign_in
):
    """He is met elsewhere too; that another record was joined to his, and what was done about it, is not for all."""
    hidden = CaseFactory(team=team, reference="55/40003/26")
    other = InvolvementFactory(case=hidden, suspect=SuspectFactory()).suspect
    plan = a_live_plan(other, manager, di)
    plans.end_plan(plan, by=manager, result="charged", words="He was charged with it", now=NOW)
    marker = markers.ask_for_marker(other, kind="sexual", reason="Said in the hidden case", by=manager)
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)
    made = merging.confirm(suspect, other, reason="identified", words="", by=di)
    assert (made.kept_id, made.folded_id) == (suspect.pk, other.pk)

    for user in (manager, supervisor):
        client = sign_in(user)
        text = client.get(at("action", suspect)).content.decode()
        assert "Plan 1" not in text and "Said in the hidden case" not in text
        assert client.get(at("plan", suspect, plan.pk)).status_code == 404
        found = action.read(user, suspect, DAY)
        assert (found.plans, found.markers, [one.suspect_id for one in found.entries]) == ((), (), [suspect.pk])
    assert "Said in the hidden case" in sign_in(di).get(at("action", suspect)).content.decode()
    assert action.read(di, suspect, DAY).markers == (marker,)
    assert sign_in(di).get(at("plan", suspect, plan.pk)).status_code == 200


def test_a_conflict_of_interest_beats_the_reach_of_the_force(suspect, case, manager, di, sign_in):
    restriction.declare_conflict(case=case, user=manager, reason="Neighbour", by=di)

    assert sign_in(manager).get(at("write-plan", suspect)).status_code == 404


def test_an_offender_manager_writes_and_does_not_approve_nor_decide_for_none(suspect, manager, sign_in):
    client = sign_in(manager)

    assert client.get(at("write-plan", suspect)).status_code == 200
    assert client.get(at("decide-plan", suspect)).status_code == 403
    assert client.get(at("no-plan", suspect)).status_code == 403


def test_the_profile_names_no_case_that_the_reader_may_not_see(suspect, team, supervisor, elsewhere):
    InvolvementFactory(case=CaseFactory(team=elsewhere, reference="55/40001/26"), suspect=suspect)
    hidden = CaseFactory(team=team, reference="55/40002/26", is_restricted=True, restricted_reason="Police suspect")
    InvolvementFactory(case=hidden, suspect=suspect)

    assert [case.reference for case in papers.cases_of(supervisor, suspect)] == ["55/20001/26"]


def test_whoever_reads_the_force_says_what_for_first(suspect, manager, client):
    client.force_login(manager)

    for address in (LIST, reverse("suspects:agenda")):
        assert client.get(address)["Location"].startswith(reverse("suspects:list-purpose"))
    for name in ("action", "write-plan", "profile", "nominate"):
        assert client.get(at(name, suspect))["Location"].startswith(reverse("suspects:purpose", args=[suspect.pk]))


def test_a_child_stands_on_no_list_but_that_of_inspectors(suspect, manager, supervisor, di, sign_in):
    Suspect.objects.filter(pk=suspect.pk).update(date_of_birth=DAY - timedelta(days=365 * 15))

    for person, status, total in ((manager, 403, 0), (supervisor, 403, 0), (di, 200, 1)):
        client = sign_in(person)
        assert client.get(at("action", suspect)).status_code == status
        assert client.get(LIST).context["total"] == total


def test_titles_name_nobody(suspect, manager, sign_in):
    client = sign_in(manager)

    for name in ("action", "write-plan", "nominate", "ask-for-marker"):
        page = client.get(at(name, suspect)).content.decode()
        assert "Thornbury" in page and "Thornbury" not in page.split("</title>")[0]


# --------------------------------------------------------------------------------------------------------- the plan


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


# ------------------------------------------------------------------------------------------- nominations and markers


def test_a_nomination_is_written_proposed_and_decided(suspect, manager, di, sign_in):
    client = sign_in(manager)
    chosen = client.post(at("nominate", suspect), {"route": "mappa"})
    assert chosen["Location"] == at("write-nomination", suspect, "mappa")
    said = RECORD_SAID | {"mappa_level": "2", "act": "send", "version": "0", "drawn_from": "{}"}
    refused = client.post(chosen["Location"], said | {"equality": ""})
    assert "Enter what was considered about equality" in refused.content.decode()
    assert Nomination.objects.get(suspect=suspect).state == "draft"
    drawn = {name: refused.context["form"].data[name] for name in ("version", "drawn_from")}
    assert client.post(chosen["Location"], said | drawn).status_code == 302
    nomination = Nomination.objects.get(suspect=suspect)
    assert (nomination.state, nomination.mappa_level) == ("proposed", "2")
    assert client.post(chosen["Location"], RECORD_SAID | {"act": "save"}).status_code in (200, 302)
    assert client.get(at("write-nomination", suspect, "nowhere")).status_code == 404

    Nomination.objects.update(state="proposed", proposed_at=NOW, proposed_by=manager)
    address, inspector = at("decide-nomination", suspect, nomination.pk), sign_in(di)
    drawn = Nomination.objects.get(suspect=suspect).version
    said = {"decision": "no", "words": "He is managed by another force already", "version": drawn}
    unread = inspector.post(address, said | {"version": drawn - 1})
    assert "This was changed while you read it. Read it again, then decide." in unread.content.decode()
    assert Nomination.objects.get(suspect=suspect).state == "proposed"

    assert {inspector.post(address, said).status_code for _ in range(2)} == {302}
    assert Nomination.objects.get(suspect=suspect).state == "declined"
    assert "managed by another force" in client.get(at("action", suspect)).content.decode()


def test_a_marker_is_asked_for_placed_and_taken_off(suspect, manager, sign_in):
    client = sign_in(manager)
    said = {"kind": "weapons", "reason": "He carried a knife at two arrests"}
    assert client.post(at("ask-for-marker", suspect), said).status_code == 302
    assert "already" in client.post(at("ask-for-marker", suspect), said).content.decode()
    marker = Marker.objects.get(suspect=suspect)
    page = at("marker", suspect, marker.pk)
    assert "Enter the date" in client.post(page, {"step": "placed"}).content.decode()
    on = {"on_day": DAY.day, "on_month": DAY.month, "on_year": DAY.year}

    assert client.post(page, {"step": "placed"} | on).status_code == 302
    assert "Enter why" in client.post(page, {"step": "closed"}).content.decode()
    assert client.post(page, {"step": "closed", "words": "Not needed now"}).status_code == 302

    marker.refresh_from_db()
    assert marker.state == "removed"


# --------------------------------------------------------------------------------------------------- list and papers


def make_many(case, manager, di):
    """One of every kind of line, with what each filter shows."""
    people = {}
    for name, days in (("live", 0), ("soon", 25), ("late", 40), ("none", 0), ("missing", 0), ("sent", 0)):
        people[name] = InvolvementFactory(case=case, suspect=SuspectFactory(surname=name.title())).suspect
        list_since(people[name], DAY - timedelta(days=50))
        if name in ("live", "soon", "late"):
            a_live_plan(people[name], manager, di, NOW - timedelta(days=days))
    words = "In prison with no release this month"
    plans.decide_no_plan(people["none"], reason="custody", words=words, review_days=28, by=di)
    plans.send_plan(a_draft(people["sent"], manager), by=manager)
    return people


def test_the_list_shows_whom_each_filter_counts(case, manager, di, sign_in):
    make_many(case, manager, di)
    client = sign_in(manager)
    wanted = {
        "all": {"Live", "Soon", "Late", "None", "Missing", "Sent"},
        "overdue": {"Late"},
        "due": {"Soon"},
        "missing": {"Missing", "Sent"},
        "sent": {"Sent"},
    }

    for show, names in wanted.items():
        page = client.get(LIST, {"show": show})
        assert {row.name.split()[-1] for row in page.context["page"].rows} == names, show
        assert page.context["total"] == len(names) == queries.counts(manager, DAY)[show]
    assert len(client.get(LIST, {"show": "nonsense"}).context["page"].rows) == 6


def test_the_list_is_read_by_pages_forwards_and_back(case, manager):
    for number in range(30):
        suspect = InvolvementFactory(case=case, suspect=SuspectFactory(surname=f"S{number}")).suspect
        list_since(suspect, DAY - timedelta(days=number))

    first = queries.page(manager, DAY, "all", queries.place_of("", ""))
    second = queries.page(manager, DAY, "all", queries.place_of(first.after, ""))
    back = queries.page(manager, DAY, "all", queries.place_of("", second.before))

    assert (len(first.rows), len(second.rows), back.rows) == (25, 5, first.rows)
    assert not {row.suspect_id for row in first.rows} & {row.suspect_id for row in second.rows}
    for tampered in ("nonsense", "WyJhIiwxXQ", "WzEsMl0"):
        assert queries.page(manager, DAY, "all", queries.place_of(tampered, "")).rows == first.rows


def test_pages_ask_the_same_few_questions_whatever_there_is(case, manager, di, sign_in, max_queries):
    client = sign_in(manager)
    make_many(case, manager, di)
    client.get(LIST)
    with max_queries(8):
        client.get(LIST)
    suspect = InvolvementFactory(case=case, suspect=SuspectFactory(surname="Busy")).suspect
    for _ in range(5):
        a_live_plan(suspect, manager, di)
    client.get(at("action", suspect))
    with max_queries(14):
        client.get(at("action", suspect))


def test_the_agenda_and_the_profile_are_tagged_pdfs_and_their_printing_is_recorded(case, manager, di, sign_in):
    people = make_many(case, manager, di)
    client = sign_in(manager)

    for address in (
        reverse("suspects:agenda"),
        reverse("suspects:agenda") + "?route=matac",
        at("profile", people["live"]),
    ):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    printed = AuditEvent.objects.filter(verb="printed").order_by("pk")
    assert [event.after["what"] for event in printed] == [
        "meeting agenda, listed, 6 suspects",
        "meeting agenda, matac, 0 suspects",
        "profile of a suspect",
        "profile of a suspect",
    ]
    assert [event.case_id for event in printed][-1] == case.pk


def test_a_judgement_shows_on_the_list_the_agenda_and_the_profile(suspect, manager, sign_in):
    stand(suspect, 65, points=10)

    (row,) = papers.for_route(manager, DAY, papers.LISTED)
    blocks = papers.profile(action.read(manager, suspect, DAY), [])

    assert papers.agenda([row])[0].rows[0][1] == "75.0, band A (base 65.0)"
    assert ("Score", f"75.0, band A (base 65.0) as on {dates.day(DAY)}") in blocks[0].rows
    assert "75.0, band A" in sign_in(manager).get(LIST).content.decode()
    assert "75.0, band A (base 65.0)" in sign_in(manager).get(at("action", suspect)).content.decode()


def test_home_says_what_waits_and_each_group_opens_what_it_counts(case, manager, di, supervisor, sign_in, max_queries):
    make_many(case, manager, di)
    for user, groups in ((manager, 4), (di, 4), (supervisor, 0)):
        client = sign_in(user)
        client.get("/")
        with max_queries(8):
            page = client.get("/")
        (link,) = [link for link in page.context["pages"] if link.text == "Plans for suspects"]
        assert len(link.groups) == groups
        for group in link.groups:
            assert client.get(group.href).context["total"] == group.number
            assert f'href="{group.href}"' in page.content.decode()
