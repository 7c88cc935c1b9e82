"""The face of everything the bot says unasked: facts in, a card out."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from services.notifications.facts import Facts
from views import alert_notices, checkin_notices, contact_notices, joining_notices
from views.card import Card
from views.reader import Reader

FACES: MappingProxyType[type[Facts], Callable[[Any, Reader, bool], Card]] = MappingProxyType(
    {
        **joining_notices.FACES,
        **contact_notices.FACES,
        **checkin_notices.FACES,
        **alert_notices.FACES,
    }
)


def render(facts: Facts, reader: Reader, is_repeat: bool) -> Card:  # noqa: FBT001
    """Show `facts` to their reader; a repeat says that the reader may have seen it."""
    return FACES[type(facts)](facts, reader, is_repeat)
