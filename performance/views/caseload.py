"""The caseload of a team as bars, for a supervisor's home page, which has the same numbers as a table."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries import home
from performance import charts, reference
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.ui.charts import picture


@require_safe
@requires(Section.REVIEW, Level.FULL)
def chart(request: HttpRequest) -> HttpResponse:
    """Open cases by officer, in order of name, with a line at the cap."""
    rows = [(load.name, load.count) for load in home.caseload(request.user)]
    cap = reference.in_force(timezone.localdate())["N35"].settings["cap"]
    return HttpResponse(picture(charts.bars(rows, cap=cap, unit="Open cases")), content_type="image/svg+xml")
