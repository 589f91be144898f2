"""The WSGI entry point; WSGI on purpose, since kept connections under ASGI exhaust PostgreSQL."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soteria.settings")
application = get_wsgi_application()

from soteria.accounts.checks import refuse_demonstration_values  # noqa: E402 - needs the applications

refuse_demonstration_values()
