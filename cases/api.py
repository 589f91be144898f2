"""The API for cases: the list, one case, search. The same door, queries, masks and audit as the pages."""

from typing import Any

from django.core.validators import slug_re
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from cases.access import get_case
from cases.forms import api as shapes
from cases.queries import listing, rows, search
from cases.queries.sight import is_outside
from soteria.accounts.access import Need, Unseen
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.clocks.queries import next_clocks

SIZE = listing.SIZES[0]
MOST_CLOCKS = 50
PURPOSE_HEADER = "X-Purpose"
ASK_WHY = "This case is outside your own work. Say why you need it."
_REFUSALS = {
    403: OpenApiResponse(shapes.Wrong, "Your role does not let you do this"),
    429: OpenApiResponse(shapes.Wrong, "Too many requests; Retry-After says how long to wait"),
}
_WRONG_INPUT = {400: OpenApiResponse({"type": "object"}, "What is wrong, by field or header")}


class SearchThrottle(UserRateThrottle):
    """As many searches as a person can type."""

    scope = "search"
    rate = "60/min"


class CaseApi(APIView):
    """What every API view of cases declares."""

    need = Need("section", Section.SUMMARY, Level.PART)


class CaseListApi(CaseApi):
    """GET: one page of the cases that the person may see."""

    @extend_schema(
        operation_id="cases_list",
        parameters=[shapes.CaseQuery],
        responses={200: shapes.CasePageOut, **_WRONG_INPUT, **_REFUSALS},
    )
    def get(self, request: Request) -> Response:
        """The cases that this person may see, filtered, in order, a page at a time."""
        asked = shapes.CaseQuery(data=_lists(request))
        asked.is_valid(raise_exception=True)
        given, chosen = asked.validated_data, asked.chosen()
        order = listing.order_of(request.user, given["sort"])
        place = listing.place_of(order, given["after"], given["before"])
        page = listing.page(request.user, chosen, order, place, given["size"])
        count = listing.count(request.user, chosen)
        found = {"count": count, "results": page.rows, "after": page.after, "before": page.before}
        return Response(shapes.CasePageOut(found).data)


def _lists(request: Request) -> dict[str, Any]:
    """The query string as data: repeated keys as lists, the others as they are; a key nobody knows is ignored."""
    query = request.query_params
    many = ("stage", "team", "flag", "offence")
    return {key: query.getlist(key) if key in many else query[key] for key in query}


class CaseDetailApi(CaseApi):
    """GET: one case."""

    @extend_schema(
        operation_id="cases_read",
        parameters=[
            OpenApiParameter(
                PURPOSE_HEADER,
                str,
                OpenApiParameter.HEADER,
                description="Why you need a case outside your own work; kept with the look",
            )
        ],
        responses={
            200: shapes.CaseDetailOut,
            **_WRONG_INPUT,
            404: OpenApiResponse(shapes.Wrong, "Not there, or not yours to know of: the same answer"),
            **_REFUSALS,
        },
    )
    def get(self, request: Request, slug: str) -> Response:
        """One case, with every date that is running on it. The look is audited."""
        if not slug_re.fullmatch(slug):
            raise Unseen(asked_for="no reference")
        case = get_case(request.user, slug, Section.SUMMARY, Level.PART)
        purpose = request.headers.get(PURPOSE_HEADER, "").strip()[:300]
        if is_outside(request.user, case) and not purpose:
            raise ValidationError({PURPOSE_HEADER: [ASK_WHY]})
        audit.viewed(case, by=request.user, case=case, part="api", reason=purpose)
        (row,) = rows.of(request.user, [case.pk])
        return Response(shapes.CaseDetailOut(vars(row) | {"clocks": next_clocks(case.pk, MOST_CLOCKS)}).data)


class SearchApi(CaseApi):
    """POST: find cases by reference or by a person's name."""

    throttle_classes = (SearchThrottle,)

    @extend_schema(
        operation_id="cases_search",
        request=shapes.SearchIn,
        responses={200: shapes.HitsOut, **_WRONG_INPUT, **_REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Cases that answer, best first, each name with the reason it was found. The search is audited."""
        asked = shapes.SearchIn(data=request.data)
        asked.is_valid(raise_exception=True)
        typed, purpose = asked.validated_data["typed"], asked.validated_data["purpose"]
        if search.asks_purpose(request.user) and not purpose.strip():
            raise ValidationError({"purpose": ["Enter why you are searching"]})
        hits = _find(request.user, typed)
        audit.searched(by=request.user, terms={"typed": typed}, found=len(hits.hits), purpose=purpose)
        return Response(shapes.HitsOut(_results(request.user, hits, asked.validated_data["page"])).data)


def _find(user: Any, typed: str) -> search.Hits:
    try:
        return search.find(user, typed)
    except search.TooShort as short:
        raise ValidationError({"typed": [str(short)]}) from short


def _results(user: Any, hits: search.Hits, page: int) -> dict[str, Any]:
    shown = hits.hits[(page - 1) * SIZE : page * SIZE]
    found = {row.case_id: row for row in rows.of(user, [hit.case_id for hit in shown])}
    results = [{"case": found[hit.case_id], "people": hit.people} for hit in shown if hit.case_id in found]
    return {"count": len(hits.hits), "is_capped": hits.is_capped, "results": results}
