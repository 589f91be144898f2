"""Static files under names that change with their content, compressed once, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which also renames the modules that our scripts import from one another."""

    support_js_module_import_aggregation = True
