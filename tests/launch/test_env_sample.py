"""`.env.sample` names every setting that is read, and nothing that is not."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = {"text", "flag", "number", "words", "given", "get", "setdefault"}
# Read by docker-compose.yml, or by the machine and not by us.
READ_BY_COMPOSE = {"SITE_NAME", "SECRETS_DIR"}
OF_THE_MACHINE = {"PATH", "DJANGO_SETTINGS_MODULE"}


def _named_in_sample():
    text = (ROOT / ".env.sample").read_text()
    return set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", text, re.MULTILINE))


def _read_by(path):
    """Names given to env.text and its like, or to os.environ, in one module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS:
            owner = ast.unparse(node.func.value)
            if owner.rpartition(".")[2] in {"env", "environ"} and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def _read_anywhere():
    modules = [ROOT / "manage.py", *(ROOT / "soteria").rglob("*.py")]
    return {name for module in modules for name in _read_by(module)}


def test_every_setting_that_is_read_is_in_the_sample():
    assert _read_anywhere() - OF_THE_MACHINE - _named_in_sample() == set()


def test_the_sample_names_nothing_else():
    assert _named_in_sample() - READ_BY_COMPOSE - _read_anywhere() == set()


def test_the_readers_are_found_at_all():
    assert {"SECRET_KEY", "DATABASE_URL", "PORT", "SOTERIA_VAR"} <= _read_anywhere()


def test_the_sample_holds_no_secret():
    lines = (ROOT / ".env.sample").read_text().splitlines()
    secrets = [line for line in lines if re.match(r"(# )?\w*(KEYS?|SECRET|PASSWORD|FALLBACKS)=.", line)]

    assert secrets == []
