"""What gunicorn adds to answers, as it is started by us."""

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPMessage

import pytest

from soteria.launch.supervise import children
from soteria.settings import BASE_DIR


@pytest.fixture
def port() -> Iterator[int]:
    """A port on which gunicorn listens as `make run` starts it, with a page that needs no database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    pages = {"soteria.wsgi:application": "tests.launch.hello:application"}
    web = [pages.get(part, part) for part in children(number)[0].command]
    process = subprocess.Popen(web, cwd=BASE_DIR, stderr=subprocess.DEVNULL)
    yield number
    process.terminate()
    process.wait(10)


def headers(port: int) -> HTTPMessage:
    """Of the page, as soon as it answers."""
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                return answer.headers
        except OSError:
            time.sleep(0.2)
    pytest.fail("gunicorn did not answer")


def test_an_answer_does_not_say_what_serves_it(port: int) -> None:
    found = headers(port)

    assert found["Server"] is None
    assert found["Date"]
    assert "gunicorn" not in str(found).lower()


def test_the_image_is_started_the_same_way() -> None:
    assert '"--config", "python:soteria.serving"' in (BASE_DIR / "Dockerfile").read_text()
