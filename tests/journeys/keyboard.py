"""Somebody who works by keyboard alone, and what it costs."""

from collections import Counter

from playwright.sync_api import Page


class Keyboard:
    """Counts presses that are not typed facts, and pages that load."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses, self.pages = page, 0, 0
        self.of: Counter[str] = Counter()
        page.on("load", self._loaded)

    def _loaded(self, _page: Page) -> None:
        self.pages += 1

    def press(self, key: str, times: int = 1) -> None:
        """Press a key some times."""
        for _ in range(times):
            self.page.keyboard.press(key)
        self.presses += times
        self.of[key] += times

    def to(self, *, name: str, most: int = 30) -> None:
        """Tab until the control with this accessible name or text has the focus."""
        for _ in range(most):
            if name in self._focused():
                return
            self.press("Tab")
        raise AssertionError(f"{name!r} was not reached; the focus is on {self._focused()!r}")

    def _focused(self) -> str:
        return self.page.evaluate(
            """() => {
                const it = document.activeElement
                if (!it || !it.matches('a, button, input, select, textarea')) return ''
                const label = it.labels && it.labels.length ? it.labels[0].textContent : ''
                return `${label} ${it.textContent} ${it.getAttribute('aria-label') || ''}`.trim().slice(0, 200)
            }"""
        )

    def enter(self) -> None:
        """Press Enter and wait for the next page."""
        with self.page.expect_navigation(wait_until="load"):
            self.press("Enter")

    def skip(self) -> None:
        """Jump over the header, as somebody at the keyboard does."""
        self.press("Tab")
        self.press("Enter")

    def type(self, text: str) -> None:
        """Type a fact."""
        self.page.keyboard.type(text)
