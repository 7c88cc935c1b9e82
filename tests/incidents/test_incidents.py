"""From a leak that somebody noticed to the day when nothing is left to do."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.findings import Finding, incident_findings
from models import AuditEntry
from models.codes import IncidentKind
from models.database import Database
from services.errors import CareError
from services.incidents import queries, service
from services.incidents.rules import Clock, clock_of
from services.incidents.types import KeptIncident, Told
from services.profile import Profile
from tests.world import NOW

FOUR_HOURS, MINUTE = timedelta(hours=4), timedelta(minutes=1)


async def enter(database: Database, profile: Profile, *, words: str = "名单发错了群") -> KeptIncident:
    async with database.transaction() as session:
        return await service.add(
            session, now=NOW, profile=profile, kind=IncidentKind.LEAKED, noticed_at=NOW, happened_at=None,
            people=12, words=words,
        )  # fmt: skip


@pytest.mark.db
async def test_its_words_are_kept_unreadable_and_its_steps_are_written_down(
    database: Database, profile: Profile
) -> None:
    kept = await enter(database, profile, words="名单发错了群\x07\r\n全角　空格")
    async with database.transaction() as session:
        raw = (await (await session.connection()).execute(text("SELECT words FROM incident"))).scalar_one()
        assert "名单".encode() not in bytes(raw)
        assert await queries.get_words(session, incident_id=kept.incident_id) == "名单发错了群\n全角　空格"
        told = await service.note_told(
            session, now=NOW + MINUTE, profile=profile, incident_id=1, told=Told.AUTHORITY, at=NOW
        )
        await service.close(session, now=NOW + MINUTE, profile=profile, incident_id=1)
        actions = list(await session.exec(select(AuditEntry.action).where(AuditEntry.subject == "incident")))
    assert told.authority_told_at == NOW
    assert actions == ["add_incident", "tell_authority", "close_incident"]


async def test_its_clock(database: Database, profile: Profile) -> None:
    kept = await enter(database, profile)
    assert kept.due_at == NOW + FOUR_HOURS
    assert clock_of(kept, kept.due_at) is Clock.RUNNING
    assert clock_of(kept, kept.due_at + timedelta.resolution) is Clock.RUN_OUT
    async with database.transaction() as session:
        late = await service.note_told(
            session, now=NOW + 2 * FOUR_HOURS, profile=profile, incident_id=1, told=Told.AUTHORITY,
            at=kept.due_at + MINUTE,
        )  # fmt: skip
    assert clock_of(late, NOW) is Clock.LATE


@pytest.mark.db
@pytest.mark.parametrize(
    ("code", "noticed", "happened", "words"),
    [
        ("in_future", MINUTE, None, "x"),
        ("happened_after", -MINUTE, timedelta(), "x"),
        ("no_words", timedelta(), None, " \n\x00"),
        ("long", timedelta(), None, "x" * 8001),
    ],
)
async def test_what_can_t_have_been_isn_t_kept(
    database: Database,
    profile: Profile,
    code: str,
    noticed: timedelta,
    happened: timedelta | None,
    words: str,
) -> None:
    async with database.transaction() as session:
        with pytest.raises(CareError, match=f"incidents.{code}"):
            await service.add(
                session, now=NOW, profile=profile, kind=IncidentKind.LOST, noticed_at=NOW + noticed,
                happened_at=None if happened is None else NOW + happened, people=None, words=words,
            )  # fmt: skip
        assert await queries.list_all(session, profile=profile) == []


@pytest.mark.db
@pytest.mark.parametrize(
    ("code", "incident_id", "told", "at"),
    [
        ("told_already", 1, Told.PEOPLE, NOW),
        ("told_before", 1, Told.AUTHORITY, NOW - MINUTE),
        ("in_future", 1, Told.AUTHORITY, NOW + FOUR_HOURS),
        ("no_such", 9, Told.PEOPLE, NOW),
    ],
)
async def test_the_first_time_somebody_was_told_stays(
    database: Database, profile: Profile, code: str, incident_id: int, told: Told, at: datetime
) -> None:
    await enter(database, profile)
    async with database.transaction() as session:
        first = await service.note_told(
            session, now=NOW, profile=profile, incident_id=1, told=Told.PEOPLE, at=NOW
        )
        with pytest.raises(CareError, match=f"incidents.{code}"):
            await service.note_told(
                session, now=NOW + MINUTE, profile=profile, incident_id=incident_id, told=told, at=at
            )
        assert await queries.get(session, profile=profile, incident_id=1) == first


async def test_it_is_closed_once(database: Database, profile: Profile) -> None:
    await enter(database, profile)
    async with database.transaction() as session:
        await service.close(session, now=NOW, profile=profile, incident_id=1)
        for incident_id, code in ((1, "closed_already"), (9, "no_such")):
            with pytest.raises(CareError, match=code):
                await service.close(session, now=NOW, profile=profile, incident_id=incident_id)


async def test_the_doctor_shows_a_clock_that_runs_and_one_that_has_run_out(
    database: Database, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    await enter(database, profile)
    async with database.reading() as session:
        assert await incident_findings(session, now=NOW, profile=profile) == [
            Finding(False, "Incident 1: the authority is to be told by 2026-11-23 06:00Z, and isn't yet.")
        ]
        (run_out,) = await incident_findings(session, now=NOW + 2 * FOUR_HOURS, profile=profile)
    assert run_out == Finding(
        False, "Incident 1: the authority should have been told by 2026-11-23 06:00Z; tell them now."
    )
    async with database.transaction() as session:
        await service.note_told(session, now=NOW, profile=profile, incident_id=1, told=Told.AUTHORITY, at=NOW)
        (told,) = await incident_findings(session, now=NOW, profile=profile)
        assert told.good
        await service.close(session, now=NOW, profile=profile, incident_id=1)
        assert await incident_findings(session, now=NOW, profile=profile) == []
