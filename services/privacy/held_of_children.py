"""What is held of the children beside whom somebody stands, as far as it may be given to them."""

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Consent, Contact, ContactDetail, Plan
from models.codes import Detail, Grant
from services.access.queries import granted
from services.contacts.queries import DONE
from services.privacy.asker import Asker
from services.privacy.types import Entry, Line


async def relations(_session: AsyncSession, asker: Asker) -> list[Entry]:
    return [
        (
            Line("child", child.name), Line("kin", place.kin.value, is_code=True), Line("away", place.away),
            Line("guardian", place.is_guardian), Line("since", place.from_at),
        )
        for place, child in asker.places
    ]  # fmt: skip


async def children(_session: AsyncSession, asker: Asker) -> list[Entry]:
    """To a parent or a legal guardian."""
    return [
        (
            Line("child", child.name), Line("born_on", child.born_on), Line("school", child.unit.school_name),
            Line("class", child.unit.class_name), Line("care", child.care.value, is_code=True),
            Line("parents_away", child.away.value, is_code=True), Line("boards", child.boards),
        )
        for child in asker.guarded.values()
    ]  # fmt: skip


async def months(session: AsyncSession, asker: Asker) -> list[Entry]:
    """What they told of their children's months; to a parent also that a month was heard of by somebody."""
    mine = col(Contact.told_by_id) == asker.person_id
    heard = col(Contact.child_id).in_(asker.guarded) & col(Contact.outcome).in_(DONE)
    rows = await session.exec(
        select(Contact)
        .where(col(Contact.child_id).in_(asker.beside), or_(mine, heard))
        .order_by(col(Contact.month), col(Contact.id))
    )
    return [
        (
            Line("child", asker.beside[one.child_id].name), Line("month", one.month),
            Line("outcome", one.outcome.value, is_code=True),
            Line("excuse", one.reason, is_code=one.reason is not None), Line("told_at", one.told_at),
            Line("told_by_me", one.told_by_id == asker.person_id),
        )
        for one in rows
    ]  # fmt: skip


async def details(session: AsyncSession, asker: Asker) -> list[Entry]:
    """Their own numbers and addresses, and their child's as far as the place beside it opens them."""
    places = {place.id: child for place, child in asker.places}
    homes = {child.child_id for place, child in asker.places if Grant.ADDRESS in granted(place)}
    of_child = col(ContactDetail.child_id).in_(homes) & (col(ContactDetail.kind) == Detail.ADDRESS)
    papers = col(ContactDetail.child_id).in_(asker.guarded) & (col(ContactDetail.kind) == Detail.ID_NUMBER)
    mine = col(ContactDetail.person_id) == asker.person_id
    rows = await session.exec(
        select(ContactDetail)
        .where(or_(mine, col(ContactDetail.relation_id).in_(places), of_child, papers))
        .order_by(col(ContactDetail.id))
    )
    return [
        (
            Line("child", asker.beside[one.child_id].name if one.child_id else None),
            Line("reached_by", one.kind.value, is_code=True), Line("value", one.value),
            Line("since", one.from_at), Line("until", one.until_at),
        )
        for one in rows
    ]  # fmt: skip


async def plans(session: AsyncSession, asker: Asker) -> list[Entry]:
    """When they are reminded next."""
    places = {place.id: child for place, child in asker.places}
    query = select(Plan).where(col(Plan.relation_id).in_(places)).order_by(col(Plan.id))
    return [
        (
            Line("child", places[one.relation_id].name), Line("plan", one.kind.value, is_code=True),
            Line("next_at", one.next_due_at),
        )
        for one in await session.exec(query)
    ]  # fmt: skip


async def consents(session: AsyncSession, asker: Asker) -> list[Entry]:
    """Their own answers, and what a child of theirs said when it was asked."""
    child_id, by_child = col(Consent.child_id), col(Consent.by_child)
    mine = (col(Consent.person_id) == asker.person_id) & by_child.is_(False)
    rows = await session.exec(
        select(Consent)
        .where(
            or_(
                mine & (child_id.is_(None) | child_id.in_(asker.beside)),
                by_child & child_id.in_(asker.guarded),
            )
        )
        .order_by(col(Consent.id))
    )
    return [
        (
            Line("child", asker.beside[one.child_id].name if one.child_id else None),
            Line("purpose", one.purpose, is_code=True), Line("version", one.version),
            Line("granted", one.granted), Line("by_child", one.by_child),
            Line("answered_at", one.answered_at),
        )
        for one in rows
    ]  # fmt: skip
