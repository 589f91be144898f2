"""When a suspect of a case who is on bail may be bailed with a period of its own: PACE 1984 ss.47 and 47ZB. Pure.

The bail start date is the day after the arrest for the offence, and stays it: an arrest for a breach, or another for
the same offence, begins no new period.
"""

from collections.abc import Iterable
from datetime import datetime

from orders.rules.bail import LEAST
from orders.rules.faults import Fault
from orders.rules.release import AGAIN
from soteria.ui.dates import moment

OFFENCE, EVIDENCE = "offence", "evidence"
SINCE = {OFFENCE: "the other offence", EVIDENCE: "the evidence that came to light, or what was found in it, since then"}
GOES_ON = "and that period goes on (PACE 1984 s.47ZB(4))"


def fresh_faults(route: str, *, anew: str, words: str, bailed_at: datetime | None, for_breach: bool) -> list[Fault]:
    """Why the first bail on an arrest may begin no period of its own.

    `bailed_at` is when the suspect was arrested whose bail in the case still runs, None where none does; `for_breach`
    says that this arrest was for breaking bail. `anew` and `words` say which other offence it was for, or which new
    evidence (s.47(2)); nothing need be said where no bail came before.
    """
    if route in AGAIN:
        where = f"the arrest of {moment(bailed_at)}" if bailed_at else "the arrest that this suspect was bailed on"
        return [Fault("route", f"Record release again after a breach on {where}, {GOES_ON}")]
    if bailed_at is None and not for_breach:
        return []
    if anew not in SINCE:
        return [Fault("anew", _needs(bailed_at))]
    if len(words.strip()) < LEAST:
        return [Fault("anew_words", f"Enter {SINCE[anew]}, in {LEAST} characters or more")]
    return []


def _needs(bailed_at: datetime | None) -> str:
    since = f"is on bail from the arrest of {moment(bailed_at)}" if bailed_at else "was arrested for breaking bail"
    first = f"This suspect {since}, {GOES_ON}. Record release again after a breach on the arrest with that bail"
    return f"{first}. A new period needs another offence, or new evidence of the same one (s.47(2)): select which"


def again_faults(
    route: str,
    *,
    arrested_since: bool,
    broke_since: bool,
    kept: Iterable[tuple[str, str]],
    typed: Iterable[tuple[str, str]],
) -> list[Fault]:
    """Why bail cannot begin again on the same arrest after a breach: it follows an arrest for the breach (s.46A), and
    adds no condition, for which s.47(1A) gives no power.

    `broke_since` says that a decision about breaking this bail was answered by an arrest: then there is no other way to
    bail. `kept` and `typed` are the kind and words of each condition in force before, and now.
    """
    if route not in AGAIN:
        words = "This suspect was arrested for breaking this bail. Select the power to release again after a breach"
        return [Fault("route", f"{words} (PACE 1984 ss.37C and 37CA)")] if broke_since else []
    found = []
    if not arrested_since:
        words = "Record the arrest for the breach first: release again follows it"
        found.append(Fault("route", f"{words} (PACE 1984 ss.37C, 37CA and 46A)"))
    before = {(kind, words.casefold()) for kind, words in kept}
    new = [words for kind, words in typed if (kind, words.casefold()) not in before]
    told = "Release again after a breach keeps the conditions: this one was not set before (PACE 1984 s.47(1A))"
    return found + [Fault("rules", f"{told}: “{words}”") for words in new]


def usual_route(route_before: str, *, arrested_since: bool) -> str:
    """The power that bail again most likely uses: of s.37C where the file was with CPS; "" where none is likelier."""
    if not arrested_since:
        return ""
    return "s37C(2)(b)" if route_before in ("s37(7)(a)", "s37C(2)(b)") else "s37CA(2)(b)"
