"""Time a call many times, interleaved with its baseline so that a drift of the machine's speed hits both alike."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Call = Callable[[], object]


@dataclass(frozen=True)
class Timing:
    """Milliseconds: the middle one, and the 95th of a hundred."""

    p50: float
    p95: float


def _timing(samples: list[float]) -> Timing:
    ordered = sorted(samples)
    return Timing(statistics.median(ordered) * 1000, ordered[max(0, round(len(ordered) * 0.95) - 1)] * 1000)


def together(calls: dict[str, Call], *, rounds: int, warm: int = 3) -> dict[str, Timing]:
    """Each call once a round, `rounds` times after `warm` uncounted ones."""
    samples: dict[str, list[float]] = {name: [] for name in calls}
    gc.collect()
    for turn in range(rounds + warm):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            if turn >= warm:
                samples[name].append(time.perf_counter() - start)
    return {name: _timing(times) for name, times in samples.items()}
