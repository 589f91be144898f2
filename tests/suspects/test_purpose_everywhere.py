"""No page that names a suspect opens by the reach of a force without a purpose, nor by it to a restricted list."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects.models import Dispute, Judgement, LinkDecision, PersonLink, PoliceService, Suspect
from suspects.queries import links
from suspects.urls import urlpatterns
from tests.authz.world import World
from tests.factories import InvolvementFactory, TeamFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NAMES = {"suspect_id", "one", "judgement_id", "merge_id"}
PAGES = [each for each in urlpatterns if NAMES & set(each.pattern.converters)]
ASKS = {"purpose"}  # the question itself
SAID = {"purpose": "Operation Larch, request 4"}
CANARY = "Featherstonehaugh"
DAY = timezone.localdate()


@pytest.fixture
def world():
    """One of everything that an address can name, each suspect under one surname."""
    made = World.make()
    Suspect.objects.update(surname=CANARY)
    return made


def outside(role, team):
    """Somebody who reaches the cases of a team by the force alone."""
    return member(role, TeamFactory(force=team.force, name=f"Force {role}", district="Riverton"))


def address(page, world):
    return reverse(f"suspects:{page.name}", kwargs={name: world.things[name] for name in page.pattern.converters})


def is_question(answer):
    """Whether an answer sends the person to say what for."""
    return "Location" in answer and answer["Location"].partition("?")[0].endswith("/purpose/")


def test_every_kind_of_address_is_walked():
    assert {"score", "link", "undo-merge", "withdraw-judgement", "record-circumstance", "review-plan"} <= {
        page.name for page in PAGES
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_purpose_each_page_is_the_question_and_never_names_the_suspect(method, world, sign_in):
    analyst = outside(Role.INTEL_ANALYST, world.case.team)
    client = sign_in(analyst)

    for page in PAGES:  # of one world, which takes longer to make than to walk
        answer = getattr(client, method)(address(page, world))
        assert answer.status_code in (403, 404, 405) or is_question(answer) or page.name in ASKS, page.name
        shown = client.get(answer["Location"]) if is_question(answer) else answer
        assert CANARY not in answer.content.decode() + shown.content.decode(), page.name
    assert not AuditEvent.objects.filter(verb__in=("viewed", "printed"), actor_id=analyst.pk).exists()


def test_once_a_purpose_is_said_no_page_asks_again(world, sign_in):
    client = sign_in(outside(Role.INTEL_ANALYST, world.case.team))
    client.post(reverse("suspects:list-purpose"), SAID)
    pages = [page for page in PAGES if page.name not in ASKS]

    answers = {page.name: client.get(address(page, world)) for page in pages}

    assert not {name for name, answer in answers.items() if is_question(answer)}
    for name in ("record-circumstance", "withdraw-circumstance", "withdraw-judgement", "undo-merge", "review-plan"):
        assert answers[name].status_code in (200, 302)
    assert CANARY in answers["undo-merge"].content.decode()
    looks = AuditEvent.objects.filter(verb="viewed", after__part="undo a merge")
    assert looks.count() == 2 and all("purpose" in look.after for look in looks)


def test_the_purpose_leads_back_to_the_judgement_that_was_asked_for(world, sign_in):
    client = sign_in(outside(Role.INTEL_ANALYST, world.case.team))
    wanted = reverse("suspects:withdraw-judgement", args=[world.things["judgement_id"]])

    asked = client.get(wanted)["Location"]

    assert client.post(asked, SAID)["Location"] == wanted
    assert CANARY in client.get(wanted).content.decode()


def test_what_was_sent_without_a_purpose_waits_for_its_writer_and_is_not_saved(world, sign_in):
    client = sign_in(outside(Role.OFFENDER_MANAGER, world.case.team))
    page = reverse("suspects:record-circumstance", args=[world.things["suspect_id"], "dispute"])
    before = Dispute.objects.count()

    asked = client.post(page, {"what": "He says he was abroad that week"})
    assert client.post(asked["Location"], SAID)["Location"] == page

    assert "He says he was abroad that week" in client.get(page).content.decode()
    assert Dispute.objects.count() == before


def test_a_decision_on_a_pair_without_a_purpose_joins_nothing_and_leads_back_to_the_pair(world, sign_in):
    client = sign_in(outside(Role.INTEL_ANALYST, world.case.team))
    pair = [world.things["one"], world.things["other"]]
    before = LinkDecision.objects.count()

    answer = client.post(reverse("suspects:decide-link", args=pair), {"act": "same", "reason": "facts"})

    assert client.post(answer["Location"], SAID)["Location"] == reverse("suspects:link", args=pair)
    assert LinkDecision.objects.count() == before


# ------------------------------------------------------------------------------------------------ the restricted lists


def child_of(suspect):
    Suspect.objects.filter(pk=suspect.pk).update(surname=CANARY, date_of_birth=DAY - timedelta(days=15 * 365))


def employee_of(suspect):
    Suspect.objects.filter(pk=suspect.pk).update(surname=CANARY)
    stamp = {"recorded_at": timezone.now(), "recorded_by": suspect.involvements.get().case.oic}
    PoliceService.objects.create(suspect=suspect, on=DAY, **stamp)


LISTS = pytest.mark.parametrize("put_on", [child_of, employee_of], ids=["children", "police"])


@pytest.fixture
def part(case):
    return InvolvementFactory(case=case)


@LISTS
@pytest.mark.parametrize("role", [Role.OFFENDER_MANAGER, Role.INTEL_ANALYST])
def test_the_reach_of_a_force_opens_nobody_on_a_restricted_list(role, put_on, part, team, sign_in):
    put_on(part.suspect)
    client = sign_in(outside(role, team))
    client.post(reverse("suspects:list-purpose"), SAID)

    for what in ("custody", "police-service", "dispute"):
        page = reverse("suspects:record-circumstance", args=[part.suspect_id, what])
        for answer in (client.get(page), client.post(page)):
            assert answer.status_code == 403
            assert CANARY not in answer.content.decode()


@LISTS
def test_who_has_the_case_keeps_what_is_recorded_of_its_suspect_whoever_he_is(put_on, part, oic, supervisor, sign_in):
    put_on(part.suspect)
    page = reverse("suspects:record-circumstance", args=[part.suspect_id, "custody"])

    for person in (oic, supervisor):
        assert sign_in(person).get(page).status_code == 200


def judged(suspect, author):
    return Judgement.objects.create(
        suspect=suspect,
        points=15,
        reason="access",
        words="Has moved in with somebody who has children",
        evidence="Report 12",
        rests_on_acquittal=False,
        starts_on=DAY,
        ends_on=DAY,
        key=uuid4(),
        authored_at=timezone.now(),
        authored_by=author,
    )


@LISTS
def test_a_judgement_of_somebody_on_a_restricted_list_is_for_its_roles_and_the_case_alone(
    put_on, part, team, di, supervisor, lead, sign_in
):
    put_on(part.suspect)
    one = judged(part.suspect, supervisor)
    withdraw, authorise = (
        reverse(f"suspects:{name}", args=[one.pk]) for name in ("withdraw-judgement", "authorise-judgement")
    )

    for person, page, status in (
        (outside(Role.INTEL_ANALYST, team), withdraw, 403),
        (lead, authorise, 403),
        (supervisor, withdraw, 200),
        (di, authorise, 200),
    ):
        Judgement.objects.filter(pk=one.pk).update(points=8 if person == di else 15)  # above 10 is not a DI's to grant
        client = sign_in(person)
        client.post(reverse("suspects:list-purpose"), SAID)
        answer = client.get(page)
        assert answer.status_code == status
        assert (CANARY in answer.content.decode()) is (status == 200)


@LISTS
def test_a_page_of_another_names_nobody_on_a_restricted_list_as_possibly_the_same(
    put_on, part, team, case, di, supervisor
):
    put_on(part.suspect)
    other = InvolvementFactory(case=case).suspect
    PersonLink.objects.create(
        left_id=min(other.pk, part.suspect_id),
        right_id=max(other.pk, part.suspect_id),
        weight=21,
        probability=0.99,
        parts=[],
        force_id=other.force_id,
        model_version="test",
        scored_at=timezone.now(),
    )

    for person in (outside(Role.OFFENDER_MANAGER, team), supervisor):
        assert links.possible_of(person, [other.pk]) == {}
    assert [one.suspect for one in links.possible_of(di, [other.pk])[other.pk]] == [part.suspect]


def test_professional_standards_say_what_they_read_a_restricted_list_for(team, part, di, auditor, sign_in):
    child_of(part.suspect)
    client, asked = sign_in(auditor), reverse("suspects:apart-purpose")

    for name in ("children", "police"):
        answer = client.get(reverse(f"suspects:{name}"))
        assert is_question(answer) and answer["Location"].startswith(asked)
    assert not AuditEvent.objects.filter(verb="viewed").exists()
    led = client.post(f"{asked}?next={reverse('suspects:police')}", SAID)

    assert led["Location"] == reverse("suspects:police")
    assert CANARY in client.get(reverse("suspects:children")).content.decode()
    why = AuditEvent.objects.get(verb="suspect.purpose_given")
    assert AuditEvent.objects.get(verb="viewed").after["purpose"] == why.pk
    assert sign_in(di).get(reverse("suspects:children")).status_code == 200
    assert sign_in(di).get(asked)["Location"] == reverse("suspects:children")


def test_the_question_of_the_restricted_lists_is_for_their_roles(supervisor, sign_in):
    assert sign_in(supervisor).get(reverse("suspects:apart-purpose")).status_code == 403
