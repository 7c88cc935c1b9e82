"""Who stands beside a child, how much of its file that gives them, and who is kept away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Person, Relation
from models.codes import Cover, Grant, Kin
from services.access import service as access
from services.access.queries import granted
from services.access.rules import Action
from services.access.service import Denied
from services.access.types import ChildRef
from services.errors import CareError
from services.people.actor import Actor
from services.people.queries import live


@dataclass(frozen=True)
class Beside:
    """A place beside a child; `name` is None while nobody has joined. A parent is guardian anyway."""

    relation_id: int
    kin: Kin
    name: str | None
    is_guardian: bool
    grants: frozenset[Grant]
    is_barred: bool
    cover: Cover | None


@dataclass(frozen=True)
class Household:
    child: ChildRef
    places: tuple[Beside, ...]

    def place(self, relation_id: int) -> Beside:
        """Return one of the places. Raises KeyError."""
        return {one.relation_id: one for one in self.places}[relation_id]


async def open_household(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int
) -> Household | Denied:
    """Return everybody beside the child, and what each is given."""
    decision = await access.decide(
        session, now=now, actor=actor, action=Action.KEEP_RELATIONS, child_id=child_id
    )
    if isinstance(decision, Denied):
        return decision
    rows = await session.exec(
        select(Relation, Person.name)
        .join(Person, col(Relation.person_id) == Person.id, isouter=True)
        .where(Relation.child_id == child_id, live(Relation, now))
        .order_by(col(Relation.id))
        .execution_options(populate_existing=True)
    )
    return Household(decision.child, tuple(_beside(relation, name) for relation, name in rows))


async def set_guardian(
    session: AsyncSession, *, now: datetime, actor: Actor, relation_id: int, is_guardian: bool
) -> Household | Denied:
    """Write down whether the law has made a carer the guardian; of a parent there is nothing to say."""

    def change(relation: Relation) -> None:
        if relation.kin is Kin.CARER:
            relation.is_guardian = is_guardian

    return await _change(session, change, now=now, actor=actor, relation_id=relation_id)


async def set_grant(
    session: AsyncSession, *, now: datetime, actor: Actor, relation_id: int, grant: Grant, given: bool
) -> Household | Denied:
    """Give somebody a part of the file, or take it back, from this moment on."""

    def change(relation: Relation) -> None:
        held = granted(relation)
        relation.grants = sorted(held | {grant} if given else held - {grant})

    return await _change(session, change, now=now, actor=actor, relation_id=relation_id)


async def end(session: AsyncSession, *, now: datetime, actor: Actor, relation_id: int) -> Household | Denied:
    """A carer no longer looks after the child: the place is over, and opens nothing from this moment on.

    Nobody is told. Whoever is barred keeps the place, and the bar with it: it shuts their whole phone. Raises
    CareError household.barred_stays.
    """

    def change(relation: Relation) -> None:
        if relation.barred_at is not None:
            raise CareError("household.barred_stays")
        if relation.kin is Kin.CARER:
            relation.until_at = now

    return await _change(session, change, now=now, actor=actor, relation_id=relation_id)


async def bar(
    session: AsyncSession, *, now: datetime, actor: Actor, relation_id: int, cover: Cover
) -> Household | Denied:
    """Keep somebody away from the child's file at once; what waits for them isn't sent any more.

    They still belong to the household: a case is kept from them as before.
    """

    def change(relation: Relation) -> None:
        relation.barred_at, relation.cover = relation.barred_at or now, cover

    return await _change(
        session, change, now=now, actor=actor, relation_id=relation_id, action=Action.BAR_RELATION
    )


async def lift_bar(
    session: AsyncSession, *, now: datetime, actor: Actor, relation_id: int
) -> Household | Denied:
    def change(relation: Relation) -> None:
        relation.barred_at = relation.cover = None

    return await _change(
        session, change, now=now, actor=actor, relation_id=relation_id, action=Action.BAR_RELATION
    )


async def freeze(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, frozen: bool
) -> Household | Denied:
    """While the parents are in dispute, both sides reach the child through the school only."""
    decision = await access.decide(
        session, now=now, actor=actor, action=Action.FREEZE_CHILD, child_id=child_id
    )
    if isinstance(decision, Denied):
        return decision
    stands = col(Child.frozen_at).is_(None) if frozen else col(Child.frozen_at).is_not(None)
    await session.exec(
        update(Child).where(col(Child.id) == child_id, stands).values(frozen_at=now if frozen else None)
    )
    return await open_household(session, now=now, actor=actor, child_id=child_id)


async def _change(
    session: AsyncSession,
    change: Callable[[Relation], None],
    *,
    now: datetime,
    actor: Actor,
    relation_id: int,
    action: Action = Action.KEEP_RELATIONS,
) -> Household | Denied:
    """Change one relation behind its child's door, its row locked; nobody changes their own."""
    query = select(Relation).where(Relation.id == relation_id, live(Relation, now)).with_for_update()
    relation = (await session.exec(query)).first()
    child_id = relation.child_id if relation else 0
    decision = await access.decide(session, now=now, actor=actor, action=action, child_id=child_id)
    if relation is None or isinstance(decision, Denied):
        return Denied()
    if relation.person_id in actor.person_ids:
        raise CareError("household.own")
    change(relation)
    session.add(relation)
    await session.flush()
    return await open_household(session, now=now, actor=actor, child_id=relation.child_id)


def _beside(relation: Relation, name: str | None) -> Beside:
    return Beside(
        relation_id=relation.id or 0,
        kin=relation.kin,
        name=name,
        is_guardian=relation.is_guardian,
        grants=granted(relation),
        is_barred=relation.barred_at is not None,
        cover=relation.cover,
    )
