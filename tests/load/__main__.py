"""`python -m tests.load`: 50 signed-in people log 2,000 breaches; from "saved" to the supervisor's screen."""

import argparse
import sys

from tests.chaos import place


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--breaches", type=int, default=2_000)
    parser.add_argument("--think", type=float, default=0.0, help="seconds between a person's breaches, on average")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    return parser.parse_args()


def main() -> int:
    """1 when the bar is missed, or anything is lost."""
    asked = _asked()
    with place.of_our_own() as stack:
        from tests.load import run  # needs Django, which needs the place

        return run.everything(stack, asked)


if __name__ == "__main__":
    sys.exit(main())
