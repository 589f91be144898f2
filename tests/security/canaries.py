"""Strings that belong to nobody, and every place where such a string must never turn up.

A test types them everywhere, then looks into the sinks: what leaves the database, or outlives the page it was for.
"""

import io
import logging
import logging.config
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.utils.module_loading import import_string

from soteria.launch import cluster
from soteria.launch.ground import find_ground

# Pages on which what was typed comes back, since the person must mend it or has just looked it up.
SHOWS_WHAT_WAS_TYPED = {200, 422}


def birds(*kinds: str, letters: str = "abcdefghijklmnopqrstuvwxyz") -> dict[str, str]:
    """A string for each kind, unlike any word and made of letters alone, so that every field takes it."""
    return {kind: f"Zqx{letters[n // 26]}{letters[n % 26]}vurj" for n, kind in enumerate(kinds)}


class Links(HTMLParser):
    """The title, addresses and names of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title"
        wanted = {"href", "src", "action", "hx-get", "hx-post", "formaction", "data-url"}
        self.addresses += [value for name, value in attrs if name in wanted and value]

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


@dataclass
class Sinks:
    """What was heard so far, by the name of the place where it was heard."""

    heard: dict[str, list[str]] = field(default_factory=dict)
    log: io.StringIO = field(default_factory=io.StringIO)
    postgres: dict[Path, int] = field(default_factory=dict)

    def listen(self) -> logging.Handler:
        """Hear what the console would print, in its own form, and remember how long the database's log is."""
        given = settings.LOGGING["formatters"]["plain"]
        handler = logging.StreamHandler(self.log)
        handler.setFormatter(import_string(given["()"])(given["format"], style=given["style"]))
        logging.getLogger().addHandler(handler)
        self.postgres = {path: path.stat().st_size for path in postgres_logs()}
        return handler

    def hear(self, sink: str, *texts: Any) -> None:
        """Note something that reached a sink."""
        self.heard.setdefault(sink, []).extend(unquote_plus(str(text)) for text in texts)

    def hear_response(self, asked: dict[str, Any], response: Any) -> None:
        """Take apart one answer: its address, headers, cookies, links and title; and its body when it is an error."""
        self.hear("addresses asked", f"{asked['PATH_INFO']}?{asked.get('QUERY_STRING', '')}")
        self.hear("headers", *(f"{name}: {value}" for name, value in response.items()))
        self.hear("cookies", *(morsel.OutputString() for morsel in response.cookies.values()))
        if response.streaming or "html" not in response.get("Content-Type", ""):
            return
        body = response.content.decode()
        page = Links()
        page.feed(body)
        self.hear("links", *page.addresses)
        self.hear("titles", page.title)
        if response.status_code not in SHOWS_WHAT_WAS_TYPED:
            self.hear("error pages", body)

    def collect(self) -> dict[str, str]:
        """Everything heard, with what now lies in the broker, cache, tables, mail and logs."""
        self.hear("application log", self.log.getvalue())
        self.hear("broker and cache", *redis_contents())
        self.hear("e-mails", *(message.message().as_string() for message in mail.outbox))
        self.hear("jobs and alerts", *rows("work_job"), *rows("work_heartbeat"), *rows("alerts_alert"))
        self.hear("sessions", *(session.get_decoded() for session in Session.objects.all()))
        self.hear("session list", *rows("usersessions_usersession"))
        self.hear("database log", *(_tail(path, self.postgres.get(path, 0)) for path in postgres_logs()))
        return {sink: "\n".join(texts) for sink, texts in self.heard.items()}

    def leaks(self, canaries: Iterable[str]) -> set[tuple[str, str]]:
        """Each sink with each string that was found in it."""
        found = {sink: re.sub(r"\s+", "", text).lower() for sink, text in self.collect().items()}
        wanted = [(canary, canary.replace(" ", "").lower()) for canary in canaries]
        return {(sink, canary) for sink, text in found.items() for canary, plain in wanted if plain in text}


def postgres_logs() -> list[Path]:
    """The log files of the embedded PostgreSQL; none when the database is somebody else's."""
    return sorted((cluster.data_directory(find_ground()) / "log").glob("*.log"))


def _tail(path: Path, start: int) -> str:
    with path.open("rb") as file:
        file.seek(start if path.stat().st_size >= start else 0)
        return file.read().decode(errors="replace")


def rows(table: str) -> list[str]:
    """Every row of a table as text."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table}" t')
        return [text for (text,) in cursor.fetchall()]


def redis_servers() -> list[redis.Redis]:
    """The broker, and the cache, which in a test run of several workers is a database beside it."""
    return [redis.Redis.from_url(url) for url in {settings.REDIS_URL, settings.CACHES["default"]["LOCATION"]}]


def redis_contents() -> list[str]:
    """Every key of the broker and the cache with its value, whatever its kind."""
    return [text for server in redis_servers() for text in _contents(server)]


def _contents(server: redis.Redis) -> list[str]:
    readers = {
        b"string": server.get,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"hash": server.hgetall,
        b"set": server.smembers,
        b"zset": lambda key: server.zrange(key, 0, -1, withscores=True),
    }
    return [f"{key!r} {readers.get(server.type(key), server.exists)(key)!r}" for key in server.scan_iter(count=1000)]


def kept() -> str:
    """Everything in the product's tables, as text: a string that it never took in proves nothing."""
    return "\n".join(text for table in connection.introspection.table_names() for text in rows(table))
