"""`make bench`: import, list, search and case page, at 20,000 imported crimes and a million synthetic cases."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django  # noqa: E402

django.setup()

from tests.bench import run  # noqa: E402

if __name__ == "__main__":
    run.everything(cases=int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
