"""Typed readers of environment variables, which refuse bad values by name."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """The value of `name`, or of the file named by `name`_FILE (how containers hand over secrets).

    Raises ImproperlyConfigured, naming the variable, when neither is set and there is no default.
    """
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment, or {name}_FILE to a file that holds it.")
    return value


def given(name: str) -> bool:
    """Whether `name` is set, directly or by a file that holds it."""
    return name in os.environ or f"{name}_FILE" in os.environ


def flag(name: str, default: bool) -> bool:
    """True or false; anything else is refused rather than guessed."""
    value = os.environ.get(name, str(default)).strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]
