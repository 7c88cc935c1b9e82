"""What time does: an overdue request is said once more, a granted deletion is carried out."""

import pytest
from sqlmodel import col, select, update

from bot.findings import all_findings
from models import (
    Account,
    Conversation,
    FamilyWords,
    Invitation,
    Notification,
    Person,
    Pin,
    Relation,
    Task,
)
from models.codes import Kin, Notice, Sending
from scheduler import jobs
from services.checkins.attachments import unpack
from services.consents import service as consents
from tests.phones import Room
from tests.privacy.rights import answer_yes, ask, audited
from tests.reminders.months import go, lay_out
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, NOW, TEACHER, School, add_person


async def tick(room: Room) -> None:
    await jobs.keep_promises(room.database, room.clock, room.profile)
    await room.metronome.settle()


@pytest.mark.db
async def test_an_overdue_request_is_said_once_more_and_by_doctor(
    room: Room, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en")
    await ask(room, MOTHER, "更正", "生日写错了")
    head = room.phone(HEAD)
    await room.later(days=15, hours=13)  # the last day isn't over at the school
    await tick(room)
    assert len(head.chat) == 1
    await room.later(hours=1, minutes=1)
    for _ in range(3):
        await tick(room)
        await room.later(days=1)
    assert len(head.chat) == 2
    assert "已经过了" in head.last.text
    async with room.database.reading() as session:
        found = await all_findings(session, now=room.clock.now(), profile=room.profile)
    assert [one.sentence for one in found if "overdue" in one.sentence and not one.good]
    await head.press("打开")
    assert "已经过了" in head.last.text
    await head.press("办好了")
    await head.press("是，告诉对方")
    async with room.database.reading() as session:
        found = await all_findings(session, now=room.clock.now(), profile=room.profile)
    assert not [one for one in found if "overdue" in one.sentence]


async def grant_deletion(room: Room, telegram_id: int) -> None:
    await ask(room, telegram_id, "删除", "我不用了")
    head = room.phone(HEAD)
    await head.press("打开")
    await head.press("办好了")
    assert "不能恢复" in head.last.text
    await head.press("是，告诉对方")


async def hold_more(room: Room, school: School) -> int:
    """The mother has a PIN, and joined by a link; return her account."""
    async with room.database.transaction() as session:
        account = (await session.exec(select(Account).where(Account.telegram_id == MOTHER))).one()
        account_id = account.id or 0
        session.add(Pin(account_id=account_id, digest="x", set_at=NOW))
        session.add(
            Invitation(
                token_hash="x", relation_id=school.mother_relation_id, created_at=NOW, expires_at=NOW,
                used_by_id=account_id, joined_name="周阿桂", person_id=school.mother_id,
            )
        )  # fmt: skip
    return account_id


@pytest.mark.db
async def test_a_granted_deletion_removes_what_is_the_adults_own(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await mother.send("给小满带件毛衣")
    await mother.send("她被打了")
    account_id = await hold_more(room, school)
    await grant_deletion(room, MOTHER)
    assert "一会儿就删" in mother.last.text
    assert "孩子的档案" in mother.last.text
    await tick(room)
    async with room.database.reading() as session:
        person = (await session.exec(select(Person).where(Person.id == school.mother_id))).one()
        kept = await session.exec(select(FamilyWords).order_by(col(FamilyWords.id)))
        words = [unpack(one.words).text for one in kept]
        accounts = list(await session.exec(select(Account.telegram_id)))
        mothers = select(Relation).where(Relation.kin == Kin.MOTHER).order_by(col(Relation.id))
        places = [(one.person_id, one.until_at) for one in await session.exec(mothers)]
        invitation = (await session.exec(select(Invitation))).one()
        assert account_id not in list(await session.exec(select(Pin.account_id)))
        assert not [one for one in await session.exec(select(Conversation.key)) if str(MOTHER) in one]
    assert (person.account_id, person.name) == (None, "周阿桂")  # the child's file names its family
    assert places == [(school.mother_id, room.clock.now()), (None, None)]
    assert words == ["", "她被打了"]  # words of danger stay: the law wants them kept
    assert MOTHER not in accounts
    assert (invitation.joined_name, invitation.used_by_id) == (None, None)
    assert await audited(room.database, "forget_person") == [True]
    await mother.send("/start")
    assert mother.last.keys == []
    await room.phone(DEPUTY).press("打开")
    assert "她被打了" in room.phone(DEPUTY).last.text
    await room.phone(TEACHER).send("👧 我的班")
    await room.phone(TEACHER).press("田小满")
    assert "邀请妈妈" in room.phone(TEACHER).last.buttons  # she may come back


async def test_nothing_is_deleted_before_the_asker_was_told(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await ask(room, MOTHER, "删除")
    mother.flood = 3600
    await answer_yes(room.phone(HEAD))
    await jobs.keep_promises(room.database, room.clock, room.profile)
    assert await audited(room.database, "forget_person") == []
    await room.later(hours=2)
    assert "一会儿就删" in mother.last.text
    await tick(room)
    await tick(room)
    assert await audited(room.database, "forget_person") == [True]


async def test_a_blocked_phone_is_let_go_as_well(room: Room, school: School) -> None:
    await ask(room, MOTHER, "删除")
    room.phone(MOTHER).blocked = True
    await answer_yes(room.phone(HEAD))
    await tick(room)
    assert await audited(room.database, "forget_person") == [True]


async def test_who_was_barred_keeps_the_bar(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        barred = update(Relation).where(col(Relation.kin) == Kin.MOTHER)
        await session.exec(barred.values(barred_at=NOW))
    await grant_deletion(room, MOTHER)
    await tick(room)
    assert await audited(room.database, "forget_person") == [True]
    async with room.database.reading() as session:
        [place] = list(await session.exec(select(Relation).where(Relation.kin == Kin.MOTHER)))
    assert (place.person_id, place.barred_at, place.until_at) == (school.mother_id, NOW, None)


async def test_a_word_for_the_child_ends_with_who_gave_it(room: Room, school: School) -> None:
    mother = room.phone(MOTHER)
    await mother.send("/privacy")
    for label in ("可选用途", "活动照片", "✅ 同意"):
        await mother.press(label)
    await grant_deletion(room, MOTHER)
    await tick(room)
    async with room.database.reading() as session:
        assert not await consents.is_open(
            session, now=room.clock.now(), profile=room.profile, child_id=school.child_id, purpose="photos"
        )


async def test_who_shares_the_phone_keeps_it(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        grandfather = await add_person(session, GRANDMOTHER, "石爷爷")
    grandmother = room.phone(GRANDMOTHER)
    await grandmother.send("/privacy")
    for label in ("删除", "石奶奶", "不写了"):
        await grandmother.press(label)
    await answer_yes(room.phone(HEAD))
    await tick(room)
    async with room.database.reading() as session:
        behind = select(Person.id).join(Account, col(Person.account_id) == col(Account.id))
        rows = await session.exec(behind.where(Account.telegram_id == GRANDMOTHER))
        assert list(rows) == [grandfather]


async def test_nobody_is_sent_after_a_phone_that_was_let_go(room: Room, school: School) -> None:
    await lay_out(room.database, school)
    await room.later(minutes=1)
    await grant_deletion(room, MOTHER)
    await tick(room)
    await go(room, "2026-12-10T12:00")
    async with room.database.reading() as session:
        assert list(await session.exec(select(Task).where(Task.kind == "unreachable"))) == []
        asked = select(Notification.sending).where(Notification.kind == Notice.CALL_REMINDER)
        assert Sending.SENT not in list(await session.exec(asked))


async def test_a_deletion_of_staff_is_done_by_hand(room: Room, school: School) -> None:
    await ask(room, TEACHER, "删除")
    await answer_yes(room.phone(HEAD))
    await tick(room)
    assert await audited(room.database, "forget_person") == []
    assert "您提的删除，学校办好了" in room.phone(TEACHER).last.text


async def test_a_refused_deletion_removes_nothing(room: Room, school: School) -> None:
    await ask(room, MOTHER, "删除")
    head = room.phone(HEAD)
    await head.press("打开")
    await head.press("不同意")
    await head.send("孩子还在校，急事要找得到您")
    await tick(room)
    assert await audited(room.database, "forget_person") == []
