"""What a year comes to, and what a report must never tell."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import update

from models import Child, Consent, Incident, PrivacyRequest, Purge
from models.codes import Asked, IncidentKind
from models.database import Database
from services.access.rules import Action
from services.audit import service as audit
from services.errors import CareError
from services.incidents.rules import Clock
from services.papers import rules
from services.papers import service as papers
from services.papers.types import AccessCount, ConsentCount, PurgeCount, RequestCount, Yearly
from services.profile import Profile
from tests.alerts import story
from tests.papers.setting import a_setup
from tests.phones import Room
from tests.world import HEAD, NOW, School, actor_of

NEW_YEAR = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)  # midnight in Shanghai
BEFORE = NEW_YEAR - timedelta(seconds=1)


async def count(
    database: Database, profile: Profile, *, year: int | None = 2026, now: datetime = NOW
) -> Yearly:
    async with database.transaction() as session:
        return await papers.yearly(session, now=now, profile=profile, setup=a_setup(profile), year=year)


@pytest.mark.db
async def test_children_consents_and_deletions_are_counted(
    database: Database, school: School, profile: Profile
) -> None:
    mother, grandmother = school.mother_id, school.grandmother_id
    answers = [
        (mother, "contact", True, BEFORE), (mother, "contact", False, NEW_YEAR),
        (grandmother, "contact", False, NOW), (grandmother, "contact", True, NOW),
        (grandmother, "photos", False, NOW),
    ]  # fmt: skip
    async with database.transaction() as session:
        session.add_all(
            Consent(person_id=person, purpose=purpose, version="1", granted=granted, answered_at=at)
            for person, purpose, granted, at in answers
        )
        session.add_all(
            Purge(at=at, kind=kind, before=BEFORE, removed=removed)
            for at, kind, removed in (
                (NOW, "notes", 3), (NEW_YEAR, "notes", 4), (BEFORE, "notes", 50), (NOW, "case_files", 1),
            )
        )  # fmt: skip
        await session.exec(update(Child).values(left_at=NOW))
    year = await count(database, profile)
    assert (year.children.registered, year.children.left, year.children.at_end) == (1, 1, 0)
    assert year.consents == (ConsentCount("contact", 1, 1, 1), ConsentCount("photos", 0, 1, 0))
    assert year.purges == (PurgeCount("notes", 7),)
    assert (year.is_over, year.due_on) == (False, date(2027, 1, 31))


@pytest.mark.db
async def test_requests_are_counted_with_the_days_they_took(
    database: Database, school: School, profile: Profile
) -> None:
    asked = [
        (Asked.DELETE, NEW_YEAR, date(2026, 1, 16), NOW, False),
        (Asked.DELETE, NOW, date(2026, 12, 8), NOW + timedelta(days=2), True),
        (Asked.CORRECT, NOW, date(2026, 11, 20), None, None),
        (Asked.CORRECT, BEFORE, date(2026, 1, 15), None, None),
    ]
    async with database.transaction() as session:
        session.add_all(
            PrivacyRequest(
                person_id=school.mother_id,
                asked=what,
                made_at=made,
                due_on=due,
                settled_at=settled,
                is_granted=granted,
            )
            for what, made, due, settled, granted in asked
        )
    year = await count(database, profile)
    assert year.requests == (
        RequestCount(Asked.CORRECT, 0, 0, 1, 1, None, None),
        RequestCount(Asked.DELETE, 1, 1, 0, 1, 2, 326),
    )


@pytest.mark.db
async def test_accesses_of_the_year_are_counted_and_those_before_are_not(
    database: Database, school: School, profile: Profile
) -> None:
    head = await actor_of(database, HEAD)
    entries = [
        (NEW_YEAR, Action.SEE_CHILD, "child", True), (NOW, Action.SEE_CHILD, "child", False),
        (NOW, Action.SEE_CHILD, "class", True), (BEFORE, Action.SEE_CHILD, "child", True),
        (NOW, "open_words", "family_words", True), (NOW, "something_new", "child", True),
    ]  # fmt: skip
    async with database.transaction() as session:
        for at, action, subject, allowed in entries:
            await audit.record(
                session, now=at, actor=head, action=action, subject=subject, subject_id=1, allowed=allowed
            )
    found = {one.group: one for one in (await count(database, profile)).accesses}
    assert found["see"] == AccessCount("see", 2, 1)
    assert found["read_words"] == AccessCount("read_words", 1, 0)
    assert sum(one.allowed + one.refused for one in found.values()) == 4


async def test_a_sealed_case_changes_no_figure(room: Room, database: Database, profile: Profile) -> None:
    before = await count(database, profile)
    await story.report(room)
    head = room.phone(HEAD)
    await head.press(story.OPEN)
    await head.press(story.TAKE)
    after = await count(database, profile)
    assert after == before


def test_every_action_of_the_door_is_counted_or_left_out_on_purpose() -> None:
    counted = {action for group in rules.GROUPS.values() for action in group}
    assert set(Action) - counted == rules.LEFT_OUT
    assert not [action for action in counted if "case" in action]


@pytest.mark.db
async def test_incidents_are_counted_by_how_their_clock_stands(database: Database, profile: Profile) -> None:
    hours = [(IncidentKind.LEAKED, 3), (IncidentKind.LEAKED, 5), (IncidentKind.LOST, None)]
    async with database.transaction() as session:
        session.add_all(
            Incident(
                kind=kind, noticed_at=NEW_YEAR, words="x",
                authority_told_at=NEW_YEAR + timedelta(hours=told) if told else None,
            )
            for kind, told in hours
        )  # fmt: skip
        session.add(Incident(kind=IncidentKind.ALTERED, noticed_at=BEFORE, words="x"))
    leaked, lost = (await count(database, profile)).incidents
    assert (leaked.kind, leaked.noticed, leaked.told) == ("leaked", 2, ((Clock.IN_TIME, 1), (Clock.LATE, 1)))
    assert (lost.kind, lost.told, lost.closed) == ("lost", ((Clock.RUN_OUT, 1),), 0)


async def test_the_year_is_the_last_whole_one_unless_it_is_named(
    database: Database, school: School, profile: Profile
) -> None:
    last = await count(database, profile, year=None)
    assert (last.year, last.is_over, last.children.registered) == (2025, True, 0)
    midnight = await count(database, profile, year=None, now=datetime(2026, 12, 31, 16, 0, tzinfo=UTC))
    assert (midnight.year, midnight.children.registered) == (2026, 1)
    with pytest.raises(CareError, match="year_not_begun"):
        await count(database, profile, year=2027)


async def test_no_name_is_in_it(room: Room, database: Database, school: School, profile: Profile) -> None:
    year = await count(database, profile)
    assert not [name for name in ("田小满", "周阿桂", "石奶奶", "许一诺") if name in repr(year)]
