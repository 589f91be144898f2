"""How a suspect's score came about over time: scores, judgements, what each score was made of, and dated facts."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from cases.models import Case
from soteria.audit import queries as audit
from soteria.ui.dates import london_date
from suspects.linkage.model import probability
from suspects.models import Custody, Dispute, Judgement, ListChange, MergedPart, Score, ScoreInput, Suspect
from suspects.queries import cutoff
from suspects.queries.sight import folded_in
from suspects.rules.judgements import final
from suspects.rules.rfgv import Allegation, Parameters, Terms, faded, score_of

KEPT = 60  # scores that are told, the newest; each is a change of fact
STEP = 30  # days between two points of a fading score
POINTS = 120  # most points of a picture
LONG_AGO = Value(datetime(1900, 1, 1, tzinfo=UTC))  # where nothing is hidden, all is told
TERMS = ("recency", "frequency", "victim", "harm_lasting", "harm_fading")


@dataclass(frozen=True)
class Given:
    """One score as it was given; `terms` is None where the suspect was not scored."""

    at: datetime
    on: date
    why: str
    version: str
    base: float | None
    left_out: str
    terms: Terms | None


@dataclass(frozen=True)
class Told:
    """A score that was given, with the points of the judgement that held then; `final` is None for nobody scored."""

    given: Given
    points: int
    final: float | None


@dataclass(frozen=True)
class Point:
    """The score on a day, with and without the judgement that held."""

    on: date
    base: float
    final: float


@dataclass(frozen=True)
class Story:
    """What is recorded of a score over time, newest first. `inputs` are the rows of the two newest scores.

    `joined` is how many records that the reader may know of were joined to this one, each by a person's
    decision. `came` are the cases whose part
    came with one of them, by id, each with the match of the pair as the person saw it, None where there was none.
    """

    suspect: Suspect
    scores: Sequence[Given]
    inputs: Sequence[tuple[Allegation, ...]]
    judgements: Sequence[dict[str, Any]]
    custody: dict[str, Any] | None
    disputes: Sequence[dict[str, Any]]
    changes: Sequence[dict[str, Any]]
    joined: int
    came: Mapping[int, float | None]

    def points_on(self, day: date) -> int:
        """The points of the judgement that held on a day; 0 where none did."""
        return next((one["points"] for one in self.judgements if _held(one, day)), 0)

    def told(self, most: int) -> list[Told]:
        """The newest scores, each with what a judgement made of it at that moment."""
        return [self._told(one) for one in self.scores[:most]]

    def _told(self, one: Given) -> Told:
        points = next((each["points"] for each in self.judgements if _held_at(each, one)), 0)
        return Told(one, points, None if one.base is None else final(one.base, points))

    def line(self, today: date, parameters: Parameters) -> list[Point]:
        """The score from the oldest that is told to today: between two scores it only fades."""
        days = [(one, on) for one, until in self._spans(today) for on in _days(one.on, until)]
        found = [self._point(one, on, parameters) for one, on in days if one.terms]
        return found[-POINTS:]

    def _spans(self, today: date) -> list[tuple[Given, date]]:
        oldest_first = list(reversed(self.scores))
        ends = [*(one.on for one in oldest_first[1:]), today][: len(oldest_first)]  # none, where nobody was scored yet
        return list(zip(oldest_first, ends, strict=True))

    def _point(self, one: Given, on: date, parameters: Parameters) -> Point:
        terms = one.terms or Terms(0, 0, 0, 0, 0)
        base = score_of(faded(terms, (on - one.on).days, parameters), parameters).base
        return Point(on, base, final(base, self.points_on(on)))


def _held(one: dict[str, Any], day: date) -> bool:
    begun = one["authorised"] and max(one["starts"], one["authorised"]) <= day <= one["ends"]
    return bool(begun) and (one["withdrawn"] is None or one["withdrawn"] > day)


def _held_at(one: dict[str, Any], given: Given) -> bool:
    """Whether a judgement was counted in a score. Of two scores of one day, one may lie before it was authorised."""
    authorised, withdrawn = one["authorised_at"], one["withdrawn_at"]
    is_in_force = authorised is not None and authorised <= given.at and (withdrawn is None or withdrawn > given.at)
    return is_in_force and bool(one["starts"] <= given.on <= one["ends"])


def _days(start: date, until: date) -> list[date]:
    span = max(0, (until - start).days)
    return [date.fromordinal(start.toordinal() + days) for days in (*range(0, span, STEP), *([span] if span else [0]))]


def read(suspect_id: int, today: date, cases: Collection[int]) -> Story:
    """The story of a score for a reader of these cases. 1 query.

    Of scores and of comings and goings, only those from after the last restriction of a case that is hidden from this
    reader: a score given before may hold that case, and beside the lower one after it, it would tell of it.
    """
    found = _query(suspect_id, today, list(cases)).get(pk=suspect_id)
    story: Any = found
    return Story(
        suspect=found,
        scores=[_given(_plain(row)) for row in story.told],
        inputs=[_rows(_plain(row)["rows"]) for row in story.inputs],
        judgements=[_judged(_plain(row)) for row in story.judged],
        custody=next((_dated(_plain(row), "on", "until") for row in story.held), None),
        disputes=[_dated(_plain(row), "on") for row in story.disputed],
        changes=[_dated(_plain(row), "on") for row in story.changed],
        joined=len(story.joined),
        came=_came([_plain(row) for row in story.parts]),
    )


def _came(rows: Sequence[dict[str, Any]]) -> dict[int, float | None]:
    """The match by which the part in each case came; of a part that was moved twice, the weaker."""
    found: dict[int, float | None] = {}
    for row in rows:
        now = None if row["weight"] is None else probability(row["weight"])
        known = [match for match in (now, found.get(row["case"])) if match is not None]
        found[row["case"]] = min(known, default=None)
    return found


def _query(suspect_id: int, today: date, cases: list[int]) -> QuerySet[Suspect]:
    hidden = Case.objects.filter(is_restricted=True, involvements__suspect=OuterRef(OuterRef("pk")))
    since = Subquery(audit.last_of(cutoff.RESTRICTED, hidden.exclude(pk__in=cases).values("pk")))
    scores = Score.objects.filter(suspect=OuterRef("pk"), run__at__gt=Coalesce(OuterRef("since"), LONG_AGO)).order_by(
        "-pk"
    )
    rows = ScoreInput.objects.filter(suspect=OuterRef("suspect"), digest=OuterRef("digest")).values("rows")[:1]
    named = {"at": "run__at", "on": "run__as_of", "why": "run__why", "version": "run__version__code"}
    given = JSONObject(**named, base="base", left_out="left_out", **{name: name for name in TERMS})
    custody = Custody.objects.filter(suspect=OuterRef("pk"), withdrawn_at=None, on__lte=today)
    newest = custody.order_by("-on", "-recorded_at", "-pk")
    disputes = Dispute.objects.filter(suspect=OuterRef("pk"), withdrawn_at=None).order_by("-on", "-pk")
    judged = Judgement.objects.filter(suspect=OuterRef("pk"), authorised_at__isnull=False).order_by("-pk")
    told = Coalesce(OuterRef("cut"), LONG_AGO)
    changes = ListChange.objects.filter(suspect=OuterRef("pk"), run__at__gt=told).order_by("-pk")
    joined = folded_in(cases, OuterRef("pk"))
    came = MergedPart.objects.filter(involvement__suspect=OuterRef("pk"), merge__undone=None).order_by("pk")
    match = JSONObject(case="involvement__case_id", weight="merge__decision__weight")
    people = Suspect.objects.select_related("standing__version__definition").annotate(since=since)
    return people.annotate(cut=cutoff.first_told()).annotate(
        told=ArraySubquery(scores.values(json=given)[:KEPT]),
        inputs=ArraySubquery(scores.values(json=JSONObject(rows=Subquery(rows)))[:2]),
        held=ArraySubquery(newest.values(json=JSONObject(kind="kind", on="on", until="until"))[:1]),
        disputed=ArraySubquery(disputes.values(json=JSONObject(on="on", outcome="outcome"))),
        judged=ArraySubquery(
            judged.values(
                json=JSONObject(
                    points="points",
                    reason="reason",
                    starts="starts_on",
                    ends="ends_on",
                    authorised="authorised_at",
                    withdrawn="withdrawn_at",
                )
            )
        ),
        changed=ArraySubquery(changes.values(json=JSONObject(is_on="is_on", why="why", on="run__as_of"))[:5]),
        joined=ArraySubquery(joined.values("pk")),
        parts=ArraySubquery(came.values(json=match)),
    )


def _plain(row: Any) -> dict[str, Any]:
    """JSON inside an array comes from the driver as text."""
    found: dict[str, Any] = json.loads(row) if isinstance(row, str) else row
    return found


def _given(row: dict[str, Any]) -> Given:
    is_told = row["base"] is not None and row["harm_lasting"] is not None
    terms = Terms(**{name: row[name] for name in TERMS}) if is_told else None
    at, on = datetime.fromisoformat(row["at"]), date.fromisoformat(row["on"])
    return Given(at, on, row["why"], row["version"], row["base"], row["left_out"], terms)


def _rows(rows: Any) -> tuple[Allegation, ...]:
    found = json.loads(rows) if isinstance(rows, str) else rows or []
    return tuple(
        Allegation(incident, victim, _day(end), _day(told) or date.min, days, weight, risk)
        for incident, victim, end, told, days, weight, risk in found
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _dated(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return row | {name: _day(row[name]) for name in names}


def _judged(row: dict[str, Any]) -> dict[str, Any]:
    found = row | {"starts": _day(row["starts"]), "ends": _day(row["ends"])}
    for name in ("authorised", "withdrawn"):
        at = datetime.fromisoformat(row[name]) if row[name] else None
        found |= {name: london_date(at) if at else None, f"{name}_at": at}
    return found
