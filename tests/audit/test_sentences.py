"""Every verb in the code has its sentence, and every act in a service leaves an event."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from orders.models import ApplicationStep
from soteria.audit import sentences
from suspects.models import LinkDecision

APPS = ("soteria", "cases", "victims", "suspects", "orders", "performance")
RECORDERS = {"record", "event"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(settings.BASE_DIR)), ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.AST) -> Iterator[tuple[str, str, ast.Call]]:
    """Owner and name of each call: ("audit", "record", call), or ("", "record", call) for a bare name."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Attribute):
                owner = call.func.value
                yield owner.id if isinstance(owner, ast.Name) else "", call.func.attr, call
            elif isinstance(call.func, ast.Name):
                yield "", call.func.id, call


def verbs() -> Iterator[tuple[str, str]]:
    for name, tree in modules():
        for owner, function, call in called(tree):
            spoken = call.args[0] if call.args else None
            if function in RECORDERS and owner in {"audit", "services"} and isinstance(spoken, ast.Constant):
                yield spoken.value, name


def test_every_recorded_verb_has_a_sentence():
    unknown = {verb: where for verb, where in verbs() if verb not in sentences.SENTENCES}

    assert unknown == {}, "Add the sentence to soteria/audit/sentences.py"


@pytest.mark.parametrize(
    ("begins", "kinds"), [("application", ApplicationStep.Kind), ("link", LinkDecision.Kind)], ids=["steps", "links"]
)
def test_every_kind_that_makes_a_verb_has_a_sentence(begins, kinds):
    assert {f"{begins}.{kind}" for kind in kinds.values} <= sentences.SENTENCES.keys()


def test_sentences_follow_a_name_and_hold_no_placeholder():
    for verb, words in sentences.SENTENCES.items():
        assert words == words.strip() and words[0].islower() and words[-1] != "." and "{" not in words, verb


def leaves_event(name: str, functions: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function reaches a call of audit: itself, through its module, or by handing `by` to another act."""
    for owner, function, call in called(functions[name]):
        hands_on = any(keyword.arg == "by" for keyword in call.keywords)
        if owner == "audit" or (hands_on and function not in functions):
            return True
        own = not owner and function in functions and function not in seen | {name}
        if own and leaves_event(function, functions, seen | {name}):
            return True
    return False


def is_act(function: ast.FunctionDef) -> bool:
    """A public function that is told who acts."""
    arguments = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    return not function.name.startswith("_") and "by" in arguments


def silent_acts(tree: ast.Module) -> list[str]:
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return [name for name in functions if is_act(functions[name]) and not leaves_event(name, functions)]


# Asking for work is part of an act that has its own event.
AUDIT = "soteria/audit/services.py"
# Giving back what a merge carried is a part of undoing it, which leaves the event.
# What shows a breach, the answers about it and why a victim is not told are kept within the act that they belong to;
# whether a form was sent before is only looked up.
SILENT = {
    "cases/services/once.py:begin",
    "orders/services/answers.py:keep",
    "orders/services/evidence.py:keep_evidence",
    "orders/services/steps.py:known",
    "orders/services/victim_told.py:keep_why_not",
    "soteria/work/services.py:enqueue",
    "suspects/services/carried.py:give_back",
}


def test_every_act_of_a_service_leaves_an_event():
    silent = {
        f"{name}:{act}"
        for name, tree in modules()
        if "/services" in name and name != AUDIT
        for act in silent_acts(tree)
    }

    assert silent - SILENT == set()


@pytest.mark.parametrize(
    "body", ["save()", "other.save()", "_helper()\n\ndef _helper():\n    save()"], ids=["own", "other", "helper"]
)
def test_a_silent_act_would_be_found(body):
    assert silent_acts(ast.parse(f"def act(*, by):\n    {body}")) == ["act"]


@pytest.mark.parametrize("body", ["audit.record('x')", "_helper()\n\ndef _helper():\n    audit.record('x')"])
def test_an_act_that_leaves_an_event_is_not(body):
    assert silent_acts(ast.parse(f"def act(*, by):\n    {body}")) == []
