"""Take the link out of what a phone was shown."""

import re

from tests.phones import Phone


def start_of(phone: Phone) -> str:
    """Return the command that opening the newest link on `phone` sends."""
    shown = next(one for one in reversed(phone.chat) if "?start=" in one.text)
    found = re.search(r"https://t\.me/xiangban_bot\?start=([A-Za-z0-9_-]{22})\b", shown.text)
    assert found
    return f"/start {found[1]}"
