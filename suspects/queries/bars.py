"""A conflict of interest follows the man: who is barred from one of his cases acts on him by no other case either."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from cases.models import CaseAccess, live_access
from soteria.accounts.access import Refused
from soteria.accounts.roles import Section
from suspects.models import Involvement, Suspect

# It does not say why: the person may not learn by it that the suspect of a case in sight is that of another.
REFUSED = "You cannot do this for this suspect. Ask your supervisor who can."


def not_barred_from(user: Any, *suspects: int) -> bool:
    """Whether no live bar of this person is on a case of these suspects, or of records that are one with them.

    1 query for whoever has no bar, few more for others.
    """
    barred = live_access(user).filter(reach=CaseAccess.Reach.BARRED).values("case")
    met = set(Involvement.objects.filter(case__in=barred, suspect__isnull=False).values_list("suspect", flat=True))
    return not met or not _kept(met) & _kept(suspects)


def refuse_barred(user: Any, *suspects: int) -> None:
    """Raise Refused, in words that tell nothing, where a bar of this person is on a case of one of these suspects."""
    if not not_barred_from(user, *suspects):
        raise Refused(REFUSED, section=Section.INTEL)


def barred(user: Any, suspect: str = "suspect") -> Exists:
    """The condition on rows of suspects, or of those whom a record was joined to, whom a bar of this person is on.

    For lists: each act asks `refuse_barred` again, which follows a record however often it was joined.
    """
    cases = live_access(user).filter(reach=CaseAccess.Reach.BARRED).values("case")
    of_him = Q(suspect=OuterRef(suspect)) | Q(suspect__kept_as=OuterRef(suspect))
    return Exists(Involvement.objects.filter(of_him, case__in=cases))


def _kept(records: Iterable[int]) -> set[int]:
    """These records, each as the one that it was joined to in the end. 1 query for every step of joining."""
    found, ends = set(records), set()
    while found:
        rows = list(Suspect.objects.filter(pk__in=found).values_list("pk", "kept_as"))
        ends |= {pk for pk, kept_as in rows if kept_as is None}
        found = {kept_as for _, kept_as in rows if kept_as is not None}
    return ends
