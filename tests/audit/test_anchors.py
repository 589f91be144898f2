"""Anchors: signed, kept in two places, mended after a crash between them, and honest about a lost key."""

from io import StringIO

import pytest
from django.core.management import call_command

from soteria.audit import anchors, keys, services, tasks, verify
from soteria.audit.models import AuditAnchor, AuditEvent, AuditProof
from tests.audit.tampering import HOUR, fill, link_at_once, run, tampered

pytestmark = pytest.mark.django_db


def test_an_empty_chain_is_not_anchored():
    assert anchors.anchor_head(HOUR) is None
    assert verify.verify() == verify.Verdict(links=0, anchors=0)


def test_an_unchanged_head_is_anchored_once():
    fill(3)

    assert anchors.anchor_head(HOUR) is None
    assert AuditAnchor.objects.count() == 1


def test_a_crash_between_file_and_table_is_mended_by_the_next_anchor():
    fill(3)

    with tampered():
        run("DELETE FROM audit_auditanchor")
        assert verify.verify().fault == ""
        run("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")
        services.record("viewed", process="test")
        anchors.anchor_head(HOUR)

        assert AuditAnchor.objects.count() == 2
        assert verify.verify() == verify.Verdict(links=4, anchors=2, seq=4)


def test_without_a_key_the_check_says_so(settings):
    fill(3)
    settings.AUDIT_SIGNING_KEY = ""

    services.record("viewed", process="test")

    assert verify.verify().fault.startswith("Set AUDIT_SIGNING_KEY")
    with pytest.raises(keys.NoKey):
        anchors.anchor_head(HOUR)


def test_another_key_is_named(settings):
    fill(3)
    former = keys.present().fingerprint
    settings.AUDIT_SIGNING_KEY = "another"

    fault = verify.verify().fault

    assert f"was signed with the key {former}, and ours is {keys.present().fingerprint}" in fault


def test_a_changed_key_keeps_old_anchors(settings):
    fill(3)
    settings.AUDIT_FORMER_SIGNING_KEYS = [settings.AUDIT_SIGNING_KEY]
    settings.AUDIT_SIGNING_KEY = "another"
    services.record("viewed", process="test")
    anchors.anchor_head(HOUR)

    assert verify.verify() == verify.Verdict(links=4, anchors=2, seq=4)


def test_since_the_anchor_only_the_new_links_are_walked():
    fill(10, anchored_after=7)

    assert verify.verify(since_anchor=True) == verify.Verdict(links=3, anchors=1, seq=10, is_full=False)


def test_since_the_anchor_an_edit_after_it_is_told():
    ids = fill(10, anchored_after=7)

    with tampered():
        run(f"UPDATE audit_auditevent SET verb = 'printed' WHERE id = {ids[8]}")
        assert verify.verify(since_anchor=True).fault.startswith(f"Link 9 (event {ids[8]})")


def test_since_the_anchor_a_cut_before_it_is_told():
    fill(10)

    with tampered():
        run("DELETE FROM audit_auditlink WHERE seq > 6")
        assert "the chain was cut or rebuilt" in verify.verify(since_anchor=True).fault


def test_a_fault_is_proved_once_and_not_each_minute():
    ids = fill(10, anchored_after=7)

    with tampered():
        run(f"UPDATE audit_auditevent SET verb = 'printed' WHERE id = {ids[8]}")
        for _ in range(3):
            assert verify.anchor_if_whole(HOUR).fault
        assert AuditProof.objects.exclude(fault="").count() == 1


def test_the_schedule_anchors_what_is_whole():
    fill(4, anchored_after=2)

    verify.anchor_if_whole(HOUR)

    assert [anchor.seq for anchor in anchors.in_table()] == [2, 4]


def test_the_command_says_that_all_is_whole_and_leaves_an_event():
    fill(3)
    out = StringIO()

    call_command("verify_audit", stdout=out)

    assert out.getvalue() == "The audit trail is whole: 3 links, 1 anchors.\n"
    assert AuditEvent.objects.filter(verb="trail.verified", process="verify_audit").count() == 1


def test_the_command_warns_when_nothing_is_anchored():
    link_at_once()
    services.record("viewed", process="test")
    out = StringIO()

    call_command("verify_audit", stdout=out)

    assert "Nothing is anchored yet" in out.getvalue()


def test_the_command_names_the_first_broken_link_and_fails():
    ids = fill(3)
    err = StringIO()

    with tampered(), pytest.raises(SystemExit) as ended:
        run(f"UPDATE audit_auditevent SET verb = 'printed' WHERE id >= {ids[1]}")
        call_command("verify_audit", stderr=err)

    assert ended.value.code == 1
    assert err.getvalue().startswith(f"Link 2 (event {ids[1]}): it does not match")


def test_the_whole_trail_is_proved_once_a_day():
    fill(3)

    tasks.prove()
    tasks.prove()

    assert AuditProof.objects.filter(is_full=True).count() == 1
    assert verify.prove_if_due(AuditProof.objects.get().at + verify.DAY).fault == ""
    assert AuditProof.objects.filter(is_full=True).count() == 2


def test_the_task_anchors():
    fill(3, anchored_after=2)

    tasks.anchor()

    assert AuditAnchor.objects.count() == 2
