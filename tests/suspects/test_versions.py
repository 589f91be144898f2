"""What scores are made of is changed by a lead alone, within ranges, with a preview that writes and tells nothing."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from soteria.accounts.access import Refused
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from soteria.work import jobs as work
from suspects import jobs
from suspects.forms.versions import VersionForm
from suspects.models import GravityTable, RepeatDefinition, Score, ScoreInput, ScoreRun, ScoreVersion, Standing
from suspects.queries import preview as previews
from suspects.queries.preview import preview
from suspects.queries.weights import definition_of, weights_in
from suspects.rules import limits
from suspects.rules.repeat import D0, Definition
from suspects.services import judgements, versions
from suspects.services.versions import NotAdopted
from tests.factories import CaseFactory, InvolvementFactory, OffenceFactory, VictimFactory, member
from tests.suspects.test_judgements import put_forward

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def part(case):
    """Somebody scored for one case of the team."""
    OffenceFactory(case=case)
    VictimFactory(case=case)
    part = InvolvementFactory(case=case)
    jobs.score_everybody(timezone.localdate(), key="all", why="asked")
    return part


@pytest.fixture
def base():
    return ScoreVersion.objects.in_force(timezone.localdate())


def proposed(base, by, *, definition=D0, reason="Agreed by the board", **numbers):
    gravity = base.gravity
    return versions.propose_version(base, numbers=numbers, gravity=gravity, definition=definition, reason=reason, by=by)


def page(name, *args):
    return reverse(f"suspects:{name}", args=args)


def typed(base, **changes):
    form = VersionForm(base=base)
    found = {name: form[name].initial for name in form.fields} | {"reason": "Agreed by the board"}
    for kind, each in changes.items():
        for code, value in each.items():
            found[form.name_of(kind, code)] = value
    return found


# --------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize("who", ["oic", "supervisor", "di", "auditor"])
def test_nobody_but_a_lead_changes_what_scores_are_made_of(who, base, lead, request, sign_in):
    version = proposed(base, lead, parameter={"half_life_days": 400})
    client = sign_in(request.getfixturevalue(who))

    assert client.get(page("propose-version")).status_code == 403
    assert client.post(page("decide-version", version.pk), {"decision": "discard"}).status_code == 403
    with pytest.raises(Refused):
        versions.adopt_version(
            version.pk, since=timezone.localdate() + timedelta(days=1), authority="Me", by=request.getfixturevalue(who)
        )
    assert ScoreVersion.objects.get(pk=version.pk).is_proposal


def test_those_who_work_with_scores_read_what_they_are_made_of_and_others_do_not(base, auditor, oic, sign_in):
    client = sign_in(auditor)

    assert "Holds today" in client.get(page("versions")).content.decode()
    shown = client.get(page("version", base.pk)).content.decode()
    uncounted = shown[shown.index("Offences that do not count") :]
    assert "Strangulation or suffocation" in uncounted and "Stalking or harassment with fear of violence" in uncounted
    assert "Rape of a female" not in uncounted
    assert "Article 6(2)" in shown and "To be confirmed" in shown and "Propose a version" not in shown
    assert client.get(page("version", 0)).status_code == 404
    assert sign_in(oic).get(page("versions")).status_code == 403


def test_every_number_is_called_what_it_is(base, lead, sign_in):
    form, client = VersionForm(base=base), sign_in(lead)
    called = {said: str(form.fields[name].label) for name, said in form.asked.items()}

    assert called["found", "targeting"] == "Work on a listed suspect turned the case up"
    assert called["floor", "8L"] == "Harassment (class 8L)"
    assert called["exploitation", "72"] == "Trafficking for sexual exploitation (class 72)"
    assert called["breach", "bail_safer"] == "Breach of bail: the victim is safer by another way"
    assert len(set(called.values())) == len(called)
    bare = {name for name, said in called.items() if said in (name[1].capitalize(), f"Class {name[1]}")}
    assert {kind for kind, _ in bare} <= {"status", "relationship"}  # plain words: Arrested, Partner
    for address in (page("propose-version"), page("version", base.pk)):
        shown = client.get(address).content.decode()
        assert "Harassment (class 8L)" in shown and "who is watched would be found" in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"parameter": {"half_life_days": 1}}, "Half life days must be from 30 to 3,650"),
        ({"status": {"SUSPECT": 1.5}}, "Suspect must be from 0 to 1"),
        ({"status": {"ACQUITTED": 0.5}}, "Acquitted must be from 0 to 0"),
        ({"outcome": {"C2": 1}}, "C2 must be from 0 to 0"),
        ({"outcome": {"16": 0.5}}, "nothing is taken off because a victim stepped back"),
        ({"parameter": {"weight_recency": 0.5}}, "add up to 1"),
        ({"band": {"A": 10}}, "lower score than the one before"),
        ({"floor": {"8Q": 99999}}, "8q must be from 0 to 3,650"),
        ({}, "Nothing would change"),
        ({"definition": Definition(incidents=1)}, "Incidents must be from 2 to 20"),
        ({"reason": " ", "parameter": {"half_life_days": 400}}, "Enter why the score should change"),
    ],
)
def test_a_number_out_of_its_range_is_refused_with_the_reason(base, lead, change, words):
    with pytest.raises(NotAdopted, match=words.replace("(", r"\(")):
        proposed(base, lead, **change)

    assert not ScoreVersion.objects.proposed().exists()


def test_a_change_that_would_score_nobody_is_refused(part, base, lead):
    none = dict.fromkeys(weights_in(base).status, 0)
    with pytest.raises(NotAdopted, match="nobody would be scored"):
        proposed(base, lead, status=none)
    # One status is left, and nobody has it: found by trying, not by the numbers.
    with pytest.raises(NotAdopted, match="nobody would be scored"):
        proposed(base, lead, status=none | {"CONVICTED": 1})

    assert not ScoreVersion.objects.proposed().exists() and Standing.objects.exists()


# --------------------------------------------------------------------------------------------------------- preview


def test_a_preview_writes_nothing_and_leaves_everything_as_it_was(part, base, lead):
    version = proposed(base, lead, parameter={"half_life_days": 30})
    before = (Score.objects.count(), ScoreInput.objects.count(), list(Standing.objects.values()))

    seen = preview(lead, version, timezone.localdate())

    assert (Score.objects.count(), ScoreInput.objects.count(), list(Standing.objects.values())) == before
    assert seen.scored_now == seen.scored_then == 1
    assert sum(row.total for row in seen.table()) == sum(seen.totals) == 1
    with pytest.raises(DatabaseError, match="read-only"), transaction.atomic(), previews._reading_only() as cursor:
        cursor.execute("DELETE FROM suspects_standing")
    Standing.objects.update(as_of=timezone.localdate())  # and writing works again


def test_other_bands_move_whoever_they_part_and_a_judgement_counts_on_both_sides(part, base, lead, oic, di):
    judgements.authorise_judgement(put_forward(part.suspect, oic).pk, by=di)
    work.drain(timezone.now())
    stands = Standing.objects.get()
    assert stands.final == stands.base + 8

    seen = preview(lead, proposed(base, lead, band={"A": 1, "B": 0.5, "C": 0.2}), timezone.localdate())

    assert seen.moving == 1 and not seen.moves
    assert [row.name for row in seen.table()] == seen.names == ["A", "B", "C", "D", ""]
    moved = {(row.name, to): number for row in seen.table() for to, number in zip(seen.names, row.numbers, strict=True)}
    assert {step: number for step, number in moved.items() if number} == {(stands.band, "A"): 1}
    assert seen.totals == [1, 0, 0, 0, 0]


def test_a_lead_sees_whose_rank_would_move_without_a_name(part, base, team, lead, sign_in):
    case = CaseFactory(team=team, reported_at=timezone.now() - timedelta(days=400))
    OffenceFactory(case=case, offence_class_id="19E")
    VictimFactory(case=case)
    other = InvolvementFactory(case=case).suspect
    jobs.score_everybody(timezone.localdate(), key="again", why="asked")
    version = proposed(base, lead, parameter={"half_life_days": 30})
    now = {row.suspect_id: row for row in Standing.objects.all()}

    seen = preview(lead, version, timezone.localdate())

    assert not seen.moves and {move.name for move in seen.largest} == {""}
    assert {move.suspect_id for move in seen.largest} <= {part.suspect_id, other.pk} and seen.largest
    by_final = sorted((row.final for row in now.values()), reverse=True)
    for move in seen.largest:
        assert move.now.final == now[move.suspect_id].final
        assert move.now.place == by_final.index(move.now.final) + 1 and move.then.place in (1, 2)
    shown = sign_in(lead).get(page("decide-version", version.pk)).content.decode()
    assert f"Rank {seen.largest[0].then.place}, band" in shown and f"{seen.largest[0].by:.1f}" in shown
    assert other.surname not in shown and f"/suspects/{other.pk}/" not in shown


def test_a_lead_sees_numbers_and_one_who_may_see_the_suspect_a_name(part, base, team, lead, sign_in):
    version = proposed(base, lead, parameter={"half_life_days": 30})
    name = str(part.suspect)

    shown = sign_in(lead).get(page("decide-version", version.pk)).content.decode()
    assert name not in shown and "to those alone who may see them" in shown and "1 scored suspects" in shown

    both = member(Role.LEAD, team, username="both")
    type(both.memberships.get()).objects.create(user=both, team=team, role=Role.DI, starts_on="2020-01-01")
    assert name in sign_in(both).get(page("decide-version", version.pk)).content.decode()


def test_a_restricted_case_moves_no_preview(part, base, lead, team):
    version = proposed(base, lead, parameter={"half_life_days": 30})
    before = preview(lead, version, timezone.localdate())
    hidden = CaseFactory(team=team, is_restricted=True, restricted_reason="Police suspect")
    OffenceFactory(case=hidden, offence_class_id="19E")
    InvolvementFactory(case=hidden, suspect=part.suspect)
    InvolvementFactory(case=hidden)

    assert preview(lead, version, timezone.localdate()) == before


# --------------------------------------------------------------------------------------------------------- adopted


def test_a_lead_proposes_sees_who_moves_and_adopts_from_a_day(part, base, lead, sign_in, time_machine):
    client = sign_in(lead)
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = typed(base, parameter={"half_life_days": "100"}, definition={"incidents": "3"})
    answer = client.post(page("propose-version"), sent, follow=True)
    version = ScoreVersion.objects.proposed().get()
    assert "would change band" in answer.content.decode() and version.based_on == base
    assert weights_in(base).parameters.half_life_days == 365

    missing = client.post(page("decide-version", version.pk), {"decision": "adopt"}).content.decode()
    assert "Enter the day from which it is to hold" in missing and "Enter who decided this" in missing
    day = {f"since_{part}": getattr(tomorrow, part) for part in ("day", "month", "year")}
    said = {"decision": "adopt", "authority": "Chief officers’ board, minute 12"} | day
    assert client.post(page("decide-version", version.pk), said).status_code == 302

    version.refresh_from_db()
    assert (version.since, version.agreed_by, version.authority) == (tomorrow, lead, said["authority"])
    assert (version.definition.since, version.definition.incidents) == (tomorrow, 3)
    assert ScoreVersion.objects.in_force(timezone.localdate()) == base
    assert "adopted already" in client.get(page("decide-version", version.pk), follow=True).content.decode()
    verbs = AuditEvent.objects.filter(verb__startswith="score_version.").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["score_version.proposed", "score_version.adopted"]
    time_machine.move_to(timezone.now() + timedelta(days=1))
    jobs.bring_to(timezone.localdate(), key="nightly")
    assert ScoreRun.objects.order_by("-pk").first().version == version


def test_it_is_never_adopted_for_a_day_that_was_scored_or_is_taken(part, base, lead):
    version = proposed(base, lead, parameter={"half_life_days": 400})
    today = timezone.localdate()

    with pytest.raises(NotAdopted, match="from tomorrow or later"):
        versions.adopt_version(version.pk, since=today, authority="Board", by=lead)
    with pytest.raises(NotAdopted, match="Enter who decided this"):
        versions.adopt_version(version.pk, since=today + timedelta(days=1), authority=" ", by=lead)
    adopted = versions.adopt_version(version.pk, since=today + timedelta(days=1), authority="Board", by=lead)
    other = proposed(base, lead, parameter={"half_life_days": 500})
    with pytest.raises(NotAdopted, match="choose another day"):
        versions.adopt_version(other.pk, since=adopted.since, authority="Board", by=lead)
    assert versions.adopt_version(adopted.pk, since=today, authority="Again", by=lead).authority == "Board"
    with pytest.raises(NotAdopted, match="was adopted"):
        versions.discard_version(adopted.pk, by=lead)


def test_a_discarded_proposal_is_gone_and_stays_on_the_trail(base, lead, sign_in):
    version = proposed(base, lead, definition=Definition(incidents=4))
    assert RepeatDefinition.objects.count() == 2 and definition_of(version.definition).incidents == 4

    sign_in(lead).post(page("decide-version", version.pk), {"decision": "discard"})

    assert not ScoreVersion.objects.proposed().exists() and RepeatDefinition.objects.count() == 1
    assert AuditEvent.objects.get(verb="score_version.discarded").before == {"code": "v1"}


def test_a_number_typed_out_of_its_range_is_said_beside_it_and_what_was_typed_is_kept(base, lead, sign_in):
    sent = typed(base, parameter={"half_life_days": "9", "frequency_cap": "many"})

    shown = sign_in(lead).post(page("propose-version"), sent).content.decode()

    assert "Days in which recency halves must be a number from 30 to 3,650" in shown and 'value="many"' in shown
    fair = sign_in(lead).post(page("propose-version"), typed(base, outcome={"16": "0.5"})).content.decode()
    assert "nothing is taken off because a victim stepped back" in fair


def test_another_table_of_days_is_chosen_in_a_proposal(part, base, lead):
    table = GravityTable.objects.create(code="t", title="T", source="x", loaded_at=timezone.now())
    table.weights.create(
        offence_class="19C", title="Rape", days=10, source="x", confidence="C", needs_confirmation=False
    )

    version = versions.propose_version(
        base, numbers={}, gravity=table, definition=D0, reason="The index of 2026", by=lead
    )

    assert weights_in(version).harm_days("19C") == 10 and version.is_proposal


def test_without_a_version_a_proposal_sends_back_with_words(lead, sign_in):
    ScoreVersion.objects.update(until=None)
    for version in ScoreVersion.objects.all():
        ScoreVersion.objects.filter(pk=version.pk).update(since=version.since + timedelta(days=40000))

    shown = sign_in(lead).get(page("propose-version"), follow=True).content.decode()

    assert "load the reference data first" in shown


def test_every_number_of_a_version_has_a_range(base):
    for kind, code, value in base.weights.values_list("kind", "code", "value"):
        assert limits.range_of(kind, code).holds(value), (kind, code)
    assert not list(limits.faults(versions._with(base, {}) | {"gravity": {}}, D0))
