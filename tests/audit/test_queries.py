"""The trail as it is read: newest first, in pages, with names, and with a fixed number of queries."""

import pytest

from soteria.audit import queries, services


def test_the_timeline_holds_changes_and_not_looks(case, oic):
    services.viewed(case, by=oic, case=case)
    services.record("case.logged", case, by=oic, case=case, after={"reference": case.reference})

    (change,) = queries.changes_of_case(case.pk)

    assert change.verb == "case.logged"
    assert change.who == f"Olive Carter ({oic.collar_number})"
    assert change.fields == ("reference",)


def test_who_looked_holds_looks_and_refusals_with_the_part(case, oic, veo):
    services.viewed(case, by=oic, case=case, part="Suspect", reason="Handover")
    services.record("refused", by=veo, case=case)
    services.record("case.logged", case, by=oic, case=case)

    refused, viewed = queries.who_looked(case.pk)

    assert refused.verb == "refused"
    assert viewed.sentence == f"Olive Carter ({oic.collar_number}) looked at the record: Suspect"
    assert viewed.reason == "Handover"


def test_pages_follow_each_other_without_gap_or_overlap(case, oic):
    for _ in range(7):
        services.viewed(case, by=oic, case=case)

    first = queries.of_case(case.pk, limit=3)
    second = queries.of_case(case.pk, before=first[-1].id, limit=3)
    third = queries.of_case(case.pk, before=second[-1].id, limit=3)

    ids = [entry.id for entry in first + second + third]
    assert len(ids) == 7 and ids == sorted(ids, reverse=True)


def test_a_process_is_named_where_nobody_acted(case):
    services.record("alert.raised", process="alerts:breach", case=case)

    (entry,) = queries.changes_of_case(case.pk)

    assert entry.sentence == "Soteria (alerts:breach) raised an alert"


def test_somebody_who_is_gone_keeps_their_collar_number(case, oic):
    services.record("case.logged", case, by=oic, case=case)
    event = queries.AuditEvent.objects.get()

    assert queries._who(event, "") == oic.collar_number


@pytest.mark.parametrize("read", [queries.changes_of_case, queries.who_looked, queries.of_case])
def test_fifty_entries_ask_no_more_than_one(case, oic, veo, max_queries, read):
    for number in range(50):
        services.viewed(case, by=oic if number % 2 else veo, case=case)
        services.record("case.logged", case, by=oic, case=case)

    with max_queries(2):
        assert read(case.pk)


def test_those_who_looked_are_counted_once_each_with_their_reasons(case, oic, outsider):
    for part in ("overview", "timeline"):
        services.viewed(case, by=oic, case=case, part=part)
    services.record("purpose.given", case, by=outsider, case=case, reason="A linked series")
    services.record("refused", case, by=outsider, case=case)

    last, first = queries.lookers(case.pk)

    assert (first.who, first.looks, first.refusals) == (f"Olive Carter ({oic.collar_number})", 2, 0)
    assert (last.looks, last.refusals, last.reasons) == (0, 1, ("A linked series",))
