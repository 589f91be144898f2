"""The flight deck: who may read it, what each sees, and what it costs."""

import pytest
from django.urls import reverse

from cases.services import restriction
from performance import jobs
from performance.models import Snapshot
from performance.queries import listing
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from tests.factories import member
from tests.performance.world import DAY, MONTH, report

pytestmark = pytest.mark.django_db
PURPOSE = {"purpose": "Preparing the monthly meeting"}
ASKED = {"month": str(MONTH)}


def text(client, name: str = "deck", measure: str = "", status: int = 200, **query: str) -> str:
    """A page of the flight deck for the month of the tests."""
    response = client.get(reverse(f"performance:{name}", args=[measure] if measure else []), ASKED | query)
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


@pytest.fixture(autouse=True)
def _then(time_machine):
    """The month of the tests has just ended."""
    time_machine.move_to("2026-04-02 09:00:00+01:00", tick=False)


@pytest.mark.parametrize("role", [Role.CALL_HANDLER, Role.CASE_ISVA, Role.SYSTEM_ADMIN])
@pytest.mark.parametrize(("name", "measure"), [("deck", ""), ("measure", "N03"), ("chart", "N03"), ("list", "N03")])
def test_a_role_without_statistics_is_refused(role, name, measure, team, sign_in):
    assert "These roles can help" in text(sign_in(member(role, team)), name, measure, status=403)


@pytest.mark.parametrize("role", [Role.INTEL_ANALYST, Role.ORDERS_OFFICER, Role.AUDITOR])
def test_a_reader_of_aggregates_opens_no_list(role, team, filled, proved):
    client = proved(member(role, team))
    assert "Flight deck" in text(client)
    assert 'href="/flight-deck/N01/list/' not in text(client)
    for name in ("list", "export", "purpose"):
        text(client, name, "N01", status=403)


def test_a_supervisor_never_reads_another_team_or_the_force(team, other_team, filled, supervisor, sign_in):
    client = sign_in(supervisor)
    for key in (f"force-{team.force_id}", f"team-{other_team.pk}"):
        found = client.get(reverse("performance:list", args=["N01"]), ASKED | {"view": key})
        cases = {entry.team for entry in found.context["page"].entries}
        assert cases == {team.name}


def test_an_outsider_of_the_force_counts_nothing_of_it(filled, team, sign_in):
    from tests.factories import ForceFactory, TeamFactory

    elsewhere = TeamFactory(force=ForceFactory(code="56", name="Elsewhere"), name="Elsewhere")
    page = text(sign_in(member(Role.LEAD, elsewhere)))
    assert "There were no RASSO cases" in page


def test_an_investigator_reads_true_numbers_of_their_own_cases(team, oic, outsider, filled, sign_in):
    page = sign_in(oic).get(reverse("performance:list", args=["N30"]), ASKED)
    assert page.context["page"].total == 42
    assert sign_in(outsider).get(reverse("performance:list", args=["N30"]), ASKED).context["page"].total == 0


def test_a_lead_sees_no_small_number_and_a_supervisor_does(team, lead, supervisor, sign_in):
    report(team, 3)
    assert "Fewer than 5" in text(sign_in(lead))
    page = text(sign_in(supervisor))
    assert "3 of 3 RASSO cases" in page


SHOWN = "N01 N03 N05 N08 N21 N22 N23 N25 N25H N26 N26H N27 N27A N30 N35"


def test_a_measure_page_says_what_it_counts_and_links_to_its_list(filled, lead, sign_in):
    client = sign_in(lead)
    jobs.take_snapshots(DAY)
    for measure in SHOWN.split():
        page = text(client, "measure", measure)
        for words in ("What this counts", f"/flight-deck/{measure}/list/", "By team"):
            assert words in page, measure


def test_a_lead_opens_a_list_for_a_purpose_which_is_kept(filled, lead, sign_in):
    client = sign_in(lead)
    address = reverse("performance:list", args=["N01"])
    asked = client.get(address, ASKED)
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("performance:purpose", args=["N01"]))
    assert "Enter why you need this list" in client.post(asked.url, {}).content.decode()
    given = client.post(asked.url, PURPOSE)
    assert given.url == f"{address}?month={MONTH}"
    page = client.get(given.url)
    assert page.context["page"].total == 62
    assert all(entry.slug == "" for entry in page.context["page"].entries)
    assert AuditEvent.objects.get(verb="measure.purpose_given").reason == PURPOSE["purpose"]
    assert AuditEvent.objects.get(verb="measure.listed").after["rows"] == 62


def test_an_analyst_reads_pseudonyms_that_tell_cases_apart(filled, analyst, case, sign_in):
    client = sign_in(analyst)
    client.post(reverse("performance:purpose", args=["N01"]) + f"?month={MONTH}", PURPOSE)
    entries = client.get(reverse("performance:list", args=["N01"]), ASKED).context["page"].entries
    assert len({entry.name for entry in entries}) == len(entries) == listing.SIZE
    assert all(entry.name.startswith("P-") for entry in entries)


def test_an_export_without_a_purpose_goes_back_to_the_list(filled, lead, proved):
    client = proved(lead)
    answer = client.get(reverse("performance:export", args=["N01"]), ASKED)
    assert answer.url.startswith(reverse("performance:list", args=["N01"]))
    client.post(reverse("performance:purpose", args=["N01"]) + f"?month={MONTH}", PURPOSE)
    answer = client.get(reverse("performance:export", args=["N01"]), ASKED)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Case,Stage,Team,Reported,Counts"
    assert len(lines) == 63


def test_neither_list_nor_file_says_whether_a_hidden_case_counted(team, supervisor, di, proved):
    hidden, *_ = report(team, 20)
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)
    client = proved(supervisor)
    page = text(client, "list", "N01")
    row = page.split("Restricted case")[1].split("</tr>")[0]
    assert row.count("Hidden") == 4 and "Yes" not in row
    answer = client.get(reverse("performance:export", args=["N01"]), ASKED)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [line for line in lines if line.startswith("Restricted")] == ["Restricted case,Hidden,Hidden,,Hidden"]


def test_a_list_too_long_to_export_is_refused_in_plain_words(filled, supervisor, proved, monkeypatch):
    monkeypatch.setattr(listing, "EXPORT_MOST", 10)
    client = proved(supervisor)
    answer = client.get(reverse("performance:export", args=["N01"]), ASKED, follow=True)
    assert "more than 10 rows" in answer.content.decode()


def test_the_list_of_a_team_is_that_part_of_the_number(filled, other_team, lead, sign_in):
    client = sign_in(lead)
    client.post(reverse("performance:purpose", args=["N01"]), PURPOSE)
    page = client.get(reverse("performance:list", args=["N01"]), ASKED | {"team": str(other_team.pk)})
    assert page.context["page"].total == 12
    assert other_team.name in page.content.decode()


def test_an_unknown_measure_is_not_there_and_an_unknown_month_is_told(lead, team, sign_in):
    client = sign_in(lead)
    text(client, "measure", "N99", status=404)
    assert "govuk-error-summary" in text(client, month="2026-99")


def test_the_picture_is_an_svg_for_those_who_may_read_it(filled, lead, sign_in):
    jobs.take_snapshots(DAY)
    answer = sign_in(lead).get(reverse("performance:chart", args=["N01"]), ASKED)
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")


def test_the_deck_asks_no_more_with_many_cases(team, filled, lead, supervisor, sign_in, max_queries):
    for person in (lead, supervisor):
        client = sign_in(person)
        text(client)
        for _ in range(2):
            with max_queries(8):
                assert "Flight deck" in text(client)
            report(team, 25)


def test_a_measure_page_and_its_list_keep_to_their_queries(team, filled, supervisor, sign_in, max_queries):
    client = sign_in(supervisor)
    for name in ("measure", "list"):
        with max_queries(10):
            assert "<h1" in text(client, name, "N01")


def test_snapshots_are_taken_once_and_again_alike(team, filled):
    first = jobs.take_snapshots(DAY)
    held = set(Snapshot.objects.values_list("measure", "month", "team", "counted", "base"))
    assert first == Snapshot.objects.count()
    assert jobs.take_snapshots(DAY) < first
    assert set(Snapshot.objects.values_list("measure", "month", "team", "counted", "base")) == held


def test_a_month_that_has_settled_keeps_its_number(team, filled):
    jobs.take_snapshots(DAY)
    later = DAY.replace(year=2027)
    kept = Snapshot.objects.get(measure="N01", team=None, month=MONTH.first).base
    report(team, 10)
    jobs.take_snapshots(later)
    assert Snapshot.objects.get(measure="N01", team=None, month=MONTH.first).base == kept


def test_the_pages_without_any_case_say_so(lead, team, sign_in):
    client = sign_in(lead)
    assert "There were no open cases" in text(client)
    page = text(client, "measure", "N03")
    assert "No month can be shown yet" in page
    client.post(reverse("performance:purpose", args=["N03"]), PURPOSE)
    assert "Nothing was counted" in text(client, "list", "N03")


def test_arrests_stand_side_by_side_and_small_parts_are_hidden_together(team, lead, supervisor, filled, sign_in):
    address = reverse("performance:arrests")
    page = sign_in(lead).get(address, ASKED)
    rows = {words: number.reading for words, number, _ in page.context["rows"]}
    assert rows["Repeat suspects"].counted.is_hidden and rows["Other suspects"].counted.is_hidden
    assert not rows["All"].base.is_hidden

    page = sign_in(supervisor).get(address, ASKED)
    for words, number, links in page.context["rows"]:
        for part, wanted in (("counted", number.reading.counted), ("all", number.reading.base)):
            listed = sign_in(supervisor).get(links[part])
            assert listed.context["page"].total == wanted.number, words
    assert sign_in(supervisor).get(reverse("performance:measure", args=["N21R"]), ASKED).status_code == 404
