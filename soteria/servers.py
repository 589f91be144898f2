"""Where PostgreSQL and Redis are, and how Django is told so. Read by settings alone."""

from urllib.parse import parse_qsl, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

from soteria import env


def database(url: str) -> dict[str, object]:
    """Django's settings for a postgres:// URL; query parameters `host` (a socket folder) and `options` are kept.

    Raises ImproperlyConfigured for another kind of database.
    """
    parts = urlparse(url)
    query = dict(parse_qsl(parts.query))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres://; PostgreSQL is the only database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(query.pop("port", parts.port or "")),
        # Threads keep their connection; a health check finds the dead ones after a database restart.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": True,
        "OPTIONS": {"options": "-c statement_timeout=60s -c lock_timeout=10s -c timezone=UTC", **query},
        "TEST": {"TEMPLATE": "template1"},
    }


def addresses() -> tuple[str, str, str]:
    """Database URL for the application, for the owner of the tables, and Redis URL; embedded ones when not given.

    Raises ServersUnavailable with one plain sentence.
    """
    if env.given("DATABASE_URL"):
        app = env.text("DATABASE_URL")
        return app, env.text("DATABASE_OWNER_URL", app), env.text("REDIS_URL", "redis://localhost:6379/0")
    if env.os.environ.get("SOTERIA_NO_SERVERS") == "1":
        return "postgres://nobody@/none?host=/nonexistent", "postgres://nobody@/none?host=/nonexistent", "memory://"
    from soteria.launch import embedded  # only here, so that a real deployment never loads it

    urls = embedded.ensure()
    return urls.database, urls.database_owner, urls.redis
