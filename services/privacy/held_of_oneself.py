"""What is held of an adult as such: one function a table, each giving all of its rows that are theirs."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import (
    Account,
    DutyCheck,
    FamilyWords,
    LessonResult,
    OtherWay,
    Person,
    PrivacyRequest,
    RoleGrant,
    Unit,
)
from services.checkins.attachments import unpack
from services.privacy.asker import Asker
from services.privacy.rules import find_usual
from services.privacy.types import Entry, Line


async def persons(session: AsyncSession, asker: Asker) -> list[Entry]:
    one = (await session.exec(select(Person).where(Person.id == asker.person_id))).one()
    return [
        (
            Line("name", one.name), Line("timezone", one.timezone), Line("evening", one.evening),
            Line("shift", one.shift), Line("since", one.created_at),
        )
    ]  # fmt: skip


async def accounts(session: AsyncSession, asker: Asker) -> list[Entry]:
    query = (
        select(Account)
        .join(Person, col(Person.account_id) == col(Account.id))
        .where(Person.id == asker.person_id)
    )
    return [
        (
            Line("telegram_id", one.telegram_id), Line("language", one.locale, is_code=True),
            Line("since", one.created_at),
        )
        for one in await session.exec(query)
    ]  # fmt: skip


async def roles(session: AsyncSession, asker: Asker) -> list[Entry]:
    query = (
        select(RoleGrant, Unit.name)
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(RoleGrant.person_id == asker.person_id)
        .order_by(col(RoleGrant.id))
    )
    return [
        (
            Line("role", one.role.value, is_code=True), Line("unit", unit), Line("since", one.from_at),
            Line("until", one.until_at),
        )
        for one, unit in await session.exec(query)
    ]  # fmt: skip


async def other_ways(session: AsyncSession, asker: Asker) -> list[Entry]:
    query = select(OtherWay).where(OtherWay.person_id == asker.person_id).order_by(col(OtherWay.id))
    return [(Line("address", one.url), Line("since", one.added_at)) for one in await session.exec(query)]


async def duty_checks(session: AsyncSession, asker: Asker) -> list[Entry]:
    query = select(DutyCheck).where(DutyCheck.person_id == asker.person_id).order_by(col(DutyCheck.id))
    return [
        (Line("asked_at", one.asked_at), Line("answered_at", one.answered_at))
        for one in await session.exec(query)
    ]


async def lessons(session: AsyncSession, asker: Asker) -> list[Entry]:
    query = (
        select(LessonResult).where(LessonResult.person_id == asker.person_id).order_by(col(LessonResult.id))
    )
    return [
        (Line("asked_at", one.offered_at), Line("answered_at", one.passed_at))
        for one in await session.exec(query)
    ]


async def words(session: AsyncSession, asker: Asker) -> list[Entry]:
    """As they were written, and never what they were taken for."""
    query = select(FamilyWords).where(FamilyWords.author_id == asker.person_id).order_by(col(FamilyWords.id))
    letters = [(one.told_at, unpack(one.words)) for one in await session.exec(query)]
    return [
        (Line("told_at", told_at), Line("words", letter.text or None), Line("files", len(letter.attachments)))
        for told_at, letter in letters
    ]


async def requests(session: AsyncSession, asker: Asker) -> list[Entry]:
    query = (
        select(PrivacyRequest)
        .where(PrivacyRequest.person_id == asker.person_id)
        .order_by(col(PrivacyRequest.id))
    )
    return [
        (
            Line("asked", one.asked.value, is_code=True), Line("words", one.words),
            Line("made_at", one.made_at), Line("due_on", one.due_on), Line("answered_at", one.settled_at),
            Line("granted", one.is_granted),
            Line("reason", one.reason, is_code=find_usual(one.reason) is not None),
        )
        for one in await session.exec(query)
    ]  # fmt: skip
