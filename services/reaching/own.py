"""One's own number: shared by the phone itself it holds at once; told by word, somebody at school rings it.

Never by a code: families are taught not to give codes to anybody.
"""

from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import ContactDetail, Relation, Task
from models.codes import Detail, TaskKind
from models.upsert import insert_into
from services.access import service as access
from services.access.queries import find_child
from services.access.rules import Action
from services.access.service import Denied
from services.children.queries import list_class_staff
from services.people.actor import Actor
from services.people.queries import live
from services.profile import Profile
from services.reaching import queries
from services.reaching.rules import read_phone
from services.reaching.service import Owner, store
from services.reaching.types import OwnWays


async def open_own(session: AsyncSession, *, now: datetime, actor: Actor) -> OwnWays | Denied:
    """What is kept of the people on this phone."""
    denied = await _ensure_own(session, now=now, actor=actor)
    return denied or await _load(session, now=now, actor=actor)


async def share(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, number: str
) -> OwnWays | Denied:
    """Keep the number of the phone itself, as Telegram gives it; the older ones end.

    It is that of everybody who reads on this phone. Raises CareError reaching.phone_odd.
    """
    denied = await _ensure_own(session, now=now, actor=actor)
    if denied is not None:
        return denied
    value = read_phone(f"+{number.lstrip('+')}", region=profile.country)
    for person_id in actor.person_ids:
        await store(
            session, now=now, by=person_id, kind=Detail.PHONE, value=value, confirmed=True,
            owner=Owner(person_id=person_id),
        )  # fmt: skip
        await _end_others(session, now=now, person_id=person_id, but=value)
    return await _load(session, now=now, actor=actor)


async def tell(
    session: AsyncSession, *, now: datetime, actor: Actor, profile: Profile, text: str
) -> OwnWays | Denied:
    """Keep a typed number beside the older ones, and ask the class's teachers to ring it.

    Raises CareError reaching.phone_odd.
    """
    denied = await _ensure_own(session, now=now, actor=actor)
    if denied is not None:
        return denied
    value = read_phone(text, region=profile.country)
    for person_id in actor.person_ids:
        await store(
            session, now=now, by=person_id, kind=Detail.PHONE, value=value, confirmed=False,
            owner=Owner(person_id=person_id),
        )  # fmt: skip
        await _ask_to_ring(session, now=now, person_id=person_id)
    return await _load(session, now=now, actor=actor)


async def _ensure_own(session: AsyncSession, *, now: datetime, actor: Actor) -> Denied | None:
    person_id = actor.person_ids[0] if actor.person_ids else None
    settled = await access.settle(
        session, now=now, actor=actor, action=Action.OWN_CARD, subject="person", subject_id=person_id,
        found=access.own(actor, person_id or 0),
    )  # fmt: skip
    return settled if isinstance(settled, Denied) else None


async def _load(session: AsyncSession, *, now: datetime, actor: Actor) -> OwnWays:
    return OwnWays(tuple(await queries.list_of_persons(session, now=now, person_ids=actor.person_ids)))


async def _end_others(session: AsyncSession, *, now: datetime, person_id: int, but: str) -> None:
    rows = await session.exec(
        select(ContactDetail).where(
            ContactDetail.person_id == person_id, ContactDetail.kind == Detail.PHONE, live(ContactDetail, now)
        )
    )
    older = [one.id for one in rows if one.value != but]
    await session.exec(update(ContactDetail).where(col(ContactDetail.id).in_(older)).values(until_at=now))


async def _ask_to_ring(session: AsyncSession, *, now: datetime, person_id: int) -> None:
    """One task for each child's teachers; while one is open, a further number needs no second."""
    rows = await session.exec(
        select(Relation.child_id).where(
            Relation.person_id == person_id, live(Relation, now), col(Relation.barred_at).is_(None)
        )
    )
    for child_id in rows.all():
        child = await find_child(session, child_id=child_id)
        if child is None:
            continue
        classes = {child.unit.class_id: child.unit.school_id}
        staff = await list_class_staff(session, now=now, classes=classes)
        for owner_id in staff[child.unit.class_id]:
            task = {
                "kind": TaskKind.NEW_NUMBER, "child_id": child_id, "owner_id": owner_id, "created_at": now,
                "dedup_key": f"new_number:{child_id}:{owner_id}:{now:%Y%m%d}",
            }  # fmt: skip
            await session.exec(
                insert_into(session, Task).values(**task).on_conflict_do_nothing(index_elements=["dedup_key"])
            )
