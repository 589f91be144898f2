"""Throttle counters in Redis that fail quietly: with Redis gone the product still works, only its counters rest."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, for which an absent server is an empty cache."""

    def _safely(self, name: str, fallback: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(RedisCache, name)(self, *args, **kwargs)
        except RedisError:
            log.warning("Redis is away; %s was not counted", name)
            return fallback

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default when Redis is away."""
        return self._safely("get", default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Keep a value if Redis is there."""
        self._safely("set", None, *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Add a value if Redis is there; when it is away, as if it had been added."""
        return bool(self._safely("add", True, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Remove a value if Redis is there."""
        return bool(self._safely("delete", False, *args, **kwargs))
