"""The product's web, which dies or dawdles when a request of the harness asks for it."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from soteria.wsgi import application as product
from tests.chaos.place import SEEN

ASKED = "HTTP_X_CHAOS"
DIE = "die"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Wait as many seconds as were asked for and then serve; or serve, commit, and be killed before the answer."""
    asked = environ.get(ASKED, "")
    if asked and asked != DIE:
        with Path(os.environ[SEEN]).open("a") as seen:
            seen.write(".")
        time.sleep(float(asked))
    answer: Iterable[bytes] = product(environ, start_response)
    if asked == DIE:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
