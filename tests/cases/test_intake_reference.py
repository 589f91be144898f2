from django.core.management import call_command

from cases.models import OffenceClass, Stage
from cases.services import intake_reference


def test_every_class_and_stage_says_its_source_and_confidence():
    for file_name in ("offence_classes.yaml", "stages.yaml"):
        for entry in intake_reference.entries(file_name):
            assert entry["source"]
            assert entry["confidence"] in {"C", "M"}
            assert entry["needs_confirmation"] is (entry["confidence"] != "C")


def test_loading_twice_changes_nothing(reference):
    before = list(OffenceClass.objects.values()), list(Stage.objects.values())

    call_command("load_reference", verbosity=0)

    assert (list(OffenceClass.objects.values()), list(Stage.objects.values())) == before


def test_a_changed_row_is_put_right(reference):
    OffenceClass.objects.filter(code="19C").update(is_rasso=False)

    call_command("load_reference", verbosity=0)

    assert OffenceClass.objects.get(code="19C").is_rasso


def test_there_are_fifteen_stages_and_two_have_confirmed_names(reference):
    stages = Stage.objects.all()

    assert [stage.order for stage in stages] == list(range(1, 16))
    assert [stage.code for stage in stages if not stage.needs_confirmation] == ["first_contact", "initial_conversation"]


def test_exposure_counts_as_rasso_by_local_choice_that_needs_confirming(reference):
    exposure = OffenceClass.objects.get(code="88E")

    assert exposure.is_rasso
    assert exposure.needs_confirmation
    assert not OffenceClass.objects.filter(code="99Z").exists()


def test_the_command_says_what_it_loaded(db, capsys):
    call_command("load_reference")

    assert "33 offence classes, 15 stages" in capsys.readouterr().out


def test_loading_again_takes_as_few_statements_however_many_rows_there_are(reference, max_queries):
    # Two or three for each of eight tables; versions of the score are loaded one by one, since one that was used stays.
    with max_queries(28):  # 6 for each version of the score
        call_command("load_reference", verbosity=0)

    assert (OffenceClass.objects.count(), Stage.objects.count()) == (33, 15)
