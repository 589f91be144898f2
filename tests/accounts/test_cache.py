"""Throttle counters while Redis is there, away, and back."""

import pytest

from soteria.accounts import cache as module
from soteria.accounts.cache import ForgivingRedisCache


@pytest.fixture
def away() -> ForgivingRedisCache:
    """A cache whose server does not answer."""
    found = ForgivingRedisCache("redis://127.0.0.1:1/0", {"TIMEOUT": 60})
    found._own.clear()
    return found


def test_with_redis_away_this_process_counts(away: ForgivingRedisCache) -> None:
    assert away.add("tries", 0)
    assert not away.add("tries", 0)

    assert [away.incr("tries") for _ in range(3)] == [1, 2, 3]
    assert away.get("tries") == 3
    assert away.get("nothing", "default") == "default"


def test_the_rest_of_the_cache_does_not_fail_either(away: ForgivingRedisCache) -> None:
    away.set("a", 1)
    away.set_many({"b": 2, "c": 3})

    assert away.get_many(["a", "b", "c"]) == {"a": 1, "b": 2, "c": 3}
    assert away.touch("a")
    assert away.has_key("a")
    assert away.delete("a")
    away.delete_many(["b", "c"])
    away.clear()
    assert away.get("b") is None


def test_an_absent_server_is_not_waited_for_each_time(away: ForgivingRedisCache, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(
        module.RedisCache, "get", lambda *args: asked.append(1) or (_ for _ in ()).throw(module.RedisError())
    )

    for _ in range(10):
        away.get("x")

    assert len(asked) == 1


def test_it_is_asked_again_after_a_rest(away: ForgivingRedisCache, monkeypatch) -> None:
    away.get("x")
    monkeypatch.setattr(module.RedisCache, "get", lambda *args, **kwargs: "from Redis")
    assert away.get("x") is None

    away._away_until = 0.0

    assert away.get("x") == "from Redis"
