"""Brings the database and the static files up to date before the web starts: `python -m soteria.launch.prepare`.

One process for all steps, because starting Django costs more than most of them. Progress goes to standard error;
standard output holds the demonstration's sign-ins and nothing else.
"""

import os
import sys

STEPS: tuple[tuple[str, dict[str, object]], ...] = (
    ("migrate", {"interactive": False, "verbosity": 0}),
    ("load_reference", {"verbosity": 0}),
    ("load_demonstration", {"verbosity": 1}),
    ("collectstatic", {"interactive": False, "verbosity": 0}),
)


def main() -> None:
    """Run each step as the owner of the tables, then print who may sign in."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soteria.settings")
    os.environ["SOTERIA_AS_OWNER"] = "1"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    for command, options in STEPS:
        if command != "load_demonstration" or settings.DEMONSTRATION:
            call_command(command, stdout=sys.stderr, **options)
    if settings.DEMONSTRATION:
        call_command("demonstration_sign_ins", stdout=sys.stdout)


if __name__ == "__main__":
    main()
