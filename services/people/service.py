"""Accounts, people and units come into being here."""

from datetime import datetime

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Account, Consent, Installation, Person, RoleGrant, Unit
from models.codes import InstallationKind, Role, UnitKind
from services.people import queries
from services.people.actor import Actor


async def ensure_account(session: AsyncSession, *, now: datetime, actor: Actor) -> int:
    """Return the id of the actor's account, made on first contact."""
    if actor.account_id is not None:
        return actor.account_id
    known = await queries.find_account(session, telegram_id=actor.telegram_id)
    account = known or Account(telegram_id=actor.telegram_id, locale=actor.locale, created_at=now)
    session.add(account)
    await session.flush()
    return _id(account)


async def choose_locale(session: AsyncSession, *, now: datetime, actor: Actor, locale: str) -> None:
    """Remember the language this phone speaks; the choice wins over Telegram's hint."""
    account_id = await ensure_account(session, now=now, actor=actor)
    await session.exec(update(Account).where(col(Account.id) == account_id).values(locale=locale))


async def choose_hours(
    session: AsyncSession, *, actor: Actor, timezone: str | None, evening: str | None, shift: str | None
) -> None:
    """Remember when and in which zone reminders suit everybody on this phone; an empty `shift` is none."""
    chosen = {"timezone": timezone, "evening": evening, "shift": shift}
    values = {name: value or None for name, value in chosen.items() if value is not None}
    await session.exec(update(Person).where(col(Person.id).in_(actor.person_ids)).values(**values))


async def add_person(
    session: AsyncSession,
    *,
    now: datetime,
    name: str,
    account_id: int | None,
    timezone: str = "Asia/Shanghai",
) -> int:
    person = Person(name=name, account_id=account_id, timezone=timezone, created_at=now)
    session.add(person)
    await session.flush()
    return _id(person)


async def add_unit(
    session: AsyncSession, *, kind: UnitKind, name: str, parent_id: int | None, timezone: str
) -> int:
    unit = Unit(kind=kind, name=name, parent_id=parent_id, timezone=timezone)
    session.add(unit)
    await session.flush()
    return _id(unit)


async def grant(session: AsyncSession, *, now: datetime, person_id: int, role: Role, unit_id: int) -> None:
    session.add(RoleGrant(person_id=person_id, role=role, unit_id=unit_id, from_at=now))
    await session.flush()


async def answer_consent(
    session: AsyncSession, *, now: datetime, person_id: int, purpose: str, version: str, granted: bool
) -> None:
    """Append an answer; the newest one counts and earlier ones stay as proof."""
    answer = Consent(person_id=person_id, purpose=purpose, version=version, granted=granted, answered_at=now)
    session.add(answer)
    await session.flush()


async def mark_installation(session: AsyncSession, *, now: datetime, kind: InstallationKind) -> None:
    session.add(Installation(kind=kind, key_check="xiangban", created_at=now))
    await session.flush()


def _id(row: Account | Person | Unit) -> int:
    if row.id is None:
        raise RuntimeError("a row was used before it was flushed")
    return row.id
