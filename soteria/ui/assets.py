"""Serve what the browser needs of the installed npm packages, cleaned, under /static/vendor/, and nothing else.

The GOV.UK and MOJ style sheets are for GOV.UK domains: they fetch GDS Transport and the crest, which are not ours to
use, and the MOJ one repeats the GOV.UK rules of another version. So both are cleaned once, into a cache, and served
from there. No third-party file is committed.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

_GOVUK = "govuk-frontend/dist/govuk"
_MOJ = "@ministryofjustice/frontend/moj"
_FONT = re.compile(r"""["']?GDS Transport["']?\s*,\s*arial""", re.IGNORECASE)
_IMAGE = re.compile(r"""url\(["']?/assets/images/([^)"']+)["']?\)""")
_SOURCE_MAP = re.compile(r"/\*[#@]\s*sourceMappingURL=[^*]*\*/|//[#@]\s*sourceMappingURL=\S+")
_PICTURES = [
    "icon-alert-information.svg",
    "icon-alert-success.svg",
    "icon-alert-warning.svg",
    "icon-arrow-black-down.svg",
    "icon-arrow-black-up.svg",
    "icon-close-cross-black.svg",
    "icon-document.svg",
    "icon-progress-tick.svg",
    "icon-search-black.svg",
    "icon-tag-remove-cross.svg",
    "icon-tag-remove-cross-white.svg",
    "icon-toggle-plus-minus.svg",
    "icon-wysiwyg-bold.svg",
    "icon-wysiwyg-italic.svg",
    "icon-wysiwyg-ordered-list.svg",
    "icon-wysiwyg-underline.svg",
    "icon-wysiwyg-unordered-list.svg",
]


def without_source_map(text: str) -> str:
    """Return a script or style sheet without its note of where its source map is, which we do not serve."""
    return _SOURCE_MAP.sub("", text)


def own_fonts(css: str) -> str:
    """Return a style sheet with Arial for GDS Transport, no font to fetch, and pictures beside the style sheet."""
    kept = "".join(rule.serialize() for rule in _rules(css) if not _fetches_font(rule))
    return '@charset "UTF-8";' + _IMAGE.sub(r"url(\1)", _FONT.sub("Arial", without_source_map(kept)))


def govuk_css(css: str) -> str:
    """Return the GOV.UK style sheet less its fonts and its crest."""
    return own_fonts(css).replace("url(govuk-crest.svg)", "none")


def moj_css(css: str) -> str:
    """Return of the MOJ style sheet only the rules about MOJ components; the GOV.UK rules come from GOV.UK's own."""
    return own_fonts("".join(_only_moj(_rules(css)))).replace("url(govuk-crest.svg)", "none")


def own_vega(text: str) -> str:
    """Return the interpreter of charts with its helpers taken from vega.js, which holds them: a browser knows no
    packages by name.
    """
    return re.sub(r"import (\{[^}]*\}) from 'vega-util';", r"const \1 = globalThis.vega;", without_source_map(text))


def _rules(css: str) -> list[Any]:
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)


def _fetches_font(rule: Any) -> bool:
    return rule.type == "at-rule" and rule.lower_at_keyword in ("font-face", "charset")


def _only_moj(rules: Iterable[Any]) -> Iterator[str]:
    for rule in rules:
        prelude = tinycss2.serialize(getattr(rule, "prelude", []))
        if rule.type == "qualified-rule" and "moj-" in prelude:
            yield rule.serialize()
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports") and rule.content:
            nested = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            inside = "".join(_only_moj(nested))
            yield f"@{rule.lower_at_keyword}{prelude}{{{inside}}}" if inside else ""
        elif rule.type == "at-rule" and "keyframes" in rule.lower_at_keyword:
            yield rule.serialize()


# Each file that we serve: where it is among the npm packages, and how it is cleaned (None: as it is).
FILES: dict[str, tuple[str, Callable[[str], str] | None]] = {
    "vendor/govuk.css": (f"{_GOVUK}/govuk-frontend.min.css", govuk_css),
    "vendor/govuk.js": (f"{_GOVUK}/govuk-frontend.min.js", without_source_map),
    "vendor/moj.css": (f"{_MOJ}/moj-frontend.min.css", moj_css),
    "vendor/moj.js": (f"{_MOJ}/moj-frontend.min.js", without_source_map),
    "vendor/htmx.js": ("htmx.org/dist/htmx.min.js", without_source_map),
    "vendor/vega.js": ("vega/build/vega.min.js", without_source_map),
    "vendor/vega-lite.js": ("vega-lite/build/vega-lite.min.js", without_source_map),
    "vendor/vega-embed.js": ("vega-embed/build/vega-embed.min.js", without_source_map),
    "vendor/vega-interpreter.js": ("vega-interpreter/build/vega-interpreter.js", own_vega),
} | {f"vendor/{name}": (f"{_MOJ}/assets/images/{name}", None) for name in _PICTURES}


class VendorFinder(BaseFinder):
    """Find the cleaned npm files; add it to STATICFILES_FINDERS.

    Settings: NODE_MODULES (default BASE_DIR/node_modules) and VENDOR_CACHE (default BASE_DIR/var/vendor-assets).
    """

    def find(self, path: str, find_all: bool = False, **_old: Any) -> Any:
        """Return the file's path on disc, or nothing when it is not one of ours or npm packages are not installed."""
        source = FILES.get(path)
        found = str(cleaned(path)) if source and (node_modules() / source[0]).is_file() else None
        if find_all:
            return [found] if found else []
        return found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield every file with the storage that holds it, for collectstatic."""
        storage = FileSystemStorage(location=str(cache_folder()))
        for name in FILES:
            if self.find(name):
                yield name, storage


def node_modules() -> Path:
    """Return the folder of the installed npm packages."""
    return Path(getattr(settings, "NODE_MODULES", Path(settings.BASE_DIR) / "node_modules"))


def cache_folder() -> Path:
    """Return the folder that holds the cleaned files; it can be deleted at any time."""
    return Path(getattr(settings, "VENDOR_CACHE", Path(settings.BASE_DIR) / "var" / "vendor-assets"))


def cleaned(name: str) -> Path:
    """Return the cleaned copy of a file, made again when the package or this module is newer than it."""
    relative, clean = FILES[name]
    source, copy = node_modules() / relative, cache_folder() / name
    newest = max(source.stat().st_mtime, Path(__file__).stat().st_mtime)
    if not copy.exists() or copy.stat().st_mtime < newest:
        _write(copy, clean(source.read_text("utf-8")) if clean else source.read_text("utf-8"))
    return copy


def _write(copy: Path, text: str) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and moved, so that two processes that start together never serve half a file.
    aside = copy.with_name(f".{copy.name}.{os.getpid()}")
    aside.write_text(text, "utf-8")
    aside.replace(copy)


def missing() -> list[str]:
    """Return the npm files that are not installed; none when the browser has everything it needs."""
    return [relative for relative, _ in FILES.values() if not (node_modules() / relative).is_file()]
