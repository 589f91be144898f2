"""What is signed, as PDF/UA-1: the bail sheet, an extension, and notices. Each printing is on the trail."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views import purpose
from orders.models import Bail, BailExtension
from orders.queries import notices, papers
from orders.views.asking import fetch, fetch_case
from soteria.accounts.access import Unseen, requires
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.documents import pdf
from soteria.documents.report import Block, Report, html
from soteria.ui import dates

FULL = (Section.BAIL_ORDERS, Level.FULL)


@require_safe
@requires(*FULL)
@throttled("export", "20/m")
@purpose.asked_first
def bail_paper(request: HttpRequest, slug: str, bail_id: int) -> HttpResponse:
    """The bail sheet, which the custody officer and the suspect sign."""
    case = fetch_case(request, slug, *FULL)
    rows = Bail.objects.select_related("arrest__suspect", "release")
    bail = fetch(request, rows, case, arrest__case=case, pk=bail_id)
    return _print(request, case, bail, "Release on bail", papers.of_bail(case, bail))


@require_safe
@requires(*FULL)
@throttled("export", "20/m")
@purpose.asked_first
def extension_paper(request: HttpRequest, slug: str, extension_id: int) -> HttpResponse:
    """An extension of bail, which the officer who decided signs."""
    case = fetch_case(request, slug, *FULL)
    rows = BailExtension.objects.select_related("bail__arrest__suspect")
    row = fetch(request, rows, case, bail__arrest__case=case, pk=extension_id)
    return _print(request, case, row, "Extension of bail", papers.of_extension(case, row))


@require_safe
@requires(*FULL)
@throttled("export", "20/m")
@purpose.asked_first
def notice_paper(request: HttpRequest, slug: str, what: str, row_id: int) -> HttpResponse:
    """What is given in writing of a release without bail, of a change while bail runs, or of no prosecution."""
    case = fetch_case(request, slug, *FULL)
    notice = notices.NOTICES.get(what)
    if notice is None:
        raise Unseen(asked_for="paper", case_id=case.pk)
    row = fetch(request, notice.rows(), case, **{notice.case: case, "pk": row_id})
    return _print(request, case, row, notice.title, notice.blocks(case, row))


def _print(request: HttpRequest, case: Any, row: Any, title: str, blocks: Sequence[Block]) -> HttpResponse:
    now, user = timezone.now(), request.user
    audit.record("printed", row, by=user, case=case, after={"what": title.lower()})
    said = f"Printed by {user} on {dates.moment(now)}"
    report = Report(title, timezone.localdate(now), blocks, papers.CAVEAT, lines=(said,))
    content = pdf.print_page(html(report), key=f"{title}:{row.pk}:{user.pk}:{now.isoformat()}").content
    answer = HttpResponse(content, content_type="application/pdf")
    name = title.lower().replace(" ", "-")
    answer["Content-Disposition"] = f'inline; filename="{name}-{timezone.localdate(now).isoformat()}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
