"""Short ways to phones without a PIN, with one, and to phones that are lost and found."""

from sqlmodel import col, delete, select

from models import Account, AuditEntry, Pin
from models.database import Database
from tests.joining.links import start_of
from tests.phones import Phone, Room
from tests.words.families import tap
from tests.world import HEAD

RIGHT, WRONG = "280619", "280618"
NEW_PHONE = 177


async def without_pins(database: Database) -> None:
    """Forget those that the school of the tests begins with."""
    async with database.transaction() as session:
        await session.exec(delete(Pin))


async def set_pin(phone: Phone, pin: str = RIGHT) -> None:
    """From the settings, as somebody does it who has none; the phone is open then."""
    await phone.press_data("pin")
    await phone.send(pin)
    await phone.send(pin)


async def find_pin(database: Database, telegram_id: int) -> Pin | None:
    async with database.reading() as session:
        account = select(Account.id).where(Account.telegram_id == telegram_id)
        return (await session.exec(select(Pin).where(col(Pin.account_id).in_(account)))).first()


async def tries_in(database: Database, action: str = "try_pin") -> list[bool]:
    """Whether each attempt was allowed, in the order in which they were made."""
    async with database.reading() as session:
        of = select(AuditEntry.allowed).where(AuditEntry.action == action).order_by(col(AuditEntry.id))
        return list(await session.exec(of))


async def lose(room: Room, person_id: int, *, by: int = HEAD) -> Phone:
    """Somebody who vouches for them reports it; returns that phone."""
    phone = room.phone(by)
    await tap(phone, f"ph:{person_id}")
    await phone.press("手机丢了")
    await phone.press("现在停用")
    return phone


async def come_back(room: Room, by: Phone, *, name: str) -> Phone:
    """Open the newest link on `by` with a new phone, and be confirmed there."""
    phone = room.phone(NEW_PHONE)
    await phone.send(start_of(by))
    await phone.send(name)
    await by.press("✅")
    return phone
