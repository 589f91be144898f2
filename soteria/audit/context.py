"""The id of the request being served, so that every event of one request can be found together."""

from contextvars import ContextVar
from uuid import uuid4

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """The current request's id, or nothing outside a request."""
    return _request_id.get()


def begin() -> str:
    """Start a new id; it says nothing about anybody."""
    _request_id.set(uuid4().hex)
    return _request_id.get()
