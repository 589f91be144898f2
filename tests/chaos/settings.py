"""The product's settings; messages go to one file, in which each that left is one line."""

from soteria import env
from soteria.settings import *  # noqa: F403

EMAIL_BACKEND = "tests.chaos.outbox.Backend"
OUTBOX = env.text("CHAOS_OUTBOX")
# Pages are broken and mended here, not style sheets: no manifest of collected files is needed.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
