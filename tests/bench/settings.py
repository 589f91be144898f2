"""The product's settings on a database of their own, with Django admin added as the baseline."""

import os

os.environ["SOTERIA_AS_OWNER"] = "1"

from soteria.settings import *  # noqa: E402, F403
from soteria.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE  # noqa: E402

NAME = "soteria_bench"
DATABASES["default"]["NAME"] = NAME
DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=0 -c timezone=UTC"
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin", "tests.bench.apps.BenchConfig"]
# The baseline declares no need, so it would be refused; throttles would end a benchmark.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.endswith(("DeclaredAccessMiddleware", "ThrottleMiddleware"))]
ROOT_URLCONF = "tests.bench.urls"
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"handlers": [], "level": "ERROR"}}
WHITENOISE_USE_FINDERS = True
REST_FRAMEWORK: dict = {}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# Pages are timed, not style sheets: no manifest of collected files is needed.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
