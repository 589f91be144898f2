"""What a letter is made of, which of its parts fit a case, and whether a way of sending it is safe."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

POLICE, CPS, WISHES, NONE = "police", "cps", "wishes", "none"
# The outcome of a case that ends because the victim does not support it (Home Office Counting Rules, section H).
BY_WISH = "16"


@dataclass(frozen=True)
class Part:
    """One part of a template or of a letter; `when` says for whose decision it is meant, "" for all.

    `needs_confirmation` says what of it the force has still to confirm, "" for nothing.
    """

    slug: str
    heading: str
    text: str
    when: str = ""
    needs_confirmation: str = ""


@dataclass(frozen=True)
class Template:
    """A letter before anything is filled in. `fields` are the only ones it may hold, with what each is in words."""

    version: str
    title: str
    parts: tuple[Part, ...]
    signature: str
    fields: Mapping[str, str]


def review_of(maker: str, *, was_interviewed: bool, outcome: str = "") -> str:
    """Which right to review a decision carries: that of whoever made it, and of the police only after an interview.

    National Police Chiefs' Council guidance: a suspect identified and interviewed under caution, and a victim who has
    not asked for an end; a force may go further.

    >>> review_of("police", was_interviewed=True), review_of("police", was_interviewed=False)
    ('police', 'none')
    >>> review_of("cps", was_interviewed=False)
    'cps'
    >>> review_of("police", was_interviewed=True, outcome="16")
    'wishes'
    """
    if maker == CPS:
        return CPS
    if not was_interviewed:
        return NONE
    return WISHES if outcome == BY_WISH else POLICE


def chosen(parts: Sequence[Part], review: str) -> list[Part]:
    """The parts that fit this decision, in order."""
    return [part for part in parts if part.when in ("", review)]


def unconfirmed(parts: Sequence[Part], own: Collection[tuple[str, str]]) -> list[str]:
    """What the force has still to confirm of the parts that a letter has; `own` is slug and heading of each."""
    found = (part for part in parts if (part.slug, part.heading) in own)
    return [part.needs_confirmation for part in found if part.needs_confirmation]


def is_safe(how: str, *, agreed: str, post: str) -> bool:
    """Whether a letter may go this way: `agreed` is the safe way of contact, `post` whether letters are safe.

    Nothing is assumed: post, email and other people are safe only where the victim said so.

    >>> is_safe("hand", agreed="", post=""), is_safe("post", agreed="text", post="")
    (True, False)
    >>> is_safe("post", agreed="text", post="plain"), is_safe("plain_post", agreed="text", post="plain")
    (False, True)
    """
    if how == "post":
        return post == "yes" or (agreed == "letter" and not post)
    if how == "plain_post":
        return post in ("yes", "plain") or (agreed == "letter" and not post)
    return how in ("hand", "not_wanted") or (how, agreed) in (("email", "email"), ("supporter", "third_party"))
