"""Brings the database and the static files up to date before the web starts: `python -m soteria.launch.prepare`.

One process for all steps, because starting Django costs more than most of them. Progress goes to standard error;
standard output holds the demonstration's sign-ins and nothing else.
"""

import hashlib
import os
import sys
from pathlib import Path

from soteria.launch.ground import BASE_DIR

# What decides the collected files, besides static/ itself: the versions of what is copied, and how it is renamed.
LOCKS = ("package-lock.json", "requirements/base.txt", "soteria/ui/storage.py")


def main() -> None:
    """Run each step as the owner of the tables, then print who may sign in."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soteria.settings")
    os.environ["SOTERIA_AS_OWNER"] = "1"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", stdout=sys.stderr)
    _collect_static(Path(settings.STATIC_ROOT))
    if settings.DEMONSTRATION:
        call_command("load_demonstration", stdout=sys.stderr)
        call_command("demonstration_sign_ins", stdout=sys.stdout)


def _collect_static(target: Path) -> None:
    """Collect and compress static files when something that decides them has changed: it takes some ten seconds."""
    from django.core.management import call_command

    mark, state = target / ".collected", static_state(BASE_DIR)
    if mark.exists() and mark.read_text() == state:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(state)


def static_state(base: Path) -> str:
    """One digest of all that decides the collected files: lock files by content, our own files by size and time."""
    parts = [(base / name).read_text() for name in LOCKS]
    for path in sorted((base / "static").rglob("*")):
        parts.append(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


if __name__ == "__main__":
    main()
