"""Letters to victims: drafted when a decision is signed off, edited, made final, printed by a job, and sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Closure
from cases.rules import closure_words
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.documents import fill
from soteria.ui.dates import moment
from soteria.work.services import enqueue
from victims.models import Contact, Letter, Victim
from victims.queries import letters as queries
from victims.queries.letters import Open
from victims.rules import letters as rules
from victims.rules.letter_words import nfa
from victims.services.contacts import record_contact

RENDER = "letter.render"
# How a letter went, as a contact with the victim: the way, and whether it reached them.
AS_CONTACT = {
    Letter.How.HAND: (Contact.Channel.IN_PERSON, Contact.Outcome.REACHED),
    Letter.How.POST: (Contact.Channel.LETTER, Contact.Outcome.LEFT),
    Letter.How.PLAIN_POST: (Contact.Channel.LETTER, Contact.Outcome.LEFT),
    Letter.How.EMAIL: (Contact.Channel.EMAIL, Contact.Outcome.LEFT),
    Letter.How.SUPPORTER: (Contact.Channel.THIRD_PARTY, Contact.Outcome.LEFT),
}


class NotYet(Exception):
    """The sentence says why a letter cannot go on yet; `fields` are those that hold it up.

    `question` is the one of the form at fault, None where it is none of them.
    """

    def __init__(self, words: str, fields: list[Open] | None = None, *, question: str | None = None) -> None:
        super().__init__(words)
        self.fields = fields or []
        self.question = question


@transaction.atomic
def draft_letters(*, case: Case, closure: Closure, by: Any) -> None:
    """Subscriber to "case.nfa_signed_off": a draft for each victim, once, in the transaction that closes the case."""
    interviewed, outcome = queries.was_interviewed(case), closure.outcome_code
    review = rules.review_of(closure.decision_maker, was_interviewed=interviewed, outcome=outcome)
    early = _early(closure)
    parts = [
        {"slug": part.slug, "heading": part.heading, "text": _begun(part.text, early)}
        for part in rules.chosen(nfa().parts, review)
    ]
    facts = {"template": nfa().version, "parts": parts, "drafted_at": timezone.now()}
    for victim in Victim.objects.filter(case=case).order_by("pk"):
        letter, is_new = Letter.objects.get_or_create(victim=victim, closure=closure, defaults=facts)
        if is_new:
            audit.record("letter.drafted", letter, by=by, case=case)


def _early(closure: Closure) -> dict[str, str]:
    """What is put into the draft at once, so that it can be edited as words."""
    known = closure_words.reasons()
    return {
        "reasons": "\n\n".join(known[code].letter for code in closure.reasons if code in known),
        "evidence_for": closure.evidence_for,
        "evidence_against": closure.evidence_against,
    }


def _begun(text: str, early: Mapping[str, str]) -> str:
    return fill.filled(text, early, blank="{{{{ {} }}}}")


@transaction.atomic
def edit_letter(letter: Letter, *, texts: Mapping[str, str], by: Any) -> Letter:
    """Change the words of a draft, by part. The caller holds the row locked and has settled any conflict.

    Raises NotYet where the letter is final.
    """
    _check_draft(letter)
    parts = [part | {"text": texts.get(part["slug"], part["text"])} for part in letter.parts]
    changed = [part["slug"] for part, before in zip(parts, letter.parts, strict=True) if part != before]
    if changed:
        letter.parts, letter.version = parts, letter.version + 1
        letter.save(update_fields=["parts", "version"])
        audit.record("letter.changed", letter, by=by, case=letter.victim.case, after={"changed": changed})
    return letter


@transaction.atomic
def finish_letter(letter: Letter, *, by: Any) -> Letter:
    """Make a draft final: its fields are filled for good, and a job prints it. The caller holds the row locked.

    Raises NotYet, with the fields at fault, while one has no value; nothing is changed then.
    """
    _check_draft(letter)
    now = timezone.now()
    today = timezone.localdate(now)
    values = queries.values_of(letter, today)
    if unfilled := queries.open_fields(letter, values):
        raise NotYet("The letter is not final yet: some of its fields are not filled", unfilled)
    letter.content = queries.on_paper(letter, values, today)
    letter.finished_at, letter.finished_by = now, by
    letter.save(update_fields=["content", "finished_at", "finished_by"])
    audit.record("letter.finished", letter, by=by, case=letter.victim.case)
    enqueue(RENDER, letter.pk, key=f"{RENDER}:{letter.pk}", by=by)
    return letter


def _check_draft(letter: Letter) -> None:
    if letter.finished_at is not None:
        raise NotYet("This letter is final, and its words can no longer be changed")


@transaction.atomic
def record_sent(letter: Letter, *, at: datetime, how: str, reason: str, by: Any) -> Letter:
    """Record how a letter went, or that it is not wanted. The caller holds the row locked.

    A letter that went is a contact with the victim and tells them of the decision; once every letter about it is
    settled the clock for the letter is met. Raises NotYet before it is printed, where it was sent already, and where
    it is said to have gone before it was printed or later than now.
    """
    if letter.sent_at is not None:
        raise NotYet("Somebody has recorded this already")
    if how != Letter.How.NOT_WANTED and not hasattr(letter, "file"):
        raise NotYet("The letter is not printed yet, so it cannot have been sent")
    _check_moment(letter, at, how)
    letter.sent_at, letter.sent_by, letter.sent_how, letter.sent_reason = at, by, how, reason
    letter.save(update_fields=["sent_at", "sent_by", "sent_how", "sent_reason"])
    audit.record("letter.sent", letter, by=by, case=letter.victim.case, after={"how": how})
    _keep_contact(letter, by)
    if queries.all_settled(letter.closure):
        clocks.note(letter.victim.case_id, "nfa_letter_sent", at, source=f"closure:{letter.closure_id}:letters")
    return letter


def _check_moment(letter: Letter, at: datetime, how: str) -> None:
    """A clock is met by this moment, so it must be one at which the letter can have gone."""
    if at > timezone.now():
        raise NotYet("When it went must be now or in the past", question="sent_at")
    if how == Letter.How.NOT_WANTED:
        return
    # Forms give whole minutes, so a letter may go in the minute in which it was printed.
    printed = letter.file.rendered_at.replace(second=0, microsecond=0)
    if at < printed:
        words = f"The letter was printed on {moment(printed)}. It cannot have gone before then"
        raise NotYet(words, question="sent_at")


def _keep_contact(letter: Letter, by: Any) -> None:
    if letter.sent_how not in AS_CONTACT or letter.sent_at is None:
        return
    channel, outcome = AS_CONTACT[Letter.How(letter.sent_how)]
    said = {"at": letter.sent_at, "channel": channel.value, "outcome": outcome.value, "told_of": ["nfa"]}
    said |= {"words": "The letter about the decision.", "unsafe_reason": letter.sent_reason}
    record_contact(letter.victim, values=said, key=uuid5(NAMESPACE_URL, f"letter:{letter.pk}"), by=by)
