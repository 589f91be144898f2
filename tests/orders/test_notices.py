"""Papers given in writing beside the bail sheet: who prints them, what they say, and that each is on the trail."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case
from orders.queries import notices, papers
from orders.services import arrests, variations
from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from soteria.clocks.calendar import LONDON, months_beginning_with
from soteria.ui.dates import day
from tests.factories import CaseFactory, OffenceFactory, TeamFactory, allocate
from tests.factories.orders import KEEP_AWAY, NO_CONTACT, ON_THE_STREET, a_bail, a_release, ago, an_arrest, an_extension
from tests.orders.paging import place, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WHY = "She has moved to Harbour Street and is afraid"


def papers_of(case: Case) -> dict[str, Any]:
    """A row of each kind of paper."""
    bail, by = a_bail(case, NO_CONTACT), case.oic
    change = {"asked_by": "police", "authorised_by": "1234 Hale", "officer_rank": "sergeant", "why": WHY, "by": by}
    ends = [bail.conditions.get().pk]
    varied = variations.vary_bail(bail, ends=ends, adds=[KEEP_AWAY], varied_at=ago(hours=2), key=uuid4(), **change)
    back = timezone.now() + timedelta(days=20)
    changed = variations.change_surrender(bail, surrender_at=back, notice_at=ago(hours=1), key=uuid4(), by=by)
    return {"release": a_release(case), "conditions": varied, "return": changed, "no-prosecution": an_arrest(case)}


def said(case: Case, what: str, row: Any) -> str:
    return str(notices.NOTICES[what].blocks(case, row))


def test_outsiders_those_who_see_part_and_other_cases_print_nothing(
    case: Case, oic: User, outsider: User, veo: User, sign_in: SignIn
) -> None:
    rows = papers_of(case)
    other = allocate(CaseFactory(team=TeamFactory(name="Riverton RASSO")), oic)
    paths = [url("notice-paper", case, what, row.pk) for what, row in rows.items()]
    client = sign_in(oic)

    assert {sign_in(outsider).get(path).status_code for path in paths} == {404}
    assert {sign_in(veo).get(path).status_code for path in paths} == {403}
    assert {client.get(url("notice-paper", other, what, row.pk)).status_code for what, row in rows.items()} == {404}
    assert client.get(url("notice-paper", case, "unheard-of", rows["release"].pk)).status_code == 404


def test_each_is_printed_from_the_page_of_the_case_and_on_the_trail(case: Case, client: Client) -> None:
    rows = papers_of(case)
    body = client.get(place(case)).content.decode()
    paths = [url("notice-paper", case, what, row.pk) for what, row in rows.items()]

    answers = [client.get(path) for path in paths]

    assert all(path in body for path in paths)
    assert [answer.content[:5] for answer in answers] == [b"%PDF-"] * 4
    printed = AuditEvent.objects.filter(verb="printed").order_by("pk").values_list("after__what", flat=True)
    assert list(printed) == [notice.title.lower() for notice in notices.NOTICES.values()]


def test_a_notice_of_changed_conditions_says_which_and_not_why(case: Case) -> None:
    words = said(case, "conditions", papers_of(case)["conditions"])

    assert "Not to enter Harbour Street" in words and "No contact with Rosalind Ashdown" in words
    assert "Sergeant 1234 Hale" in words
    assert WHY not in words


def test_a_notice_of_a_cancelled_return_says_so(case: Case, oic: User) -> None:
    bail = a_bail(case)
    row = variations.change_surrender(bail, surrender_at=None, notice_at=ago(hours=1), key=uuid4(), by=oic)

    assert "You need not come back" in said(case, "return", row)


def test_release_without_bail_is_signed_with_its_reasons(case: Case) -> None:
    words = said(case, "release", a_release(case))

    assert "section 37(2A)" in words and "No contact since, and he lives elsewhere" in words
    assert "There are no conditions" in words


def test_a_notice_of_non_prosecution_names_the_offence_and_bars_no_later_one(case: Case, oic: User) -> None:
    offence, arrest = OffenceFactory(case=case), an_arrest(case)
    unsigned = said(case, "no-prosecution", arrest)
    arrests.note_notice(arrest, notice_at=ago(hours=1), by=oic)

    words = said(case, "no-prosecution", arrest)

    assert offence.offence_class.title in words and "if new evidence comes to light" in words
    assert "When it is signed below" in unsigned and "When it is signed below" not in words


def test_an_arrest_that_was_taken_back_has_no_notice(case: Case, client: Client, oic: User) -> None:
    arrest = an_arrest(case)
    arrests.withdraw_arrest(arrest, why="Another man of that name was arrested", by=oic)

    assert client.get(url("notice-paper", case, "no-prosecution", arrest.pk)).status_code == 404


def test_the_papers_of_street_bail_say_its_own_law_offence_and_grounds(case: Case) -> None:
    offence = OffenceFactory(case=case).offence_class.title
    street = a_bail(case, arrest=an_arrest(case, **ON_THE_STREET), route="s30A")
    station = a_bail(case)
    change = {"asked_by": "police", "authorised_by": "1234 Hale", "officer_rank": "sergeant", "why": WHY}
    varied = variations.vary_bail(
        street, ends=[], adds=[KEEP_AWAY], varied_at=ago(hours=2), key=uuid4(), by=case.oic, **change
    )

    sheet, other = str(papers.of_bail(case, street)), str(papers.of_bail(case, station))
    notice = said(case, "conditions", varied)

    for paper in (sheet, notice):
        assert "section 30D(1)" in paper and "section 30CA" in paper
        assert "Bail Act 1976" not in paper and "section 46A" not in paper
    assert "Bail Act 1976 section 6" in other and "section 30B" not in other
    assert offence in sheet and "Grounds on which you were arrested" in sheet


def test_an_extension_printed_again_says_the_end_that_it_gave(case: Case) -> None:
    arrested = ago(days=50)
    granted = a_bail(case, arrest=an_arrest(case, at=arrested))
    first = an_extension(granted, decided_at=ago(hours=20))
    second = an_extension(granted, "superintendent", decided_at=ago(hours=19))

    begins = timezone.localdate(arrested) + timedelta(days=1)
    ends = {months: day(months_beginning_with(begins, months)) for months in (6, 9)}
    assert ends[6] in str(papers.of_extension(case, first)) and ends[9] not in str(papers.of_extension(case, first))
    assert ends[9] in str(papers.of_extension(case, second))
    assert ends[9] in str(papers.of_bail(case, granted))


def test_papers_say_the_end_by_law_and_not_our_earlier_working_day(case: Case) -> None:
    granted = a_bail(case, arrest=an_arrest(case, at=datetime(2026, 4, 30, 9, tzinfo=LONDON)))

    assert ("Bail period ends", "31 July 2026") in papers.of_bail(case, granted)[1].rows  # 30 July is the working day
