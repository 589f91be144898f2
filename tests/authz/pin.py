"""Write the reviewed needs afresh: `python -m tests.authz.pin`. Read the difference before it is committed."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soteria.settings")
os.environ.setdefault("SOTERIA_NO_SERVERS", "1")

import django  # noqa: E402

django.setup()

from tests.authz.test_routes import PINNED, ROUTES, spoken  # noqa: E402

if __name__ == "__main__":
    words = (
        "# What each route needs, as reviewed. Changed by hand or by python -m tests.authz.pin, and read in review.\n"
    )
    PINNED.write_text(words + "".join(f"{route.name}: {spoken(route)}\n" for route in ROUTES))
