"""Put a request on somebody's list and tell them; tell its asker how it ended."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import PrivacyRequest, Task
from models.codes import Notice, TaskKind
from models.upsert import insert_into
from services.notifications import service as notifications
from services.profile import Profile


async def tell_made(session: AsyncSession, *, now: datetime, request_id: int, owner_id: int) -> None:
    """Once to each of those who answer it, however often this is called."""
    task = {
        "kind": TaskKind.PRIVACY_REQUEST,
        "owner_id": owner_id,
        "dedup_key": f"request:{request_id}:{owner_id}",
        "created_at": now,
    }
    await session.exec(
        insert_into(session, Task).values(**task).on_conflict_do_nothing(index_elements=["dedup_key"])
    )
    await notifications.enqueue(
        session, now=now, kind=Notice.REQUEST_MADE, recipient_id=owner_id,
        params={"request_id": request_id}, dedup_key=f"request:{request_id}:{owner_id}",
    )  # fmt: skip


async def tell_overdue(session: AsyncSession, *, now: datetime, request_id: int, owner_id: int) -> None:
    """The last day is over: once more, and only once."""
    await tell_made(session, now=now, request_id=request_id, owner_id=owner_id)
    await notifications.enqueue(
        session, now=now, kind=Notice.REQUEST_MADE, recipient_id=owner_id,
        params={"request_id": request_id, "again": True},
        dedup_key=f"request_overdue:{request_id}:{owner_id}",
    )  # fmt: skip


async def tell_answered(
    session: AsyncSession, *, now: datetime, request: PrivacyRequest, profile: Profile
) -> None:
    await notifications.enqueue(
        session, now=now, kind=Notice.REQUEST_ANSWERED, recipient_id=request.person_id,
        params={"request_id": request.id, "profile": profile.id}, dedup_key=f"answered:{request.id}",
    )  # fmt: skip
