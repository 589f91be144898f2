"""One of everything that an address can name, so that a refusal is never mistaken for something missing."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone

from cases.models import Allocation, BreakGlass, Case, CaseDraft, Closure, ConflictBar, ImportRow, ImportRun
from orders.models import AttendanceDue, Bail, Pause, Surrender
from orders.services import extensions, pauses, views
from orders.services.views import ViewsIn
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.audit import queries as trail
from soteria.audit import services as audit
from suspects.models import (
    Custody,
    Dispute,
    InvolvementStatus,
    Judgement,
    LinkDecision,
    Merge,
    PoliceWorkFinding,
    Suspect,
)
from suspects.services import markers, nominations, plans
from tests.factories import CaseFactory, InvolvementFactory, TeamFactory, VictimFactory, allocate, member
from tests.factories.action import RECORD_SAID, a_draft, list_since
from tests.factories.biometrics import a_question
from tests.factories.orders import (
    a_breach,
    a_notice_arrest,
    a_release,
    an_application,
    an_attendance,
    an_extension,
    an_order,
)
from tests.factories.reports import a_report
from tests.factories.score import a_proposal
from tests.orders.asking import decide, propose
from victims.models import Letter, Victim

NOW = timezone.now()


@dataclass(frozen=True)
class World:
    """A case with people on it, and the argument of every address."""

    # These end the session that the rest of the walk needs.
    LEAVES: ClassVar[frozenset[str]] = frozenset({"account_logout", "ui:exit"})

    case: Case
    di: User
    things: dict[str, object] = field(default_factory=dict)

    @classmethod
    def make(cls) -> "World":
        """A case of the team with everything that its pages name."""
        team = TeamFactory()
        di, oic = member(Role.DI, team), member(Role.OIC, team)
        case = allocate(CaseFactory(team=team, reference="55/20001/26"), oic)
        world = cls(case, di)
        world.things.update(world._of_the_case(oic))
        return world

    def _of_the_case(self, oic: User) -> dict[str, object]:
        other = member(Role.OIC, self.case.team)
        support = Allocation.objects.create(case=self.case, user=other, duty="deputy", starts_at=NOW)
        bar = ConflictBar.objects.create(
            case=self.case, user=member(Role.OIC, self.case.team), reason="Neighbour", declared_at=NOW, declared_by=oic
        )
        broken = BreakGlass.objects.create(
            case=self.case, user=other, reason="A threat to life", started_at=NOW, ends_at=NOW, ended_at=NOW
        )
        return {
            "slug": self.case.slug,
            "section": "victim",
            "group": "safety",
            "entry": 0,
            "alert_id": 1,
            "job_id": 1,
            "event_id": self._event(oic),
            "provider_id": "force",
            "uid": "none",
            "token": "none",
            "seat": 1,
            "name": "404",
            "measure": "N03",
            "key": uuid4(),
            "place": "victims",
            "allocation_id": support.pk,
            "bar_id": bar.pk,
            "user_id": other.pk,
            "pk": broken.pk,
            "row_id": self._row_in_quarantine().pk,
            "report_id": a_report(self.case.force).pk,
            "victim_id": (victim := VictimFactory(case=self.case)).pk,
            "letter_id": self._letter(victim, oic, other).pk,
            **self._of_a_suspect(),
            **self._bail_and_orders(),
        }

    def _of_a_suspect(self) -> dict[str, object]:
        """A known suspect with a part and a status in the case, and a record that was joined to that one's."""
        part = InvolvementFactory(case=self.case)
        step = InvolvementStatus.objects.create(involvement=part, status="SUSPECT", on=NOW.date(), recorded_at=NOW)
        pair = {"one": part.suspect_id, "other": InvolvementFactory(case=self.case).suspect_id}
        decision = LinkDecision.objects.create(
            left_id=pair["one"], right_id=pair["other"], kind="same", reason="facts", by=self.di, at=NOW
        )
        merge = Merge.objects.create(
            kept_id=pair["one"], folded_id=pair["other"], decision=decision, by=self.di, at=NOW
        )
        stamp = {"recorded_at": NOW, "recorded_by": self.di}
        finding = PoliceWorkFinding.objects.create(involvement=part, work="plan", **stamp)
        known = {
            "finding_id": finding.pk,
            "involvement_id": part.pk,
            "check": "pnc",
            "suspect_id": part.suspect_id,
            "status_id": step.pk,
        }
        known |= {"version_id": a_proposal(self.di).pk, "judgement_id": self._judgement(part.suspect)}
        found = known | pair | {"merge_id": merge.pk}
        return found | self._action(part.suspect) | self._circumstances(part.suspect)

    def _action(self, suspect: Suspect) -> dict[str, object]:
        """A plan that waits for approval, a nomination and a marker of a suspect."""
        list_since(suspect, NOW.date())
        plan = plans.send_plan(a_draft(suspect, self.di), by=self.di)
        nomination = nominations.save_draft(suspect, route="pdp", values=RECORD_SAID, by=self.di)
        nominations.propose(nomination, by=self.di)
        marker = markers.ask_for_marker(suspect, kind="violent", reason="Three assaults are recorded", by=self.di)
        return {"plan_id": plan.pk, "nomination_id": nomination.pk, "marker_id": marker.pk, "route": "matac"}

    def _judgement(self, suspect: Suspect) -> int:
        """A judgement that waits for authority."""
        return Judgement.objects.create(
            suspect=suspect,
            points=5,
            reason="access",
            words="Has moved in with somebody who has children",
            evidence="Report 12",
            rests_on_acquittal=False,
            starts_on=NOW.date(),
            ends_on=NOW.date(),
            key=uuid4(),
            authored_at=NOW,
            authored_by=self.di,
        ).pk

    def _circumstances(self, suspect: Suspect) -> dict[str, object]:
        """Custody and a dispute under one number, since an address names either."""
        stamp = {"suspect": suspect, "on": NOW.date(), "recorded_at": NOW, "recorded_by": self.di}
        custody = Custody.objects.create(kind="remanded", **stamp)
        Dispute.objects.create(pk=custody.pk, what="Not me", **stamp)
        return {"what": "custody", "fact_id": custody.pk}

    def _bail_and_orders(self) -> dict[str, object]:
        """Breaches that wait for a decision, for an arrest and for another supervisor; and an order."""
        breach, order = a_breach(self.case), an_order(self.case)
        bail = breach.broken.get().condition.bail
        attendance = an_attendance(self.case, order.suspect)
        application, arrest = an_application(self.case, order.suspect), a_notice_arrest(self.case)
        found = {"attendance_id": attendance.pk, "retention_id": a_question(self.case).pk, "kind": "notice"}
        found |= self._decided() | self._custody(bail)
        found |= {"application_id": application.pk, "act": "advice_asked", "step_id": application.steps.get().pk}
        found["notice_arrest_id"] = arrest.pk
        return found | {"arrest_id": bail.arrest_id, "bail_id": bail.pk, "order_id": order.pk, "breach_id": breach.pk}

    def _decided(self) -> dict[str, object]:
        """A breach whose suspect is wanted, and one with a proposal to arrest nobody."""
        wanted, proposed = a_breach(self.case), a_breach(self.case)
        decide(wanted, self.di)
        propose(proposed, self.di)
        return {
            "orders:breach-arrest:breach_id": wanted.pk,
            "orders:close-wanted:breach_id": wanted.pk,
            "orders:agree-no-arrest:breach_id": proposed.pk,
        }

    def _custody(self, bail: Bail) -> dict[str, object]:
        """What hangs on bail: an extension, an application, a request of CPS, views, a time to report, a release."""
        oic = self.case.oic
        extension = an_extension(bail)
        an_extension(bail, "superintendent", decided_at=NOW - timedelta(minutes=30))
        application = extensions.lodge_application(
            bail, lodged_at=NOW, court="Harbourside", months=12, why="The phone is late", key=uuid4(), now=NOW, by=oic
        )
        stay = {"from_on": NOW.date(), "last_on": NOW.date(), "key": uuid4(), "now": NOW}
        pause = pauses.record_stay(bail.arrest, by=oic, **stay)
        stays = pauses.record_stay(bail.arrest, by=oic, **stay | {"key": uuid4()})
        Pause.objects.filter(pk=pause.pk).update(kind="cps", last_on=None)
        victim, why = VictimFactory(case=self.case), ViewsIn("not_practicable", why_not="In hospital")
        seen = views.record_views(bail, victim, why, key=uuid4(), by=oic)
        times = {"opens_at": NOW, "closes_at": NOW + timedelta(hours=1), "station": "Harbourside"}
        due = AttendanceDue.objects.create(condition=bail.conditions.first(), **times)
        release = a_release(self.case)
        found = {"extension_id": extension.pk, "to_court_id": application.pk, "pause_id": pause.pk}
        back = Surrender.objects.create(bail=bail, due_at=NOW)
        found |= {"views_id": seen.pk, "due_id": due.pk, "surrender_id": back.pk, "stay_id": stays.pk}
        found |= {"orders:notice-paper:what": "release", "row_id": release.pk}
        return found | {"release_id": release.pk, "which": "ending"}

    def _letter(self, victim: Victim, oic: User, other: User) -> Letter:
        """The draft of a letter about a decision that was signed off."""
        said = {"outcome_code": "18", "decision_maker": "police", "reasons": [], "decided_at": NOW, "decided_by": oic}
        signed = {"signed_off_at": NOW, "signed_off_by": other, "key": uuid4()}
        closure = Closure.objects.create(case=self.case, **said, **signed)
        return Letter.objects.create(victim=victim, closure=closure, template="nfa/1", parts=[], drafted_at=NOW)

    def _event(self, oic: User) -> int:
        """An event of the case, as the audit trail names it."""
        audit.viewed(self.case, by=oic, case=self.case)
        return trail.of_case(self.case.pk)[0].id

    def _row_in_quarantine(self) -> ImportRow:
        """A row of no known district, which every supervisor of the force looks after."""
        run = ImportRun.objects.create(force=self.case.force, file_name="a.csv", file_sha256="0" * 64, started_at=NOW)
        return ImportRow.objects.create(
            run=run, force=run.force, row_number=1, digest="0" * 64, received={}, state=ImportRow.State.QUARANTINED
        )

    def things_for(self, client: Client) -> dict[str, object]:
        """The arguments, with a draft that belongs to the person of this client."""
        return self.things | {"key": self._draft(client)}

    def _draft(self, client: Client) -> UUID:
        owner = User.objects.get(pk=client.session["_auth_user_id"])
        return CaseDraft.objects.create(owner=owner, key=uuid4()).key
