"""Which function does which kind of job."""

from collections.abc import Callable

from soteria.work.models import Job

Handler = Callable[[Job], None]
HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a function for a kind of job. It must be safe to run twice, and runs in the job's transaction."""

    def register(handler: Handler) -> Handler:
        if kind in HANDLERS:
            raise ValueError(f"Two functions claim the job {kind}")
        HANDLERS[kind] = handler
        return handler

    return register
