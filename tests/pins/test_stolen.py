"""A phone is stolen with Telegram open: once it is reported, nothing on it moves or tells anything."""

from aiogram.methods import EditMessageText, SendMessage
from sqlmodel import col, select

from locales import LOCALES, translate
from models import AuditEntry, Conversation, FadingMessage, Invitation, SentCard
from models.codes import Fading
from models.database import Database
from tests.joining.links import start_of
from tests.joining.test_family import FATHER
from tests.phones import Room
from tests.pins.rows import rows
from tests.pins.typing import lose
from tests.words.families import DENIED, tap
from tests.world import GRANDMOTHER, HEAD, MOTHER, NOW, TEACHER, School

COMMANDS = ("/start", "/help", "/language", "/privacy", "/cancel", "你好", "280619")
KEYS = tuple(
    translate(locale, f"menu.{name}")
    for locale in LOCALES
    for name in ("children", "own_children", "checkin", "report", "tasks", "school", "settings")
)


async def allowed_of(database: Database, telegram_id: int) -> list[str]:
    """What this phone was ever allowed to do."""
    async with database.reading() as session:
        of = (AuditEntry.telegram_id == telegram_id, col(AuditEntry.allowed).is_(True))
        return list(await session.exec(select(AuditEntry.action).where(*of)))


async def use_everything(room: Room, school: School) -> list[str]:
    """A teacher's week; returns every press the phone ever received."""
    teacher = room.phone(TEACHER)
    seen: dict[str, None] = {}

    def remember() -> None:
        seen.update(dict.fromkeys(press for shown in teacher.chat for press in shown.buttons.values()))

    await room.phone(MOTHER).send("请老师回个电话")
    await room.phone(GRANDMOTHER).send("想跟老师说说孩子")
    for text in ("/start", *KEYS[:7]):
        await teacher.send(text)
        remember()
    for press in (
        f"child:{school.child_id}", f"fix:{school.child_id}", f"note:{school.child_id}",
        f"nmood:{school.child_id}:2", f"ntag:{school.child_id}:injury", f"nsave:{school.child_id}",
        f"nhist:{school.child_id}:0", "nopen:1:0", "words:1:0", f"invite:{school.mother_relation_id + 1}",
        f"raise:{school.child_id}", f"alsi:{school.child_id}:0", f"alst:{school.child_id}:R4", "alin:1:other",
        "pin", f"phfam:{school.child_id}:0", f"ph:{school.grandmother_id}",
    ):  # fmt: skip
        await tap(teacher, press)
        remember()
    await tap(teacher, f"nmood:{school.child_id}:3")  # and a note half made
    await teacher.send("半句话")
    remember()
    return list(seen)


async def test_after_it_nothing_succeeds_through_any_door(room: Room, school: School) -> None:
    presses = await use_everything(room, school)
    assert len(presses) > 40
    await lose(room, school.teacher_id)
    teacher, told = room.phone(TEACHER), len(room.calls)
    before, allowed = await rows(room.database), await allowed_of(room.database, TEACHER)
    for text in (*COMMANDS, *KEYS):
        await teacher.send(text)
    for press in presses:
        await teacher.press_data(press, message_id=next(room.numbers))
    assert await rows(room.database) == before
    assert await allowed_of(room.database, TEACHER) == allowed
    said = [one.text or "" for one in room.calls[told:] if isinstance(one, SendMessage | EditMessageText)]
    assert len(said) >= len(presses)
    assert not any(name in text for text in said for name in ("田小满", "周阿桂", "石奶奶", "半句话"))
    assert said.count(DENIED) > len(presses) / 2


async def test_what_stood_in_the_chat_fades_and_what_was_begun_is_forgotten(
    room: Room, school: School
) -> None:
    await use_everything(room, school)
    tomorrow = NOW.replace(day=24)
    async with room.database.transaction() as session:
        for chat_id in (TEACHER, HEAD):
            session.add(
                FadingMessage(chat_id=chat_id, message_id=9999, fading=Fading.BLANKED, fades_at=tomorrow)
            )
        session.add(
            SentCard(person_id=school.teacher_id, chat_id=TEACHER, message_id=9, case_id=1, sent_at=NOW)
        )
    await lose(room, school.teacher_id)
    async with room.database.reading() as session:
        of_all = list(await session.exec(select(FadingMessage)))
        begun = select(Conversation.key).where(col(Conversation.key).contains(str(TEACHER)))
        left = list(await session.exec(begun))
        cards = list(await session.exec(select(SentCard.id).where(SentCard.chat_id == TEACHER)))
    assert {one.fades_at for one in of_all if one.chat_id == TEACHER} == {room.clock.at}
    assert tomorrow in {one.fades_at for one in of_all if one.chat_id == HEAD}
    assert (left, cards) == ([], [])


async def test_a_link_that_stands_in_its_chat_opens_nothing(room: Room, school: School) -> None:
    teacher, father = room.phone(TEACHER), room.phone(FATHER)
    await tap(teacher, f"invite:{school.mother_relation_id + 1}")
    await lose(room, school.teacher_id)
    await father.send(start_of(teacher))
    assert "打不开" in father.last.text


async def test_whoever_waited_on_it_to_be_let_in_is_not(room: Room, school: School) -> None:
    head, teacher = room.phone(HEAD), room.phone(TEACHER)
    await tap(head, f"schclass:{school.other_class_id}:teacher")
    await teacher.send(start_of(head))
    await teacher.press("我是许一诺")
    accept = next(press for label, press in head.last.buttons.items() if "✅" in label)
    await lose(room, school.teacher_id)
    await tap(head, accept)
    assert "没有确认" in head.last.text
    async with room.database.reading() as session:
        used = await session.exec(select(Invitation.accepted).where(col(Invitation.used_at).is_not(None)))
    assert list(used) == [False]
