"""Hold the chain against what was noted outside it: the anchors in the file and the table, and the last proof."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest

from django.db import connection, transaction

from soteria.audit import anchors, chain, keys
from soteria.audit.anchors import Anchor
from soteria.audit.models import AuditProof

AT_ONCE = 1000
Pair = tuple[Anchor | None, Anchor | None]


@dataclass(frozen=True)
class Held:
    """How many anchors were held against the chain, and the first fault in words."""

    anchors: int
    fault: str = ""


@transaction.atomic
def hold_all(known: dict[str, keys.Key]) -> Held:
    """Hold the chain against every anchor, oldest first; the file and the table must tell the same."""
    with connection.cursor() as cursor:  # no anchor is added between reading the file and reading the table
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [anchors.ONE_AT_A_TIME])
    count = 0
    for pairs in _in_batches(zip_longest(anchors.in_file(), anchors.in_table())):
        if fault := _first_fault(pairs, known):
            return Held(count, fault)
        count += len(pairs)
    return Held(count, _lost(count))


def hold_last(known: dict[str, keys.Key]) -> Held:
    """Hold the chain against the newest anchor of each place."""
    pair = (anchors.last_in_file(), anchors.last_in_table())
    return Held(int(any(pair)), _first_fault([pair], known))


def hold_proof() -> str:
    """Hold the chain against the last proof that found it whole; the fault in words, if any."""
    proof = AuditProof.objects.filter(fault="", seq__gt=0).order_by("-id").first()
    if proof is None or chain.hashes([proof.seq]).get(proof.seq) == proof.hash:
        return ""
    return f"Link {proof.seq} is not what it was when the chain was proved at {proof.at:%Y-%m-%d %H:%M}."


def _in_batches(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    source = iter(pairs)
    while batch := list(islice(source, AT_ONCE)):
        yield batch


def _first_fault(pairs: list[Pair], known: dict[str, keys.Key]) -> str:
    found = chain.hashes([anchor.seq for pair in pairs for anchor in pair if anchor])
    for filed, tabled in pairs:
        fault = _unsound(filed, "file", found, known) or _unsound(tabled, "table", found, known)
        if fault or (fault := _differ(filed, tabled)):
            return fault
    return ""


def _unsound(anchor: Anchor | None, where: str, found: dict[int, str], known: dict[str, keys.Key]) -> str:
    if anchor is None:
        return ""
    if anchor.key and anchor.key not in known:
        return _foreign(anchor, where, known)
    if not anchors.is_genuine(anchor, known):
        return f"An anchor in the {where} ({anchor.at}, link {anchor.seq}) was not signed by our key."
    if found.get(anchor.seq) != anchor.hash:
        return f"Link {anchor.seq} is not what was anchored at {anchor.at}: the chain was cut or rebuilt."
    return ""


def _foreign(anchor: Anchor, where: str, known: dict[str, keys.Key]) -> str:
    return (
        f"An anchor in the {where} ({anchor.at}, link {anchor.seq}) was signed with the key {anchor.key}, and ours is "
        f"{', '.join(known)}. If the key was changed, give the former one in AUDIT_FORMER_SIGNING_KEYS; "
        "if it was not, the anchor is forged."
    )


def _differ(filed: Anchor | None, tabled: Anchor | None) -> str:
    """The table may lack the file's last anchor, since a crash can come between the two writes; nothing else."""
    if filed == tabled or (tabled is None and filed == anchors.last_in_file()):
        return ""
    if filed is None and not anchors.path().exists():
        return f"The file of anchors, {anchors.path()}, is gone; the table still has its anchors."
    link = min(anchor.seq for anchor in (filed, tabled) if anchor)
    return f"The anchors in the file and in the table differ, first at link {link}."


def _lost(count: int) -> str:
    """Both places emptied at once are told by the last full proof, which counted them."""
    before = AuditProof.objects.filter(fault="", is_full=True).order_by("-id").values_list("anchors", flat=True).first()
    return f"There were {before} anchors at the last proof and now there are {count}." if count < (before or 0) else ""
