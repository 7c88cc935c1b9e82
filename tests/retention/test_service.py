"""What is over goes or is emptied, what is on hold stays, and how much went is written down."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Case, CaseSibling, Child, FamilyWords, InboxUpdate, Invitation, Note, PrivacyRequest, Purge
from models.case_codes import CaseState
from models.codes import Handling
from models.database import Database
from scheduler import jobs
from services.checkins import queries as notes
from services.checkins import word_queries
from services.profile import Kind, Profile
from services.retention import queries, service
from services.retention.rules import cutoff, period_of
from services.retention.tables import ENDINGS
from tests.casework import home
from tests.phones import StillClock
from tests.retention.rows import WORDS, write
from tests.world import NOW, School

EMPTIED = {kind for kind, ending in ENDINGS.items() if ending.empties is not None}
A_MINUTE = timedelta(minutes=1)


async def fill(database: Database, school: School, profile: Profile, *, kind: Kind, early: bool) -> datetime:
    """Rows of each kind, older or newer by a minute than what is over today for `kind`; and newer ones."""
    at = cutoff(period_of(profile, kind), now=NOW) + (-A_MINUTE if early else A_MINUTE)
    async with database.transaction() as session:
        await write(session, school, at=at)
        await write(session, school, at=at if kind is Kind.CONSENTS else NOW, n=1)
        await session.exec(update(Child).values(left_at=at))
    return at


async def counts(database: Database, profile: Profile) -> dict[Kind, int]:
    async with database.reading() as session:
        return {one.kind: one.count for one in await queries.list_over(session, now=NOW, profile=profile)}


async def remove_all(database: Database, profile: Profile) -> None:
    await jobs.remove_over(database, StillClock(NOW), profile, tuple(Kind))


async def rows_of(session: AsyncSession, table: type[SQLModel]) -> list[Any]:
    return list(await session.exec(select(table).order_by(queries.key_of(table))))


async def raise_case(
    database: Database, school: School, *, state: CaseState = CaseState.CLOSED, child_id: int | None = None
) -> None:
    async with database.transaction() as session:
        case = Case(
            number="2026-K7QF", child_id=child_id or school.child_id, school_id=school.school_id,
            situation="R4",
            state=state, reporter_id=school.teacher_id, raised_at=NOW,
        )  # fmt: skip
        session.add(case)


@pytest.mark.db
@pytest.mark.parametrize("kind", Kind)
async def test_over_by_a_minute_and_not_yet_over(
    database: Database, school: School, profile: Profile, kind: Kind
) -> None:
    await fill(database, school, profile, kind=kind, early=False)
    assert (await counts(database, profile))[kind] == 0
    async with database.transaction() as session:
        for table in {ending.table for ending in ENDINGS.values()}:
            for row in await rows_of(session, table):
                await session.delete(row)
            await session.flush()
    await fill(database, school, profile, kind=kind, early=True)
    expected = 2 if kind in (Kind.NOTES, Kind.WORDS) else 1  # both of a child who left
    assert (await counts(database, profile))[kind] == expected
    await remove_all(database, profile)
    assert (await counts(database, profile))[kind] == 0
    async with database.reading() as session:
        left = await rows_of(session, ENDINGS[kind].table)
        purged = (await session.exec(select(Purge).where(Purge.kind == kind))).one()
    assert len(left) == (2 if kind in EMPTIED else 1)
    assert purged.removed == expected
    assert purged.before == cutoff(period_of(profile, kind), now=NOW)


@pytest.mark.db
async def test_a_stub_says_that_there_was_something_and_not_what(
    database: Database, school: School, profile: Profile
) -> None:
    await fill(database, school, profile, kind=Kind.REQUESTS, early=True)  # the longest: everything is over
    await remove_all(database, profile)
    async with database.reading() as session:
        for note in await rows_of(session, Note):
            assert (note.mood, note.tags, note.words, note.emptied_at) == (0, [], None, NOW)
            assert (note.child_id, note.author_id) == (school.child_id, school.teacher_id)
            assert await notes.find_note(session, note_id=note.id) is None
        assert await notes.list_page(session, child_id=school.child_id, page=0) == ([], False)
        for words in await rows_of(session, FamilyWords):
            assert (words.words, words.danger, words.emptied_at) == ("", True, NOW)
            assert await word_queries.find_words(session, words_id=words.id) is None
        request, newer = await rows_of(session, PrivacyRequest)
        assert (request.words, request.reason, newer.words is None) == (None, None, False)
        invitation, _ = await rows_of(session, Invitation)
        assert (invitation.joined_name, invitation.accepted) == (None, True)


@pytest.mark.db
@pytest.mark.parametrize("state", CaseState)
async def test_a_case_holds_all_that_belongs_to_its_child(
    database: Database, school: School, profile: Profile, state: CaseState
) -> None:
    await fill(database, school, profile, kind=Kind.REQUESTS, early=True)
    await raise_case(database, school, state=state)
    over = {kind for kind, count in (await counts(database, profile)).items() if count}
    assert over == {Kind.RAW_UPDATES, Kind.HALF_TYPED, Kind.SHEETS, Kind.NOTICES, Kind.DUTY_CHECKS}
    await remove_all(database, profile)
    async with database.reading() as session:
        assert all(note.words for note in await rows_of(session, Note))
        assert all(words.words for words in await rows_of(session, FamilyWords))


@pytest.mark.db
@pytest.mark.parametrize("is_concerned", [True, False])
async def test_a_case_holds_what_belongs_to_a_linked_child_too(
    database: Database, school: School, profile: Profile, is_concerned: bool
) -> None:
    await fill(database, school, profile, kind=Kind.REQUESTS, early=True)
    brother = await home.add_sibling(database, school, beside_mother=False)
    await raise_case(database, school, child_id=brother)
    async with database.transaction() as session:
        session.add(
            CaseSibling(
                case_id=1, child_id=school.child_id, is_concerned=is_concerned, person_id=school.head_id,
                happened_at=NOW, entered_at=NOW,
            )
        )  # fmt: skip
    over = {kind for kind, count in (await counts(database, profile)).items() if count}
    of_no_child = {Kind.RAW_UPDATES, Kind.HALF_TYPED, Kind.SHEETS, Kind.NOTICES, Kind.DUTY_CHECKS}
    assert (over == of_no_child) is is_concerned


async def test_words_of_no_child_are_held_by_a_case_of_their_authors_child(
    database: Database, school: School, profile: Profile
) -> None:
    await fill(database, school, profile, kind=Kind.REQUESTS, early=True)
    async with database.transaction() as session:
        await session.exec(update(FamilyWords).values(child_id=None))
    assert (await counts(database, profile))[Kind.WORDS] == 1  # they count from when they came
    await raise_case(database, school)
    assert (await counts(database, profile))[Kind.WORDS] == 0


@pytest.mark.db
async def test_what_is_only_on_hold_can_be_left_out_of_what_its_author_is_shown(
    database: Database, school: School, profile: Profile
) -> None:
    in_time = select(FamilyWords.id).where(queries.is_in_its_time(profile, Kind.WORDS, now=NOW))
    async with database.transaction() as session:
        await write(session, school, at=NOW - timedelta(days=4000))
    async with database.reading() as session:
        assert len((await session.exec(in_time)).all()) == 1  # the child is at school
    await raise_case(database, school)
    async with database.transaction() as session:
        await session.exec(update(Child).values(left_at=NOW - timedelta(days=400)))
    await remove_all(database, profile)
    async with database.reading() as session:
        assert [words.words for words in await rows_of(session, FamilyWords)] == [WORDS]
        assert (await session.exec(in_time)).all() == []


async def test_the_answer_in_force_is_never_over(
    database: Database, school: School, profile: Profile
) -> None:
    await fill(database, school, profile, kind=Kind.CONSENTS, early=True)
    await remove_all(database, profile)
    await remove_all(database, profile)
    assert (await counts(database, profile))[Kind.CONSENTS] == 0
    async with database.reading() as session:
        assert [row[0] for row in await (await session.connection()).execute(text("SELECT id FROM consent"))]


async def test_parked_updates_wait_for_a_person(database: Database, school: School, profile: Profile) -> None:
    await fill(database, school, profile, kind=Kind.RAW_UPDATES, early=True)
    async with database.transaction() as session:
        await session.exec(update(InboxUpdate).values(handling=Handling.PARKED))
    assert (await counts(database, profile))[Kind.RAW_UPDATES] == 0


async def test_the_newest_id_is_not_given_away_again(
    database: Database, school: School, profile: Profile
) -> None:
    """A button in a chat may still name it, and would mean another row."""
    async with database.transaction() as session:
        rows = await write(session, school, at=NOW - timedelta(days=4000))
    await remove_all(database, profile)
    async with database.reading() as session:
        for kind in (Kind.TASKS, Kind.CONTACTS, Kind.DUTY_CHECKS, Kind.NOTICES):
            assert [row.id for row in await rows_of(session, ENDINGS[kind].table)] == [rows[kind].id]  # type: ignore[attr-defined]


async def test_in_batches_and_again_the_next_day(
    database: Database, school: School, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BATCH", 2)
    long_ago = NOW - timedelta(days=4000)
    async with database.transaction() as session:
        for n in range(6):
            await write(session, school, at=long_ago, n=n)
    await remove_all(database, profile)
    async with database.transaction() as session:
        await write(session, school, at=long_ago, n=7)
        await write(session, school, at=long_ago, n=8)
    await remove_all(database, profile)  # of today only what passes through is looked for again
    async with database.reading() as session:
        removed = {row.kind: row.removed for row in await rows_of(session, Purge)}
    assert (removed[Kind.RAW_UPDATES], removed[Kind.TASKS], removed[Kind.NOTES]) == (8, 5, 0)
    tomorrow = StillClock(NOW + timedelta(days=1))
    await jobs.remove_over(database, tomorrow, profile, tuple(Kind))
    async with database.reading() as session:
        days = Counter(row.at.date() for row in await rows_of(session, Purge))
        tasks = (await session.exec(select(Purge.removed).where(Purge.kind == Kind.TASKS))).all()
    assert list(days.values()) == [len(Kind), len(Kind)]
    assert tasks == [5, 2]


async def test_without_a_word_from_the_operator_only_what_passes_through_goes(
    database: Database, school: School, profile: Profile
) -> None:
    await fill(database, school, profile, kind=Kind.REQUESTS, early=True)
    await jobs.remove_over(database, StillClock(NOW), profile, service.ALWAYS)
    found = await counts(database, profile)
    assert {kind for kind, count in found.items() if not count} == set(service.ALWAYS) | {Kind.CONSENTS}
    async with database.reading() as session:
        kept = select(Note.id).where(col(Note.words).is_not(None))
        assert len((await session.exec(kept)).all()) == 2
