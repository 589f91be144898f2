"""Says in plain words what each verb of the trail means; timelines and trails read "Olive Carter logged the case".

The sentence holds no values: who may read a value is decided where the value lives.
"""

# What follows the actor's name. A test fails when code records a verb that is not here.
SENTENCES = {
    "viewed": "looked at the record",
    "searched": "searched",
    "exported": "exported a list",
    "printed": "printed a page",
    "refused": "was refused",
    "refused.unseen": "asked for a record that they may not see, or that does not exist",
    "signed_in": "signed in",
    "signed_out": "signed out",
    "sign_in.failed": "refused a sign-in",
    "password.changed": "changed their password",
    "factor.added": "added a second factor",
    "factor.removed": "removed a second factor",
    "factor.reset": "made new recovery codes",
    "factor.reset_by_other": "reset a person’s second factor",
    "factor.accepted": "signed in with the second factor of single sign-on",
    "factor.renamed": "renamed a second factor",
    "factor.failed": "gave a wrong second factor",
    "trail.verified": "checked the audit trail",
    "trail.exported": "downloaded the audit trail",
    "trail.read": "read the audit trail",
    "trail.values_shown": "had the audit trail show what was changed",
    "purpose.given": "gave a purpose for looking at the case",
    "note.written": "wrote a note",
    "case.logged": "logged the case",
    "case.imported": "imported the case from the records system",
    "case.allocated": "allocated the case",
    "case.support_allocated": "gave somebody a part in the case",
    "case.support_ended": "ended somebody’s part in the case",
    "case.restricted": "restricted the case",
    "case.restriction_lifted": "lifted the restriction on the case",
    "case.named": "named somebody on the restricted case",
    "case.unnamed": "took somebody off the restricted case",
    "case.conflict_declared": "declared a conflict of interest",
    "case.conflict_lifted": "lifted a conflict of interest",
    "break_glass.opened": "opened the case by emergency access",
    "break_glass.ended": "ended emergency access",
    "break_glass.reviewed": "reviewed a use of emergency access",
    "filter.saved": "saved a filter of the case list",
    "filter.deleted": "deleted a saved filter",
    "access.mended": "put the access table right",
    "person.added": "added a person",
    "role.granted": "gave a role",
    "break_glass.list_viewed": "looked at the list of emergency accesses",
    "break_glass.refused": "was refused emergency access",
    "confirmed": "confirmed who they are",
    "crime.imported": "imported the crime from the records system",
    "crime.received_again": "received a change to the crime from the records system",
    "draft.discarded": "discarded a draft",
    "draft.entry_removed": "removed an entry from a draft",
    "draft.saved": "saved a draft",
    "draft.started": "began to log a case",
    "force.added": "added a force",
    "identity.linked": "linked a single sign-on identity",
    "import.finished": "finished an import",
    "involvement.changed": "changed a suspect’s part in the case",
    "involvement.identified": "identified a suspect",
    "involvement.recorded": "recorded a suspect’s part in the case",
    "note.added": "added a note",
    "password.chosen": "chose a password",
    "person.deactivated": "deactivated a person",
    "person.invited": "invited a person",
    "person.reactivated": "reactivated a person",
    "role.ended": "ended a role",
    "safe_contact.agreed": "agreed how to contact the victim safely",
    "session.ended": "ended a session",
    "sessions.ended": "ended sessions",
    "sign_in.refused": "refused a sign-in",
    "sign_in.throttled": "refused a sign-in after too many tries",
    "suspect.changed": "changed a suspect’s details",
    "suspect.recorded": "recorded a suspect",
    "needs.updated": "updated what the victim needs",
    "contact.recorded": "recorded a contact with the victim",
    "victim.changed": "changed the victim’s details",
    "victim.recorded": "recorded the victim",
    "alerts.undelivered": "sent alerts that had not been delivered",
    "scraping.noticed": "noticed that one person opened many cases",
    "import_row.mended": "mended an imported row",
    "import_row.set_aside": "set an imported row aside",
    "case.place_changed": "changed where it happened",
    "first_response.changed": "changed the first response",
    "job.retried": "put a dead letter back in the queue",
    "alert.raised": "raised an alert",
    "alert.acknowledged": "said that they know of an alert",
}

# Consultation and disclosure (DPA 2018 s.62), and attempts: they belong to "who has looked", not to the timeline.
LOOKS = frozenset({"viewed", "searched", "exported", "printed", "refused", "refused.unseen", "purpose.given"})


def predicate(verb: str) -> str:
    """What was done, without the actor. An unknown verb, from an older or newer release, is shown as it is."""
    return SENTENCES.get(verb, f"recorded “{verb}”")


def sentence(who: str, verb: str, part: str = "") -> str:
    """The whole sentence; `part` names the page or section that was looked at, where one was recorded."""
    return f"{who} {predicate(verb)}" + (f": {part}" if part else "")
