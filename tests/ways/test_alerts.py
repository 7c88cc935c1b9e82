"""A case and its knocks, through the whole outbox, over real SMTP."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select, update

from models import Account, Person
from models.case_codes import CaseFact
from models.codes import Sending
from models.database import Database
from services.profile import Profile
from tests.alerts.story import TAKE, facts, get_case, report
from tests.phones import Room
from tests.ports import free_port
from tests.ways.doors import failing_since, give_way, knocks, open_doors
from tests.ways.servers import PASSWORD, Mail, mail_server
from tests.world import DEPUTY, HEAD, NOW, School

BLOCKED = (CaseFact.UNREACHED, 0)


@pytest.mark.db
async def test_a_blocked_head_is_passed_by_all_the_same_and_gets_a_mail(
    database: Database, school: School, room: Room, profile: Profile, mail: Mail
) -> None:
    await give_way(database, profile, school.head_id, mail.url())
    open_doors(room)
    room.phone(HEAD).blocked = True
    await report(room)
    assert BLOCKED in await facts(database)
    assert "2026-" in room.phone(DEPUTY).last.text
    (letter,) = mail.letters
    case = await get_case(database)
    source = str(letter) + letter.get_content() + mail.sources[0].decode()
    canaries = (
        case.number,
        case.number.split("-")[1],
        "田小满",
        "小满",
        "稻香坪",
        "顾明河",
        "许一诺",
        "欺凌",
        "三(1)",
    )
    assert [word for word in canaries if word in source] == []
    assert [row.sending for row in await knocks(database)] == [Sending.SENT]


async def test_a_case_that_somebody_has_knocks_no_more(
    database: Database, school: School, room: Room, profile: Profile
) -> None:
    port = free_port()
    await give_way(database, profile, school.head_id, Mail(port).url())
    open_doors(room)
    await report(room)
    await room.phone(HEAD).press(TAKE)
    with mail_server(port) as mail:
        await room.later(minutes=5)
        assert mail.sources == []
    assert [row.sending for row in await knocks(database)] == [Sending.SUPERSEDED]


async def test_a_dead_port_is_tried_each_minute_and_remembered_until_it_works(
    database: Database, school: School, room: Room, profile: Profile
) -> None:
    port = free_port()
    await give_way(database, profile, school.head_id, Mail(port).url())
    open_doors(room)
    await report(room)
    (row,) = await knocks(database)
    assert (row.sending, row.not_before) == (Sending.QUEUED, NOW + timedelta(minutes=1))
    assert await failing_since(database) == [NOW]
    await room.later(minutes=1)
    assert await failing_since(database) == [NOW]
    with mail_server(port) as mail:
        await room.later(minutes=1)
        assert len(mail.sources) == 1
    assert await failing_since(database) == [None]
    assert [row.sending for row in await knocks(database)] == [Sending.SENT]


async def test_a_wrong_password_ends_the_knock_and_not_the_phone(
    database: Database, school: School, room: Room, profile: Profile, mail: Mail
) -> None:
    await give_way(database, profile, school.head_id, mail.url(password="wrong"))
    open_doors(room)
    await report(room)
    assert [row.sending for row in await knocks(database)] == [Sending.UNREACHABLE]
    assert await failing_since(database) == [NOW]
    assert (CaseFact.UNREACHED, 0) not in await facts(database)
    async with database.reading() as session:
        away = select(Account.id).where(col(Account.unreachable_at).is_not(None))
        assert list(await session.exec(away)) == []


@pytest.mark.db
async def test_a_paused_chat_holds_up_no_mail(
    database: Database, school: School, room: Room, profile: Profile, mail: Mail
) -> None:
    await give_way(database, profile, school.head_id, mail.url())
    open_doors(room)
    async with database.transaction() as session:
        paused = update(Account).where(col(Account.telegram_id) == HEAD)
        await session.exec(paused.values(paused_until=NOW + timedelta(hours=3)))
    await report(room)
    assert room.phone(HEAD).chat == []
    assert len(mail.sources) == 1


@pytest.mark.db
async def test_a_dead_mail_server_holds_up_no_chat(
    database: Database, school: School, room: Room, profile: Profile
) -> None:
    await give_way(database, profile, school.head_id, Mail(free_port()).url())
    open_doors(room)
    await report(room)
    await report(room, situation="身上有伤或神志不清")
    assert len([one for one in room.phone(HEAD).chat if any(TAKE in label for label in one.buttons)]) == 2


@pytest.mark.db
async def test_an_address_stands_nowhere_in_clear(
    database: Database, school: School, room: Room, profile: Profile, mail: Mail
) -> None:
    await give_way(database, profile, school.head_id, mail.url())
    open_doors(room)
    await report(room)
    async with database.engine.connect() as connection:
        kept = (await connection.execute(text("SELECT url FROM other_way"))).scalar_one()
        rows = (await connection.execute(text("SELECT params, dedup_key FROM notification"))).all()
        audit = (await connection.execute(text("SELECT action, subject, subject_id FROM audit_entry"))).all()
    assert PASSWORD.encode() not in bytes(kept)
    assert "duty@example.org" not in str(rows) + str(audit)
    assert ("add_way", "other_way", 1) in [tuple(row) for row in audit]


async def test_when_no_phone_takes_anything_every_other_door_is_knocked_on(
    database: Database, school: School, room: Room, profile: Profile, mail: Mail
) -> None:
    """Blocked already before the report, and one on duty who never joined."""
    await give_way(database, profile, school.head_id, mail.url())
    await give_way(database, profile, school.county_officer_id, mail.url())
    async with database.transaction() as session:
        await session.exec(update(Account).values(unreachable_at=NOW))
        no_phone = update(Person).where(col(Person.id) == school.county_officer_id)
        await session.exec(no_phone.values(account_id=None))
    open_doors(room)
    await report(room)
    assert len(mail.letters) == 2
    assert {row.sending for row in await knocks(database)} == {Sending.SENT}
