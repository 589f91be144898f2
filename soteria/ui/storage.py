"""Static files under names that change with their content, compressed once, so that browsers may keep them for ever."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which also renames the modules that our scripts import from one another."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Rename every file but django_htmx's own copies of htmx, which no page uses.

        Their comments name modules that are not there, which renaming would refuse.
        """
        used = {name: path for name, path in paths.items() if not name.startswith("django_htmx/")}
        yield from super().post_process(used, *args, **options)
