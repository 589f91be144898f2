"""Throttle counters in Redis that outlive it: with Redis gone, each process counts for itself until it is back."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# After a failure Redis is left alone for this long, so that a page does not wait for it again and again.
REST_SECONDS = 5.0


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, which falls back to this process's own memory while the server is away.

    A limit then holds for each process and not for all together: weaker, but never open, and never a failed page.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache(f"standby:{server}", params)
        self._away_until = 0.0

    def _try(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self._away_until:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except RedisError:
                self._away_until = time.monotonic() + REST_SECONDS
                log.warning("Redis is away; %s is counted in this process", name)
        return getattr(self._own, name)(*args, **kwargs)


def _forgiving(name: str) -> Callable[..., Any]:
    def call(self: ForgivingRedisCache, *args: Any, **kwargs: Any) -> Any:
        return self._try(name, *args, **kwargs)

    call.__name__ = name
    call.__doc__ = f"`{name}` in Redis, or in this process while Redis is away."
    return call


for _name in (
    *("get", "set", "add", "delete", "incr", "touch", "has_key"),
    *("get_many", "set_many", "delete_many", "clear"),
):
    setattr(ForgivingRedisCache, _name, _forgiving(_name))
