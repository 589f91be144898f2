"""What tests of the pages of a case share."""

from django.urls import reverse

PAGES = ("detail", "timeline", "notes", "who-looked", "print")
ACCOUNT = "She said that he would not let her leave"


def url(case, name="detail", *args):
    """The address of one page of the case."""
    return reverse(f"cases:{name}", args=[case.slug, *args])


def text_of(client, case, name="detail", *args):
    """What one page of the case says; a part that could not be loaded is a failure here."""
    text = client.get(url(case, name, *args)).content.decode()
    assert "We could not load" not in text
    return text
