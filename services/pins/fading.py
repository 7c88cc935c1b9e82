"""The message that held the digits goes from the chat."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import FadingMessage
from models.codes import Fading
from models.upsert import insert_into


async def take_away(session: AsyncSession, *, now: datetime, chat_id: int, message_id: int) -> None:
    """Have somebody's own message deleted, however often Telegram has to be asked."""
    place = {"chat_id": chat_id, "message_id": message_id}
    due = {"fading": Fading.REMOVED, "fades_at": now}
    insert = insert_into(session, FadingMessage).values(**place, **due, attempts=0)
    upsert = insert.on_conflict_do_update(index_elements=list(place), set_=due)
    await (await session.connection()).execute(upsert)
