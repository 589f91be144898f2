"""Whether a way of contact is the one that was agreed to be safe."""

# Meeting somebody is arranged in the safe way, and no phone or letter betrays it.
ALWAYS = frozenset({"in_person", "video"})
WORDS = {
    "phone": "by phone",
    "text": "by text message",
    "email": "by email",
    "letter": "by letter",
    "third_party": "through somebody they trust",
}


def is_safe(channel: str, agreed: str) -> bool:
    """Whether a contact of this kind keeps to what was agreed; nothing is unsafe where nothing was agreed yet.

    >>> is_safe("phone", "text"), is_safe("text", "text"), is_safe("in_person", "text"), is_safe("phone", "")
    (False, True, True, True)
    >>> is_safe("phone", "none")
    False
    """
    return channel in ALWAYS or not agreed or channel == agreed


def why_not(agreed: str) -> str:
    """The sentence that asks for a reason.

    >>> why_not("text")
    'They agreed to contact only by text message. Enter why another way was used'
    """
    if agreed not in WORDS:
        return "No safe way to contact them is known yet. Enter why they were contacted this way"
    return f"They agreed to contact only {WORDS[agreed]}. Enter why another way was used"
