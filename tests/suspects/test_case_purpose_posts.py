"""A form about a suspect of a case is no way round the question what the case is needed for."""

import pytest
from django.urls import reverse
from django.utils import timezone

from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects.models import InvolvementStatus
from suspects.urls import urlpatterns
from tests.authz.world import World
from tests.factories import TeamFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PAGES = [each for each in urlpatterns if "slug" in each.pattern.converters]
CANARY = "Featherstonehaugh"
READ_ALONE = {"checks"}  # takes no form
WHY = {"purpose": "Operation Larch, request 4"}


@pytest.fixture
def world():
    """A case with a suspect whose name is met nowhere else."""
    made = World.make()
    suspect = made.case.involvements.order_by("pk").first().suspect
    suspect.surname = CANARY
    suspect.save()
    return made


@pytest.fixture
def analyst(world):
    """Reaches the case by the force alone."""
    return member(Role.INTEL_ANALYST, TeamFactory(force=world.case.force, name="Force intelligence"))


def address(page, world):
    return reverse(f"suspects:{page.name}", kwargs={name: world.things[name] for name in page.pattern.converters})


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_every_page_of_a_suspect_in_a_case_asks_first_however_it_is_called(method, world, analyst, sign_in):
    client = sign_in(analyst)

    for page in PAGES:
        answer = getattr(client, method)(address(page, world))
        if method == "post" and page.name in READ_ALONE:
            assert answer.status_code == 405 and CANARY not in answer.content.decode()
            continue
        assert answer.status_code == 302, page.name
        assert answer["Location"].startswith(reverse("cases:purpose", args=[world.case.slug])), page.name
        assert CANARY not in answer.content.decode()
    assert not AuditEvent.objects.filter(actor_id=analyst.pk, verb="viewed").exists()


def test_what_was_typed_is_shown_once_the_purpose_is_said_and_nothing_is_saved_before(world, analyst, sign_in):
    client = sign_in(analyst)
    part = world.case.involvements.order_by("pk").first()
    page = reverse("suspects:status", args=[world.case.slug, part.pk])
    today = timezone.localdate()
    typed = {"status": "FORENSIC", "source": "Report FS/12 of the laboratory"}
    typed |= {f"on_{name}": getattr(today, name) for name in ("day", "month", "year")}
    before = InvolvementStatus.objects.count()

    asked = client.post(page, typed)
    assert InvolvementStatus.objects.count() == before
    shown = client.post(asked["Location"], WHY, follow=True)

    assert shown.redirect_chain[-1][0] == page
    assert "Report FS/12 of the laboratory" in shown.content.decode()
    assert client.post(page, typed).status_code == 302
    assert InvolvementStatus.objects.count() == before + 1


def test_of_ones_own_caseload_nothing_is_asked(world, sign_in):
    part = world.case.involvements.order_by("pk").first()
    page = reverse("suspects:edit", args=[world.case.slug, part.pk])

    assert sign_in(world.case.oic).post(page, {}).status_code == 200
