"""Configuration of gunicorn, named to it as `python:soteria.serving`: no answer says what serves it (ASVS 13.4.6)."""

from typing import Any

from gunicorn.http.wsgi import Response

_usual = Response.default_headers


def _unnamed(self: Any) -> list[str]:
    """What gunicorn adds by itself, less its name, for which it has no setting."""
    return [header for header in _usual(self) if not header.lower().startswith("server:")]


Response.default_headers = _unnamed
