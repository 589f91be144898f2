"""Our components draw what GOV.UK Frontend's own do: its fixtures pair parameters with the HTML they must give."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils.safestring import mark_safe

from soteria.ui import components

FOLDER = Path(__file__).resolve().parents[2] / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/fixtures.json"))

# (component, fixture) → why the port draws it otherwise. None does at GOV.UK Frontend 6.3.0.
DIVERGENCES: dict[tuple[str, str], str] = {}


def fixtures(name: str) -> list[dict[str, Any]]:
    return json.loads((FOLDER / name / "fixtures.json").read_text("utf-8"))["fixtures"]


def declared_safe(value: Any, key: str = "") -> Any:
    """Fixtures hold raw HTML, as a template of ours would that declares it safe."""
    if isinstance(value, dict):
        return {name: declared_safe(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [declared_safe(item, key) for item in value]
    return mark_safe(value) if isinstance(value, str) and key.lower().endswith("html") else value


def normal(html: str) -> str:
    """The same markup without differences of white space and of how quotes are written."""
    tight = re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", html)).strip()
    return tight.replace("&#34;", "&quot;").replace("&#39;", "'").replace("&#x27;", "'")


def test_every_component_has_fixtures() -> None:
    assert len(NAMES) == 37


@pytest.mark.parametrize("name", NAMES)
def test_component_draws_what_govuk_frontend_draws(name: str) -> None:
    different = {
        fixture["name"]
        for fixture in fixtures(name)
        if normal(components.render(name, declared_safe(fixture["options"]))) != normal(fixture["html"])
    }

    assert different == {fixture for component, fixture in DIVERGENCES if component == name}
