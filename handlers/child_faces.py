"""Open a child's file and put its card together: several handlers end with it."""

from dataclasses import dataclass

from handlers.act import Act
from models.database import Session
from services.access.service import Denied
from services.children import service as children
from services.children.types import ChildFile
from services.contacts import service as contacts
from services.contacts.types import Month
from services.reminders import service as reminders
from services.reminders.types import Outlook
from views.card import Card
from views.child_card import child_card
from views.errors import denied_card


@dataclass(frozen=True)
class Opened:
    file: ChildFile
    outlook: Outlook
    month: Month


async def open_file(session: Session, act: Act, child_id: int) -> Opened | Denied:
    """Read everything the card shows, in the transaction of the press."""
    file = await children.open_child(session, now=act.now, actor=act.actor, child_id=child_id)
    if isinstance(file, Denied):
        return file
    outlook = await reminders.outlook(session, now=act.now, profile=act.profile, child=file.child)
    month = await contacts.read_month(session, child=file.child, month=outlook.month)
    return Opened(file, outlook, month)


def face(opened: Opened | Denied, act: Act) -> Card:
    """The card, or the one sentence of a closed door."""
    if isinstance(opened, Denied):
        return denied_card(act.reader)
    return child_card(opened.file, opened.outlook, opened.month, act.profile, act.reader)
