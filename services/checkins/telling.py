"""Tell one reader of a family's words: a task in their list, a push that says nothing, a knock for danger."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import FamilyWords, Task
from models.codes import Notice, Priority, TaskKind
from models.upsert import insert_into
from services.duty.knocking import knock
from services.notifications import service as notifications


async def tell(
    session: AsyncSession, *, now: datetime, words: FamilyWords, reader_id: int, again: str = "0"
) -> None:
    """`again` names the time at which somebody is told who may have been told before."""
    key = f"words:{words.id}:{reader_id}"
    task = {
        "kind": TaskKind.FAMILY_WORDS,
        "child_id": words.child_id,
        "owner_id": reader_id,
        "words_id": words.id,
        "dedup_key": key,
        "created_at": now,
    }
    await session.exec(
        insert_into(session, Task).values(**task).on_conflict_do_nothing(index_elements=["dedup_key"])
    )
    await notifications.enqueue(
        session,
        now=now,
        kind=Notice.DANGER_WORDS if words.danger else Notice.FAMILY_WORDS,
        recipient_id=reader_id,
        params={"words_id": words.id},
        priority=Priority.URGENT if words.danger else Priority.NORMAL,
        dedup_key=f"{key}:{again}",
    )
    if words.danger:
        await knock(
            session, now=now, person_ids=[reader_id], params={"words_id": words.id},
            key=f"words:{words.id}:{again}",
        )  # fmt: skip
