"""The face of everything the bot says unasked: facts in, a card out."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from types import MappingProxyType
from typing import Any

from models.codes import Priority
from services.notifications.facts import Facts
from services.outbox.outcomes import Envelope
from views import (
    alert_notices,
    alerts_home,
    case_other_side,
    casework_notices,
    checkin_notices,
    contact_notices,
    digest_notices,
    duty,
    errors,
    joining_notices,
    lesson,
    my_duty,
    practice,
    request_notices,
)
from views.card import Card
from views.marks import marked
from views.reader import Reader

FACES: MappingProxyType[type[Facts], Callable[[Any, Reader, bool], Card]] = MappingProxyType(
    {
        **joining_notices.FACES,
        **contact_notices.FACES,
        **checkin_notices.FACES,
        **alert_notices.FACES,
        **casework_notices.FACES,
        **alerts_home.FACES,
        **case_other_side.FACES,
        **duty.FACES,
        **my_duty.FACES,
        **lesson.FACES,
        **digest_notices.FACES,
        **request_notices.FACES,
        **practice.FACES,
        **errors.FACES,
    }
)


LATE = timedelta(minutes=10)


def face(envelope: Envelope) -> Card:
    """Draw a notice for its reader; an urgent one that comes late says so."""
    reader = Reader(envelope.locale, envelope.timezone)
    card = render(envelope.facts, reader, envelope.is_repeat)
    if envelope.drill is not None:
        card = marked(card, reader, police=envelope.drill)
    if envelope.priority == Priority.URGENT and envelope.late_by >= LATE and envelope.edit_message_id is None:
        minutes = int(envelope.late_by.total_seconds() // 60)
        return replace(card, text=f"{card.text}\n\n{reader.count('notices.late', minutes)}")
    return card


def plain_text(card: Card, reader: Reader) -> str:
    """Say a card without markup and buttons: Telegram has refused it with them."""
    words = unescape(re.sub(r"<[^>]+>", "", card.text))
    return f"{words}\n\n{reader.plain('notices.plain', menu=reader.plain('menu.open'))}"


def render(facts: Facts, reader: Reader, is_repeat: bool) -> Card:  # noqa: FBT001
    """Show `facts` to their reader; a repeat says that the reader may have seen it."""
    return FACES[type(facts)](facts, reader, is_repeat)
