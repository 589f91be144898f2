#!/usr/bin/env python
"""Soteria's command line: joins or starts the embedded servers, then hands over to Django."""

import os
import sys

# These own the tables they write; everything else runs as the application's own, narrower role.
AS_OWNER = {"migrate", "load_reference", "load_demonstration", "sqlmigrate", "dbshell"}
# These read and write no database, so none is started for them.
WITHOUT_SERVERS = {"explain_clocks", "collectstatic", "makemigrations", "check", "help", "spectacular"}


def _names_a_file(arguments: list[str]) -> bool:
    """Whether scores are to come from a file, for which no database is opened."""
    return any(argument.partition("=")[0] in ("--input", "--output") for argument in arguments)


def main() -> None:
    """Run one management command; servers that cannot be started are told in one line, exit 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soteria.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in AS_OWNER:
        os.environ.setdefault("SOTERIA_AS_OWNER", "1")
    if command in WITHOUT_SERVERS or (command == "score_suspects" and _names_a_file(sys.argv[2:])):
        os.environ.setdefault("SOTERIA_NO_SERVERS", "1")
    from django.core.management import execute_from_command_line

    from soteria.launch.ground import ServersUnavailable

    try:
        execute_from_command_line(sys.argv)
    except ServersUnavailable as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
