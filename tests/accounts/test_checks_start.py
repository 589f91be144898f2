"""A web process does not start with demonstration values in production."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({}, 0, ""),
        ({"AUDIT_SIGNING_KEY": "short"}, 1, "AUDIT_SIGNING_KEY must be set"),
        ({"TLS": "no"}, 1, "TLS must be on"),
    ],
)
def test_a_web_process_refuses_demonstration_values(changed, code, words):
    good = {
        "DEMONSTRATION": "no",
        "SECRET_KEY": os.urandom(40).hex(),
        "AUDIT_SIGNING_KEY": os.urandom(40).hex(),
        "ALLOWED_HOSTS": "soteria.example",
        "SECURITY_CONTACT": "mailto:a@soteria.example",
        "SOTERIA_NO_SERVERS": "1",
    }
    command = [sys.executable, "-c", "import soteria.wsgi"]
    done = subprocess.run(command, env=os.environ | good | changed, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
