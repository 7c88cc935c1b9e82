"""An update was set aside after its last attempt: whoever sent it hears so once, with a number to quote."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, InboxUpdate, Person
from models.codes import Handling, Notice, Priority
from services.notifications import service as notifications
from services.notifications.facts import Facts, Loader


@dataclass(frozen=True)
class UpdateParked(Facts):
    reference: int


async def tell(session: AsyncSession, *, now: datetime, inbox_id: int, telegram_id: int) -> bool:
    """Queue it in the commit that parks the update; False: nobody is known by this Telegram id yet."""
    query = (
        select(Person.id)
        .join(Account, col(Account.id) == col(Person.account_id))
        .where(Account.telegram_id == telegram_id)
        .order_by(col(Person.id))
    )
    person_id = (await session.exec(query)).first()
    if person_id is None:
        return False
    # They look at the screen this moment, and it may have been the red button: nothing waits before it.
    await notifications.enqueue(
        session, now=now, kind=Notice.UPDATE_PARKED, recipient_id=person_id,
        params={"inbox_id": inbox_id}, priority=Priority.URGENT, dedup_key=f"update_parked:{inbox_id}",
    )  # fmt: skip
    return True


async def load_parked(
    session: AsyncSession, *, now: datetime, recipient_id: int, inbox_id: int
) -> UpdateParked | None:
    """None once it is being tried anew."""
    row = (await session.exec(select(InboxUpdate).where(InboxUpdate.id == inbox_id))).first()
    return UpdateParked(inbox_id) if row is not None and row.handling is Handling.PARKED else None


NOTICES: dict[Notice, Loader] = {Notice.UPDATE_PARKED: load_parked}
