"""Put right what was written about a child; the door writes down who did."""

from datetime import date, datetime
from typing import Any

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Child, Relation
from models.codes import Away, Care, Kin
from services.access import service as access
from services.access.rules import Action
from services.access.service import Denied, Granted
from services.children import plans, queries
from services.children.rules import AWAY_KIN, CARER_AT_HOME, ensure_age, ensure_fits
from services.children.service import today_in
from services.people.actor import Actor
from services.people.rules import clean_name


async def rename(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, name: str
) -> Granted | Denied:
    """Write the child's name anew. Raises CareError as names do."""
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Granted):
        await _change(session, child_id, name=clean_name(name))
    return decision


async def correct_birth(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, born_on: date
) -> Granted | Denied:
    """Write the child's birth date anew. Raises CareError as dates do."""
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Granted):
        ensure_age(born_on, today=today_in(decision.child.unit, now))
        await _change(session, child_id, born_on=born_on)
    return decision


async def correct_care(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, care: Care
) -> Granted | Denied:
    """Write down who cares at home now; an open carer's place appears or goes, who has joined stays."""
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Granted):
        ensure_fits(care, decision.child.away)
        await amend(session, now=now, child_id=child_id, care=care)
    return decision


async def correct_away(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, away: Away
) -> Granted | Denied:
    """Write down who is away now; the parents' places and the plans follow."""
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Granted) and decision.child.away is not away:
        ensure_fits(decision.child.care, away)
        await amend(session, now=now, child_id=child_id, away=away)
    return decision


async def set_boards(
    session: AsyncSession, *, now: datetime, actor: Actor, child_id: int, boards: bool
) -> Granted | Denied:
    """Write down whether the child sleeps at school, which moves the calls to its free days."""
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Granted) and decision.child.boards is not boards:
        await amend(session, now=now, child_id=child_id, boards=boards)
    return decision


async def add_carer(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> Granted | Denied:
    """Make room for another carer; one open place is enough, so a second press adds none."""
    decision = await _decide(session, now=now, actor=actor, child_id=child_id)
    if isinstance(decision, Granted):
        places = await queries.list_places(session, now=now, child_id=child_id)
        if not any(place.kin is Kin.CARER and place.is_open for place in places):
            session.add(Relation(child_id=child_id, kin=Kin.CARER, from_at=now))
            await session.flush()
    return decision


async def amend(session: AsyncSession, *, now: datetime, child_id: int, **values: Any) -> None:
    """Write columns of a child anew, and let places and plans follow; whoever calls has asked at the door."""
    await _change(session, child_id, **values)
    if "care" in values:
        await _fit_carer(session, now=now, child_id=child_id, care=values["care"])
    if "away" in values:
        await _mark_away(session, now=now, child_id=child_id, away=values["away"])
    if values.keys() & {"away", "boards"}:
        await plans.lay_out(session, now=now, child_id=child_id)


async def _decide(session: AsyncSession, *, now: datetime, actor: Actor, child_id: int) -> Granted | Denied:
    return await access.decide(session, now=now, actor=actor, action=Action.CORRECT_CHILD, child_id=child_id)


async def _change(session: AsyncSession, child_id: int, **values: Any) -> None:
    await session.exec(update(Child).where(col(Child.id) == child_id).values(**values))


async def _mark_away(session: AsyncSession, *, now: datetime, child_id: int, away: Away) -> None:
    for relation in await queries.list_relations(session, now=now, child_id=child_id):
        if relation.kin is not Kin.CARER:
            relation.away = relation.kin in AWAY_KIN[away]
            session.add(relation)
    await session.flush()


async def _fit_carer(session: AsyncSession, *, now: datetime, child_id: int, care: Care) -> None:
    places = await queries.list_places(session, now=now, child_id=child_id)
    carers = [place for place in places if place.kin is Kin.CARER]
    if care in CARER_AT_HOME and not carers:
        session.add(Relation(child_id=child_id, kin=Kin.CARER, from_at=now))
        await session.flush()
    if care not in CARER_AT_HOME:
        idle = select(Relation.id).where(
            Relation.child_id == child_id, Relation.kin == Kin.CARER, col(Relation.person_id).is_(None)
        )
        await session.exec(update(Relation).where(col(Relation.id).in_(idle)).values(until_at=now))
