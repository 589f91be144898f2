"""`make chaos`: every fault on the whole stack, so many seeded times, and what was missing or doubled afterwards."""

import argparse
import sys

from tests.chaos import place


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", default="soteria", help="decides when each fault strikes")
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--only", default="", help="faults, such as F2,F4 (default: all)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    return parser.parse_args()


def main() -> int:
    """Make a place of our own and run there. 1 when anything is missing, doubled or wrong."""
    asked = _asked()
    with place.of_our_own() as stack:
        from tests.chaos import run  # needs Django, which needs the place

        return run.everything(stack, asked)


if __name__ == "__main__":
    sys.exit(main())
