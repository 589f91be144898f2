"""What the browser gets of the npm packages: no font or crest of GOV.UK, nothing from elsewhere, names that hash."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.templatetags.static import static

from soteria.ui import assets
from soteria.ui.apps import check_npm


@pytest.mark.parametrize("name", ["vendor/govuk.css", "vendor/moj.css"])
def test_style_sheets_fetch_only_pictures_beside_them(name: str) -> None:
    css = assets.cleaned(name).read_text("utf-8")

    assert "Transport" not in css
    assert "sourceMappingURL" not in css
    assert css.startswith('@charset "UTF-8";')
    fetched = set(re.findall(r"url\(([^)]*)\)", css))
    assert {path for path in fetched if not path.startswith("data:")} <= {Path(each).name for each in assets.FILES}


def test_moj_rules_are_only_about_moj_components() -> None:
    css = assets.moj_css(
        ".govuk-button{color:red}.moj-badge{color:blue}@media print{.govuk-x{a:b}.moj-y{c:d}}"
        "@media screen{.govuk-z{a:b}}@keyframes spin{from{a:b}}@font-face{src:url(x)}"
        "@supports (a:b){.moj-w{e:f}}"
    )

    assert css == (
        '@charset "UTF-8";.moj-badge{color:blue}@media print{.moj-y{c:d}}@keyframes spin{from{a:b}}'
        "@supports (a:b){.moj-w{e:f}}"
    )


def test_the_crest_is_not_served() -> None:
    assert "none" in assets.govuk_css(".govuk-footer{background:url(/assets/images/govuk-crest.svg)}")
    assert "crest" not in assets.cleaned("vendor/govuk.css").read_text("utf-8")
    assert not [name for name in assets.FILES if "crest" in name or "crown" in name]


def test_scripts_do_not_ask_for_source_maps() -> None:
    assert "sourceMappingURL" not in assets.cleaned("vendor/govuk.js").read_text("utf-8")


def test_the_finder_finds_what_is_listed_and_nothing_else() -> None:
    finder = assets.VendorFinder()

    assert finder.find("vendor/govuk.css").endswith("vendor/govuk.css")
    assert finder.find("vendor/govuk.css", find_all=True) == [finder.find("vendor/govuk.css")]
    assert finder.find("vendor/../secret", find_all=True) == []
    assert finder.find("govuk/template.njk") is None
    assert finders.find("vendor/htmx.js")
    assert {name for name, _ in finder.list([])} == set(assets.FILES)


def test_packages_that_are_not_installed_are_told(settings, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path

    assert check_npm()[0].hint == "Run: npm ci"
    assert list(assets.VendorFinder().list([])) == []
    settings.NODE_MODULES = settings.BASE_DIR / "node_modules"
    assert check_npm() == []


def test_a_file_is_cleaned_again_only_when_its_package_is_newer(settings, tmp_path: Path) -> None:
    settings.VENDOR_CACHE = tmp_path
    copy = assets.cleaned("vendor/htmx.js")
    copy.write_text("kept")

    assert assets.cleaned("vendor/htmx.js").read_text() == "kept"
    copy.unlink()
    assert assets.cleaned("vendor/htmx.js").read_text() != "kept"


def test_names_change_with_content_down_to_what_scripts_import(settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "soteria.ui.storage.HashedStaticFilesStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)

    app = (tmp_path / static("js/app.js").removeprefix("/static/")).read_text()
    imported = re.findall(r'from "([^"]+)"|import "([^"]+)"', app)
    assert imported
    for path in (first or second for first, second in imported):
        assert re.search(r"\.[0-9a-f]{12}\.js$", path)
        assert (tmp_path / "js" / path).is_file()
