"""Look people up."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam
from sqlmodel import col, exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from models import Account, ContactDetail, Installation, Person, Relation, RoleGrant, Unit
from models.codes import OF_A_CLASS, InstallationKind, Kin, Role, UnitKind
from services.people.actor import Actor, Held


def live(
    row: type[RoleGrant | Relation | ContactDetail], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    """The condition that a dated row holds at `now`."""
    return (col(row.from_at) <= now) & or_(col(row.until_at).is_(None), col(row.until_at) > now)


_NOW: BindParameter[datetime] = bindparam("now")
_ROLES = (
    select(RoleGrant, Unit)
    .join(Unit, col(RoleGrant.unit_id) == Unit.id)
    .where(col(RoleGrant.person_id).in_(bindparam("people", expanding=True)), live(RoleGrant, _NOW))
    .order_by(col(RoleGrant.id))
)
_BEHIND: Select[*tuple[Any, ...]] = (
    Select(
        col(Account.id).label("account_id"),
        col(Account.locale),
        col(Person.id).label("person_id"),
        col(Person.timezone),
        col(RoleGrant.role),
        col(RoleGrant.unit_id),
        col(Unit.kind),
        col(Unit.parent_id),
        exists().where(col(Relation.person_id) == Person.id, live(Relation, _NOW)).label("is_family"),
    )
    .join(Person, col(Person.account_id) == Account.id, isouter=True)
    .join(RoleGrant, (col(RoleGrant.person_id) == Person.id) & live(RoleGrant, _NOW), isouter=True)
    .join(Unit, col(RoleGrant.unit_id) == Unit.id, isouter=True)
    .where(col(Account.telegram_id) == bindparam("telegram_id"))
    .order_by(col(RoleGrant.id))
)


async def load_actor(
    session: AsyncSession,
    *,
    now: datetime,
    telegram_id: int,
    locale_hint: str,
    timezone: str = "Asia/Shanghai",
) -> Actor:
    """Return the actor behind a Telegram id, with the roles that are live at `now`.

    `timezone` is the installation's, for somebody who has none of their own yet.
    """
    asked = {"telegram_id": telegram_id, "now": now}
    rows: Sequence[Any] = (await session.exec(_BEHIND, params=asked)).all()
    if not rows:
        return Actor(telegram_id, locale_hint, timezone=timezone)
    zones = {row.person_id: row.timezone for row in rows if row.person_id is not None}
    person_ids = tuple(sorted(zones))
    roles = tuple(
        Held(row.person_id, row.role, row.unit_id, _school_of(row.unit_id, row.kind, row.parent_id))
        for row in rows
        if row.role is not None
    )
    is_family = any(row.is_family for row in rows)
    timezone = zones[person_ids[0]] if person_ids else timezone
    return Actor(telegram_id, rows[0].locale, rows[0].account_id, person_ids, roles, is_family, timezone)


async def load_actor_of(session: AsyncSession, *, now: datetime, person_id: int) -> Actor:
    """Return the actor behind somebody's phone; raises NoResultFound for a person without one."""
    query = select(Account).join(Person, col(Person.account_id) == Account.id).where(Person.id == person_id)
    account = (await session.exec(query)).one()
    return await load_actor(session, now=now, telegram_id=account.telegram_id, locale_hint=account.locale)


async def find_account(session: AsyncSession, *, telegram_id: int) -> Account | None:
    return (await session.exec(select(Account).where(Account.telegram_id == telegram_id))).first()


async def list_roles(session: AsyncSession, *, now: datetime, person_ids: Sequence[int]) -> list[Held]:
    """The roles these people hold at `now`."""
    if not person_ids:
        return []
    rows = await session.exec(_ROLES, params={"people": list(person_ids), "now": now})
    return [
        Held(grant.person_id, grant.role, grant.unit_id, _school_of(grant.unit_id, unit.kind, unit.parent_id))
        for grant, unit in rows
    ]


def _school_of(unit_id: int, kind: UnitKind, parent_id: int | None) -> int | None:
    return {UnitKind.CLASS: parent_id, UnitKind.SCHOOL: unit_id}.get(kind)


async def list_holders(session: AsyncSession, *, now: datetime, role: Role, unit_id: int) -> list[int]:
    """The ids of the people who hold `role` for exactly this unit at `now`."""
    rows = await session.exec(
        select(RoleGrant.person_id)
        .where(RoleGrant.role == role, RoleGrant.unit_id == unit_id, live(RoleGrant, now))
        .distinct()
        .order_by(col(RoleGrant.person_id))
    )
    return list(rows)


async def list_open_phones(session: AsyncSession, *, person_ids: Collection[int]) -> frozenset[int]:
    """Who of these has a phone here that takes messages, as far as is known."""
    rows = await session.exec(
        select(Person.id)
        .join(Account, col(Account.id) == col(Person.account_id))
        .where(col(Person.id).in_(person_ids), col(Account.unreachable_at).is_(None))
    )
    return frozenset(one for one in rows if one is not None)


async def get_unit(session: AsyncSession, unit_id: int) -> Unit:
    return (await session.exec(select(Unit).where(Unit.id == unit_id))).one()


async def find_unit(session: AsyncSession, unit_id: int) -> Unit | None:
    return (await session.exec(select(Unit).where(Unit.id == unit_id))).first()


async def list_units_below(session: AsyncSession, parent_ids: Sequence[int]) -> list[Unit]:
    """The direct children of these units, in the order they were made."""
    rows = await session.exec(select(Unit).where(col(Unit.parent_id).in_(parent_ids)).order_by(col(Unit.id)))
    return list(rows)


async def find_installation(session: AsyncSession) -> InstallationKind | None:
    found = (await session.exec(select(Installation))).first()
    return found.kind if found else None


async def list_public_roles(session: AsyncSession, *, now: datetime) -> dict[int, str]:
    """Map Telegram ids to parent, guardian, teacher or administrator; strangers are left out."""
    roles: dict[int, str] = {}
    families = await session.exec(
        select(Account.telegram_id, Relation.kin)
        .join(Person, col(Person.account_id) == Account.id)
        .join(Relation, col(Relation.person_id) == Person.id)
        .where(live(Relation, now))
        .order_by(col(Relation.id).desc())
    )
    for telegram_id, kin in families:
        roles[telegram_id] = "guardian" if kin is Kin.CARER else "parent"
    staff = await session.exec(
        select(Account.telegram_id, RoleGrant.role)
        .join(Person, col(Person.account_id) == Account.id)
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .where(live(RoleGrant, now))
        .order_by(col(RoleGrant.id))
    )
    for telegram_id, role in staff:
        is_teacher = role in OF_A_CLASS and roles.get(telegram_id) != "administrator"
        roles[telegram_id] = "teacher" if is_teacher else "administrator"
    return roles
