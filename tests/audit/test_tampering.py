"""Six kinds of tampering by somebody who owns the tables, each at many random places: all are told."""

import random

import pytest

from soteria.audit import anchors, services, verify
from soteria.audit.models import AuditAnchor
from tests.audit.tampering import HOUR, event_ids, fill, rebuild, renumber, run, tampered

pytestmark = pytest.mark.django_db
EVENTS = 40
FORGED = """INSERT INTO audit_auditevent
(at, verb, actor, process, object_type, object_id, case_reference, reason, request_id)
VALUES ({at}, 'viewed', '', 'test', '', '', '', '', '')"""
COLUMNS = {
    "verb": "'exported'",
    "actor_id": "coalesce(actor_id, 0) + 1",
    "actor": "'PC99999'",
    "process": "'other'",
    "object_type": "'cases.case'",
    "object_id": "'7'",
    "case_id": "7",
    "case_reference": "'55/1/26'",
    "before": '\'{"part": "x"}\'',
    "after": "NULL",
    "reason": "'Because'",
    "request_id": "'forged'",
    "force_id": "9",
}


def places(kind: str, among: int = EVENTS, count: int = 25) -> list[int]:
    """Random but repeatable places."""
    return random.Random(kind).sample(range(among), count)


def fault() -> str:
    return verify.verify().fault


def test_an_untouched_chain_holds():
    fill(EVENTS)

    assert verify.verify() == verify.Verdict(links=EVENTS, anchors=1, seq=EVENTS)


@pytest.mark.parametrize("column", COLUMNS)
def test_an_edit_of_any_column_is_told_wherever_it_is(column):
    ids = fill(EVENTS)

    for place in places(column, count=8):
        with tampered():
            run(
                "ALTER TABLE audit_auditevent DROP CONSTRAINT audit_actor_or_process",
                f"UPDATE audit_auditevent SET {column} = {COLUMNS[column]} WHERE id = {ids[place]}",
            )
            assert f"Link {place + 1} (event {ids[place]}): it does not match" in fault()
    assert fault() == ""


@pytest.mark.parametrize("tables", [["event"], ["link"], ["event", "link"]], ids="+".join)
def test_a_delete_in_the_middle_is_told(tables):
    ids = fill(EVENTS)

    for place in places("middle", EVENTS - 1):
        with tampered():
            if "event" in tables:
                run(f"DELETE FROM audit_auditevent WHERE id = {ids[place]}")
            if "link" in tables:
                run(f"DELETE FROM audit_auditlink WHERE event_id = {ids[place]}")
            assert "missing" in fault()
    assert fault() == ""


def test_a_deleted_last_link_leaves_an_event_that_is_not_in_the_chain():
    ids = fill(EVENTS, anchored_after=10)

    with tampered():
        run(f"DELETE FROM audit_auditlink WHERE seq = {EVENTS}")
        assert fault() == f"Event {ids[-1]} is not in the chain."


def test_a_missing_tail_is_told_by_the_anchor():
    ids = fill(EVENTS)

    for cut in places("tail"):
        with tampered():
            run(
                f"DELETE FROM audit_auditlink WHERE seq > {cut}",
                f"DELETE FROM audit_auditevent WHERE id > {([0] + ids)[cut]}",
            )
            assert f"Link {EVENTS} is not what was anchored" in fault()
            assert "the chain was cut or rebuilt" in fault()


def test_two_links_in_another_order_are_told():
    fill(EVENTS)

    for place in places("reorder", EVENTS - 1):
        first, second = place + 1, place + 2
        with tampered():
            run(
                f"UPDATE audit_auditlink SET seq = -1 WHERE seq = {first}",
                f"UPDATE audit_auditlink SET seq = {first} WHERE seq = {second}",
                f"UPDATE audit_auditlink SET seq = {second} WHERE seq = -1",
            )
            assert f"Link {first} " in fault() and "does not match" in fault()


def test_two_events_swapped_under_their_links_are_told():
    ids = fill(EVENTS)

    for place in places("swap", EVENTS - 1):
        with tampered():
            run(
                f"UPDATE audit_auditevent SET id = -1 WHERE id = {ids[place]}",
                f"UPDATE audit_auditevent SET id = {ids[place]} WHERE id = {ids[place + 1]}",
                f"UPDATE audit_auditevent SET id = {ids[place + 1]} WHERE id = -1",
            )
            assert f"Link {place + 1} " in fault()


def test_an_event_dated_back_is_told():
    ids = fill(EVENTS)

    for place in places("back-date"):
        with tampered():
            run(f"UPDATE audit_auditevent SET at = at - interval '1 microsecond' WHERE id = {ids[place]}")
            assert f"Link {place + 1} " in fault()


def test_an_event_added_with_an_old_date_is_told_although_its_link_is_right():
    fill(EVENTS)

    with tampered():
        run(
            FORGED.format(at="now() - interval '3 days'"),
            f"INSERT INTO audit_auditlink SELECT {EVENTS + 1}, max(id), '' FROM audit_auditevent",
        )
        rebuild()
        assert "was dated back, or the clock was put back" in fault()


def test_an_event_slipped_in_without_a_link_is_told():
    fill(EVENTS)

    with tampered():
        run(FORGED.format(at="now()"))
        assert "is not in the chain" in fault()


def test_a_chain_rebuilt_over_an_edit_is_told_by_the_anchor():
    ids = fill(EVENTS)

    for place in places("rebuild"):
        with tampered():
            run(f"UPDATE audit_auditevent SET reason = 'another' WHERE id = {ids[place]}")
            rebuild()
            assert f"Link {EVENTS} is not what was anchored" in fault()


def test_a_chain_rebuilt_over_a_delete_is_told_by_the_anchor():
    ids = fill(EVENTS)

    for place in places("rebuild-delete"):
        with tampered():
            run(
                f"DELETE FROM audit_auditevent WHERE id = {ids[place]}",
                f"DELETE FROM audit_auditlink WHERE event_id = {ids[place]}",
            )
            renumber()
            rebuild()
            assert event_ids() == [pk for pk in ids if pk != ids[place]]
            assert f"Link {EVENTS} is not what was anchored" in fault()


def rebuild_with_anchors(ids: list[int]) -> None:
    """Rebuild over an edit and rewrite the table's anchor to agree; the forger lacks the key."""
    run(f"UPDATE audit_auditevent SET reason = 'another' WHERE id = {ids[7]}")
    rebuild()
    run(f"UPDATE audit_auditanchor SET hash = (SELECT encode(hash, 'hex') FROM audit_auditlink WHERE seq = {EVENTS})")


def test_rewritten_anchors_in_the_table_are_told_by_the_file():
    ids = fill(EVENTS)

    with tampered():
        rebuild_with_anchors(ids)
        assert f"Link {EVENTS} is not what was anchored" in fault()


def test_rewritten_anchors_in_the_table_are_told_by_their_signature_without_the_file():
    ids = fill(EVENTS)
    anchors.path().unlink()

    with tampered():
        rebuild_with_anchors(ids)
        assert "An anchor in the table" in fault() and "was not signed by our key" in fault()


def test_a_rebuilt_chain_is_never_signed():
    ids = fill(EVENTS)

    with tampered():
        rebuild_with_anchors(ids)
        services.record("viewed", process="test")
        assert verify.anchor_if_whole(HOUR).fault
        assert AuditAnchor.objects.count() == len(list(anchors.in_file())) == 1


def test_the_file_of_anchors_gone_is_told():
    fill(EVENTS)
    anchors.path().unlink()

    assert "The file of anchors" in fault() and "is gone" in fault()


def test_the_anchors_of_the_table_gone_are_told():
    fill(EVENTS, anchored_after=10)
    anchors.anchor_head(HOUR)

    with tampered():
        run("DELETE FROM audit_auditanchor")
        assert fault() == "The anchors in the file and in the table differ, first at link 10."


def test_both_places_emptied_are_told_by_the_last_proof():
    fill(EVENTS)
    assert verify.prove(HOUR).fault == ""
    anchors.path().unlink()

    with tampered():
        run("DELETE FROM audit_auditanchor")
        assert fault() == "There were 1 anchors at the last proof and now there are 0."


def test_a_line_of_the_file_edited_is_told():
    fill(EVENTS)
    anchors.path().write_text(anchors.path().read_text().replace('"seq": 40', '"seq": 39'))

    assert "An anchor in the file" in fault() and "was not signed by our key" in fault()


def test_a_line_that_cannot_be_read_is_told():
    fill(EVENTS)
    anchors.path().write_text("{torn\n" + anchors.path().read_text())

    assert "An anchor in the file (unreadable" in fault()


def test_a_link_before_the_first_is_told():
    fill(EVENTS)

    with tampered():
        run("INSERT INTO audit_auditlink (seq, event_id, hash) VALUES (0, 0, '')")
        assert fault() == "Link 0 comes before the first link."


def test_a_whole_stretch_missing_is_told(monkeypatch):
    fill(EVENTS)
    monkeypatch.setattr("soteria.audit.chain.STRETCH", 5)

    with tampered():
        run("DELETE FROM audit_auditlink WHERE seq BETWEEN 11 AND 25")
        assert fault() == "Links are missing after link 10."


def test_stretches_join_without_a_seam(monkeypatch):
    ids = fill(EVENTS)
    monkeypatch.setattr("soteria.audit.chain.STRETCH", 7)
    assert verify.verify() == verify.Verdict(links=EVENTS, anchors=1, seq=EVENTS)

    for place in (5, 6, 7, 8, 13, 14, EVENTS - 1):
        with tampered():
            run(f"UPDATE audit_auditevent SET reason = 'x' WHERE id = {ids[place]}")
            assert f"Link {place + 1} " in fault()
