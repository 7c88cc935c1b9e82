"""`python -m bot parked`: updates that failed three times, to be tried anew or forgotten."""

from datetime import UTC, datetime

from bot.preparing import open_database
from bot.settings import Settings
from bot.words import OperatorError, say
from services.inbox import service as inbox


async def list_parked(settings: Settings) -> None:
    """Print one line for each: what somebody wrote is never shown."""
    async with open_database(settings) as database, database.reading() as session:
        found = await inbox.list_parked(session)
    for one in found:
        print(say("doctor_parked", n=one.id, at=f"{one.received_at:%Y-%m-%d %H:%M}Z"))  # noqa: T201
    if not found:
        print(say("parked_none"))  # noqa: T201


async def retry(settings: Settings, *, inbox_id: int) -> None:
    async with open_database(settings) as database, database.transaction() as session:
        is_there = await inbox.release(session, inbox_id=inbox_id)
    _report(is_there, "parked_retry", inbox_id)


async def drop(settings: Settings, *, inbox_id: int) -> None:
    async with open_database(settings) as database, database.transaction() as session:
        is_there = await inbox.drop(session, now=datetime.now(UTC), inbox_id=inbox_id)
    _report(is_there, "parked_dropped", inbox_id)


def _report(is_there: bool, code: str, inbox_id: int) -> None:  # noqa: FBT001
    if not is_there:
        raise OperatorError("parked_no_such", n=inbox_id)
    print(say(code, n=inbox_id))  # noqa: T201
