"""Keep and show how a child's people are reached, behind the child's door.

told by its owner ──▶ new ──rung by the school──▶ confirmed ──no longer──▶ ended, and kept
shared by its owner's phone, typed by the school ──▶ confirmed; the owner's older numbers end
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import ContactDetail, Relation, Task
from models.codes import Detail, Kin, TaskKind
from services.access import queries as doors
from services.access import service as access
from services.access.rules import POLICY, STAFF, Action
from services.access.service import Denied, Granted
from services.people.actor import Actor
from services.people.queries import live
from services.profile import Profile
from services.reaching import queries
from services.reaching.lookups import hash_phone
from services.reaching.rules import read_detail
from services.reaching.types import ContactCard, Dialled, Reached


@dataclass(frozen=True)
class Owner:
    """Whose a number is: exactly one of the three."""

    child_id: int | None = None
    relation_id: int | None = None
    person_id: int | None = None


async def open_card(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int
) -> ContactCard | Denied:
    """Return the contact card, as far as the reader may see it.

    A family reads its own numbers, and those of who is at home or, at home, of who is away: a parent's aren't
    given to the other parent, who may be the one they keep away from.
    """
    decision = await access.decide(session, now=now, actor=actor, action=Action.SEE_CARD, child_id=child_id)
    return decision if isinstance(decision, Denied) else await _card(session, now, actor, decision)


async def open_to_keep(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int
) -> ContactCard | Denied:
    """Return the card to somebody who may change it."""
    decision = await _keep(session, now=now, actor=actor, child_id=child_id)
    return decision if isinstance(decision, Denied) else await _card(session, now, actor, decision)


async def add(
    session: AsyncSession,
    *,
    now: datetime,
    actor: Actor,
    profile: Profile,
    child_id: int,
    relation_id: int | None,
    kind: Detail,
    text: str,
) -> ContactCard | Denied:
    """Write a number or an address beside a place, or beside the child itself (`relation_id` None).

    Of somebody who has joined it is theirs, beside each of their children. Raises CareError as rules do.
    """
    decision = await _keep(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    value = read_detail(kind, text, region=profile.country)
    owner = await _owner(session, now=now, child_id=child_id, relation_id=relation_id)
    if owner is None:
        return Denied()
    await store(session, now=now, by=decision.person_id, kind=kind, value=value, confirmed=True, owner=owner)
    return await _card(session, now, actor, decision)


async def end(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, detail_id: int
) -> ContactCard | Denied:
    """It isn't used any more; it stays in the history. A second press changes nothing."""
    decision = await _keep(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    if await _is_beside(session, now=now, child_id=child_id, detail_id=detail_id):
        await session.exec(
            update(ContactDetail)
            .where(col(ContactDetail.id) == detail_id, col(ContactDetail.until_at).is_(None))
            .values(until_at=now)
        )
    return await _card(session, now, actor, decision)


async def confirm(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, detail_id: int
) -> ContactCard | Denied:
    """Somebody at school has rung it: from now on it is the number, and its owner's older ones end."""
    decision = await _keep(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Denied):
        return decision
    if await _is_beside(session, now=now, child_id=child_id, detail_id=detail_id):
        row = await session.get_one(ContactDetail, detail_id, with_for_update=True)
        if row.confirmed_at is None and row.until_at is None:
            same = (
                col(ContactDetail.person_id) == row.person_id, col(ContactDetail.kind) == row.kind,
                col(ContactDetail.id) != row.id, col(ContactDetail.until_at).is_(None),
            )  # fmt: skip
            await session.exec(update(ContactDetail).where(*same).values(until_at=now))
            row.confirmed_at = now
            session.add(row)
            await session.flush()
            if row.person_id is not None:
                await _end_tasks(session, now=now, by=decision.person_id, owner_id=row.person_id)
    return await _card(session, now, actor, decision)


async def _end_tasks(session: AsyncSession, *, now: datetime, by: int | None, owner_id: int) -> None:
    """Whoever was asked to ring for a child of this person's needn't, once no new number waits beside it."""
    theirs = select(Relation.child_id).where(Relation.person_id == owner_id, live(Relation, now))
    waiting = (
        select(Relation.child_id)
        .join(ContactDetail, col(ContactDetail.person_id) == col(Relation.person_id))
        .where(
            live(Relation, now), live(ContactDetail, now), ContactDetail.kind == Detail.PHONE,
            col(ContactDetail.confirmed_at).is_(None),
        )
    )  # fmt: skip
    asked = update(Task).where(
        col(Task.kind) == TaskKind.NEW_NUMBER, col(Task.child_id).in_(theirs), col(Task.done_at).is_(None),
        col(Task.child_id).not_in(waiting),
    )  # fmt: skip
    await session.exec(asked.values(done_at=now, done_by_id=by))


async def dial(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, detail_id: int
) -> Dialled | Denied:
    """Hand out one number of the card, to somebody to whom the card shows it."""
    card = await open_card(session, now=now, actor=actor, child_id=child_id)
    if isinstance(card, Denied):
        return card
    for one in card.people:
        for way in one.phones:
            if way.detail_id == detail_id:
                return Dialled(child_id, one.kin, one.name, way.value)
    return Denied()


async def store(
    session: AsyncSession,
    *,
    now: datetime,
    by: int | None,
    kind: Detail,
    value: str,
    confirmed: bool,
    owner: Owner,
) -> None:
    """Write it down, unless it stands there already."""
    found = await session.exec(
        select(ContactDetail)
        .filter_by(kind=kind, **asdict(owner))
        .where(live(ContactDetail, now))
        .with_for_update()
    )
    same = next((one for one in found if one.value == value), None)
    if same is not None:
        same.confirmed_at = same.confirmed_at or (now if confirmed else None)
        session.add(same)
    else:
        lookup = await hash_phone(session, value) if kind is Detail.PHONE else None
        session.add(
            ContactDetail(
                kind=kind, value=value, lookup=lookup, entered_by_id=by, from_at=now,
                confirmed_at=now if confirmed else None, child_id=owner.child_id,
                relation_id=owner.relation_id, person_id=owner.person_id,
            )
        )  # fmt: skip
    await session.flush()


async def _keep(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> Granted | Denied:
    return await access.decide(session, now=now, actor=actor, action=Action.KEEP_CARD, child_id=child_id)


async def _owner(
    session: AsyncSession, *, now: datetime, child_id: int, relation_id: int | None
) -> Owner | None:
    """Whose it is; None: that place isn't beside this child any more."""
    if relation_id is None:
        return Owner(child_id=child_id)
    rows = await session.exec(
        select(Relation).where(Relation.id == relation_id, Relation.child_id == child_id, live(Relation, now))
    )
    relation = rows.first()
    if relation is None:
        return None
    return Owner(person_id=relation.person_id) if relation.person_id else Owner(relation_id=relation_id)


async def _is_beside(session: AsyncSession, *, now: datetime, child_id: int, detail_id: int) -> bool:
    beside: Any = (col(Relation.child_id) == child_id) & live(Relation, now)
    found = await session.exec(
        select(ContactDetail.id).where(
            ContactDetail.id == detail_id,
            or_(
                col(ContactDetail.child_id) == child_id,
                col(ContactDetail.relation_id).in_(select(Relation.id).where(beside)),
                col(ContactDetail.person_id).in_(select(Relation.person_id).where(beside)),
            ),
        )
    )
    return found.first() is not None


async def _card(session: AsyncSession, now: datetime, actor: Actor, granted: Granted) -> ContactCard:
    child = granted.child
    found = await doors.standings(session, now=now, actor=actor, child=child)
    is_staff = bool(frozenset(found) & STAFF & POLICY[Action.SEE_CARD])
    people = await queries.list_reached(session, now=now, child_id=child.child_id)
    own = await queries.list_of_child(session, now=now, child_id=child.child_id)
    sees_home = doors.acting_person(Action.SEE_ADDRESS, found) is not None
    return ContactCard(
        child=child,
        people=people if is_staff else tuple(_for_family(people, actor)),
        home=tuple(one for one in own if one.kind is Detail.ADDRESS) if sees_home else None,
        has_id_number=is_staff and any(one.kind is Detail.ID_NUMBER for one in own),
        may_keep=doors.acting_person(Action.KEEP_CARD, found) is not None,
        is_staff=is_staff,
    )


def _for_family(people: tuple[Reached, ...], actor: Actor) -> list[Reached]:
    is_carer = any(one.person_id in actor.person_ids and one.kin is Kin.CARER for one in people)
    return [
        one
        for one in people
        if one.person_id in actor.person_ids or (not one.is_barred and (one.kin is Kin.CARER or is_carer))
    ]
