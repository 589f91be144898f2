"""A migration of many steps, of which the state is worked out once.

Django renders every model that is related to a changed one after each step, and here all are related, by their case or
by who recorded them: a new database took over two minutes, nearly all of it rendering.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger


class Together(Operation):
    """Steps as `makemigrations` writes them, none of which renames anything or changes one field twice.

    A model that is made here is made as it stands at the end, so its own later fields, indexes and constraints are not
    added again.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations
        self._made = {step.name_lower for step in operations if isinstance(step, CreateModel)}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Take every step with nothing rendered; what is asked for next renders all, once."""
        state.__dict__.pop("apps", None)
        for step in self.operations:
            step.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take every step from the state before all of them to the state after all."""
        for step in self.operations:
            if not self._comes_with_its_model(step):
                step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Undo every step, the last first; what was made here goes whole."""
        for step in reversed(self.operations):
            if isinstance(step, CreateModel) or not self._is_of_made(step):
                step.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """For `migrate --plan`."""
        return "; ".join(step.describe() for step in self.operations)

    def _comes_with_its_model(self, step: Operation) -> bool:
        # Django makes no triggers with a table.
        return self._is_of_made(step) and not isinstance(step, CreateModel | AddTrigger)

    def _is_of_made(self, step: Operation) -> bool:
        named = getattr(step, "model_name_lower", "") or getattr(step, "name_lower", "")
        return named in self._made
