"""Needs on pages: asked, saved without losing anything, shown to whom they may be shown, and in the banner."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.access import get_case
from cases.models import Case
from soteria.accounts.models import User
from soteria.accounts.roles import Level, Role, Section
from soteria.audit.models import AuditEvent
from tests.factories import VictimFactory, allocate, member
from tests.factories.forms import sent_back
from tests.victims.asking import POST, SAFE, edit, history
from victims.models import Need, NeedsAssessment, SafeContact, Victim
from victims.panels import needs as panels
from victims.panels import people
from victims.queries import needs as queries
from victims.rules.needs import Answer, Status
from victims.services import needs as services

SignIn = Callable[[User], Client]


def page(case: Case) -> str:
    return reverse("cases:place", args=[case.slug, "needs"])


@pytest.fixture
def victim(case: Case) -> Victim:
    return VictimFactory(case=case)


@pytest.mark.django_db
def test_outsiders_learn_nothing_of_needs(case: Case, victim: Victim, outsider: User, sign_in: SignIn) -> None:
    client = sign_in(outsider)

    for path in (edit(case, victim), history(case, victim), page(case)):
        assert client.get(path).status_code == 404
    assert client.post(edit(case, victim), {"in_danger": "yes"}).status_code == 404
    assert not Need.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.CALL_HANDLER, Role.DMI, Role.CPS_LIAISON, Role.AUDITOR, Role.LEAD])
def test_roles_that_do_not_keep_needs_change_nothing(role: Role, case: Case, victim: Victim, sign_in: SignIn) -> None:
    user = member(role, case.team)
    allocate(case, user)

    assert sign_in(user).post(edit(case, victim), {"in_danger": "yes"}).status_code == 403
    assert not NeedsAssessment.objects.exists()


@pytest.mark.django_db
def test_a_victim_of_another_case_and_an_unknown_group_are_not_found(
    case: Case, victim: Victim, veo: User, sign_in: SignIn
) -> None:
    client, stranger = sign_in(veo), VictimFactory()

    assert client.get(edit(case, stranger)).status_code == 404
    assert client.get(history(case, stranger)).status_code == 404
    assert client.get(edit(case, victim, "horoscope")).status_code == 404


@pytest.mark.django_db
def test_a_veo_asks_about_safety(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    client, path = sign_in(veo), edit(case, victim)
    data = sent_back(client.get(path))

    answer = client.post(
        path, data | {"feels_safe": "unsafe", "words_feels_safe": "He has a key", "threats": "declined"}
    )

    assert answer.url == page(case)
    _, known = queries.of_victim(victim)
    assert known["feels_safe"] == Answer(
        "feels_safe", Status.CONFIRMED, "unsafe", "He has a key", timezone.localdate(), "victim"
    )
    assert (known["threats"].status, "safety_plan" in known) == (Status.DECLINED, False)
    body = client.get(page(case)).content.decode()
    assert "Unsafe: “He has a key”" in body and "Declined to say" in body and "Version 1" in body


@pytest.mark.django_db
def test_words_without_an_answer_and_news_without_a_day_are_sent_back(
    case: Case, victim: Victim, veo: User, sign_in: SignIn
) -> None:
    client, path = sign_in(veo), edit(case, victim)
    blank = {"asked_on_day": "", "asked_on_month": "", "asked_on_year": "", "told_by": ""}

    body = client.post(
        path, sent_back(client.get(path)) | blank | {"words_threats": "Texts", "in_danger": "no"}
    ).content.decode()

    assert "Select an answer, or why there is none, to keep their words with" in body
    assert "Enter the date on which they told us" in body and "Select who told us" in body
    assert "Texts" in body
    assert not NeedsAssessment.objects.exists()


@pytest.mark.django_db
def test_saving_what_stands_makes_nothing(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    client, path = sign_in(veo), edit(case, victim)

    answer = client.post(path, sent_back(client.get(path)), follow=True)

    assert "Nothing had changed, so nothing was saved." in answer.content.decode()
    assert not NeedsAssessment.objects.exists()


@pytest.mark.django_db
def test_two_officers_at_one_victim_lose_nothing(
    case: Case, victim: Victim, oic: User, veo: User, sign_in: SignIn
) -> None:
    path, first, second = edit(case, victim), sign_in(oic), sign_in(veo)
    before_first, before_second = sent_back(first.get(path)), sent_back(second.get(path))
    first.post(path, before_first | {"feels_safe": "unsafe", "words_feels_safe": "He has a key"})

    late = second.post(path, before_second | {"feels_safe": "fairly", "safety_plan": "wanted"})

    body = late.content.decode()
    assert "Somebody else saved this while you were working" in body
    assert "Unsafe" in body and "Fairly safe" in body
    assert queries.of_victim(victim)[0] == 1
    mine = {"feels_safe": "fairly", "safety_plan": "wanted", "keep_feels_safe": "yours", "seen_version": "1"}
    assert second.post(path, before_second | mine | {"keep_words_feels_safe": "theirs"}).status_code == 302
    number, known = queries.of_victim(victim)
    assert (number, known["feels_safe"].value, known["feels_safe"].words) == (2, "fairly", "He has a key")
    assert known["safety_plan"].value == "wanted"


@pytest.mark.django_db
def test_two_groups_saved_at_once_are_both_kept(
    case: Case, victim: Victim, oic: User, veo: User, sign_in: SignIn
) -> None:
    safety, support = edit(case, victim), edit(case, victim, "support")
    first, second = sign_in(oic), sign_in(veo)
    before_first, before_second = sent_back(first.get(safety)), sent_back(second.get(support))

    first.post(safety, before_first | {"in_danger": "no"})
    answer = second.post(support, before_second | {"adviser": "referred"})

    assert answer.status_code == 302
    number, known = queries.of_victim(victim)
    assert (number, sorted(known)) == (2, ["adviser", "in_danger"])


@pytest.mark.django_db
def test_needs_that_nobody_asked_are_a_gap_for_those_who_keep_them(case: Case, victim: Victim, veo: User) -> None:
    adviser = member(Role.CASE_ISVA, case.team)
    allocate(case, adviser)
    reader = get_case(adviser, case.slug, Section.NEEDS, Level.PART)

    assert [gap.words for gap in panels.gaps(get_case(veo, case.slug, Section.NEEDS), veo)] == [
        "Rosalind Ashdown: needs"
    ]
    assert panels.gaps(reader, adviser) == []


@pytest.mark.django_db
def test_a_reader_in_part_sees_what_is_shared_with_them(case: Case, victim: Victim, veo: User) -> None:
    services.update_needs(victim, said=[SAFE, POST], by=veo)
    adviser = member(Role.CASE_ISVA, case.team)
    allocate(case, adviser)

    shown = panels.needs(get_case(adviser, case.slug, Section.NEEDS, Level.PART), adviser)

    assert [line.label for section in shown["rows"][0]["sections"] for line in section.lines] == ["Letters"]
    assert (shown["may_change"], shown["sees_all"]) == (False, False)


@pytest.mark.django_db
def test_an_old_answer_is_checked_and_not_asked_again(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    old = timezone.localdate() - timedelta(days=91)
    services.update_needs(victim, said=[Answer("threats", Status.CONFIRMED, "no", "", old, "victim")], by=veo)

    assert "check it is still so" in sign_in(veo).get(page(case)).content.decode()


@pytest.mark.django_db
def test_the_banner_carries_the_cautions_on_every_page_that_leads_to_contact(
    case: Case, victim: Victim, veo: User, sign_in: SignIn
) -> None:
    SafeContact.objects.create(victim=victim, method="text", details="07700 900123", agreed_at=timezone.now())
    services.update_needs(victim, said=[POST], by=veo)
    client = sign_in(veo)

    for path in (
        reverse("cases:detail", args=[case.slug]),
        page(case),
        edit(case, victim),
        history(case, victim),
        reverse("cases:place", args=[case.slug, "contact"]),
        *(reverse(f"victims:{name}", args=[case.slug, victim.pk]) for name in ("edit", "edit-contact")),
    ):
        body = client.get(path).content.decode()
        assert "Contact Rosalind only by text message, 07700 900123" in body, path
        assert "Do not leave a message or voicemail" in body, path
        assert "Do not send letters: She opens my post" in body, path


@pytest.mark.django_db
def test_the_banner_says_what_is_not_known(case: Case, veo: User, sign_in: SignIn) -> None:
    VictimFactory(case=case, known_as="Ros")
    VictimFactory(case=case, forenames="Miriam", missing={"method": "not_safe"})

    body = sign_in(veo).get(reverse("cases:detail", args=[case.slug])).content.decode()

    assert "Ros: safe contact not yet asked" in body
    assert "Miriam: safe contact not safe to ask" in body


@pytest.mark.django_db
def test_a_way_not_known_to_be_safe_is_never_used(case: Case, victim: Victim, veo: User, sign_in: SignIn) -> None:
    SafeContact.objects.create(victim=victim, method="none", agreed_at=timezone.now())

    body = sign_in(veo).get(reverse("cases:detail", args=[case.slug])).content.decode()

    assert "Do not contact Rosalind: no safe way is known yet" in body


@pytest.mark.django_db
def test_own_words_in_the_banner_are_kept_from_a_role_that_sees_part(case: Case, victim: Victim, veo: User) -> None:
    services.update_needs(victim, said=[POST], by=veo)
    officer = member(Role.ORDERS_OFFICER, case.team)
    allocate(case, officer)

    shown = people.safe_contact(get_case(officer, case.slug, Section.SUMMARY, Level.PART), officer)

    assert shown["shown"][0]["cautions"] == ["Do not send letters"]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 10])
def test_needs_cost_the_same_for_any_number(count: int, case: Case, oic: User, max_queries: Callable) -> None:
    for _ in range(count):
        services.update_needs(VictimFactory(case=case), said=[SAFE, POST], by=oic)
    seen = get_case(oic, case.slug, Section.SUMMARY, Level.PART)

    with max_queries(2):  # one of them the page's own
        assert len(panels.needs(seen, oic)["rows"]) == count
    with max_queries(0):
        assert len(people.safe_contact(seen, oic)["shown"]) <= 3
    with max_queries(0):
        assert panels.gaps(seen, oic) == []


@pytest.mark.django_db
def test_a_page_of_needs_asks_few_questions(
    case: Case, victim: Victim, veo: User, sign_in: SignIn, max_queries: Callable
) -> None:
    services.update_needs(victim, said=[SAFE, POST], by=veo)
    client = sign_in(veo)
    client.get(page(case))

    with max_queries(8):
        assert client.get(page(case)).status_code == 200
    with max_queries(8):
        assert client.get(history(case, victim)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["edit", "edit-contact"])
def test_a_form_that_shows_what_is_recorded_leaves_an_event(
    name: str, case: Case, victim: Victim, veo: User, sign_in: SignIn
) -> None:
    client = sign_in(veo)
    for path in (edit(case, victim), reverse(f"victims:{name}", args=[case.slug, victim.pk])):
        assert client.get(path).status_code == 200

    assert AuditEvent.objects.filter(verb="viewed", case_id=case.pk, actor_id=veo.pk).count() == 2
