"""What every control on a form page shares: its words, and the text to show in it."""

from dataclasses import dataclass
from typing import Any

Params = dict[str, Any]


def shown(value: Any) -> str:
    """Return a value as text that can be put on a page: what was typed, less any half of a surrogate pair."""
    text = "" if value is None else str(value)
    return text.encode("utf-8", "replace").decode("utf-8")


def sent(value: Any) -> Any:
    """Return what a control would send for a value, with one kind of line ending: text, or lists of text for boxes.

    Alike for what was typed and for what is stored, so that the two can be compared.
    """
    if isinstance(value, list | tuple):
        return [sent(each) for each in value]
    if value is None or value is False:
        return ""
    return str(one_line_ending(value))


def one_line_ending(text: Any) -> Any:
    """Return text with every line ending as one newline; browsers send two characters and pasted text sends any."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


@dataclass(frozen=True)
class Title:
    """The words that name a field, and how big they are: "s", "m", "l", "xl", or "" for plain weight."""

    text: str
    size: str = "s"
    hidden: bool = False
    is_heading: bool = False

    @property
    def label(self) -> Params:
        """The title as parameters of a `<label>`."""
        return self._params("govuk-label")

    @property
    def fieldset(self) -> Params:
        """The title as parameters of a `<fieldset>` with a legend."""
        return {"legend": self._params("govuk-fieldset__legend")}

    def _params(self, css: str) -> Params:
        classes = [f"{css}--{self.size}"] * bool(self.size) + ["govuk-visually-hidden"] * self.hidden
        return {"text": self.text, "classes": " ".join(classes), "isPageHeading": self.is_heading}
