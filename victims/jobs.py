"""What happens to letters by itself: a final one is printed."""

from typing import Any

from django.utils import timezone

from cases.access import get_case
from soteria.accounts.access import Refused, Unseen
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.documents import pdf
from soteria.work.handlers import GiveUp, acting_for, handles
from soteria.work.models import Job
from victims.models import Letter, LetterFile
from victims.queries import letters as queries


@handles("letter.render")
def render_letter(job: Job) -> None:
    """Print a final letter, once: a second run finds its file and does nothing.

    Raises GiveUp where the letter is gone, or whoever made it final may no longer do so.
    """
    letter = Letter.objects.select_related("victim__case").filter(pk=job.object_id or 0).first()
    if letter is None or letter.content is None:
        raise GiveUp("There is no final letter to print.")
    if LetterFile.objects.filter(letter=letter).exists():
        return
    case = letter.victim.case
    acting_for(job, lambda user: _may(user, case.slug))
    printed = pdf.render(queries.printable(letter, letter.content))
    LetterFile.objects.create(letter=letter, pdf=printed.content, sha256=printed.sha256, rendered_at=timezone.now())
    audit.record("letter.printed", letter, process="letter.render", case=case, after={"sha256": printed.sha256})


def _may(user: Any, slug: str) -> bool:
    try:
        get_case(user, slug, Section.NEEDS, Level.FULL)
    except (Refused, Unseen):
        return False
    return True
