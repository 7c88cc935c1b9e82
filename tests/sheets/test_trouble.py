"""What is wrong comes back in one kind sentence, or in an annotated copy; nothing is lost by it."""

import io
from typing import Any

import openpyxl
import pytest
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile
from sqlmodel import select

from models import Child, SheetColumn
from models.codes import Role
from models.database import Database
from services.people import service as people
from tests.children.test_registering import children_named
from tests.phones import Phone, Room
from tests.sheets.books import BAILU, GUYU, HEAD, book, drop, table, with_parts
from tests.sheets.test_jail import OLE
from tests.words.families import DENIED
from tests.world import COUNTY, DEPUTY, MOTHER, TEACHER, School, set_locale
from tests.world import HEAD as DIRECTOR

XIAOXUE = ("秦小雪", "女", "2018.11.22", "三(9)", "父母都外出", "姨妈")


def copies(room: Room) -> list[Any]:
    """The annotated copies that were sent, as somebody opens them."""
    sent = [one.document for one in room.calls if isinstance(one, SendDocument)]
    books = [one.data for one in sent if isinstance(one, BufferedInputFile)]
    return [openpyxl.load_workbook(io.BytesIO(one)).worksheets[0] for one in books]


async def count_children(database: Database) -> int:
    async with database.reading() as session:
        return len((await session.exec(select(Child.id))).all())


async def test_good_rows_are_not_held_up_and_bad_ones_come_back(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(("稻香坪学校三(1)班", *[None] * 5), HEAD, GUYU, XIAOXUE, GUYU, BAILU))
    (copy,) = copies(room)
    reasons = [row[-1].value for row in copy.iter_rows()]
    assert reasons == [
        None, "要改的地方", None, "您能登记的班级里没有这个班", "跟第 3 行是同一个孩子", None,
    ]  # fmt: skip
    assert copy["A4"].value == "秦小雪"
    assert copy["D4"].fill.start_color.rgb == "FFFFC7CE"
    assert "没有这个班" in copy["D4"].comment.text
    assert copy["D3"].comment is None
    card = next(one for one in teacher.chat if "存进名单" in one.buttons)
    assert "2 行要先改" in card.text
    assert "第 4 行：您能登记的班级里没有这个班" in card.text
    await teacher.press("存进名单", on=card)
    assert len(await children_named(database, "林谷雨")) == 1
    assert len(await children_named(database, "苏白露")) == 1
    assert await children_named(database, "秦小雪") == []


async def test_the_copy_comes_back_mended_and_is_read_like_any_other(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(HEAD, GUYU, XIAOXUE))
    (copy,) = copies(room)
    copy["D3"].value = "三(1)"
    kept = io.BytesIO()
    copy.parent.save(kept)
    await drop(room, teacher, kept.getvalue())
    assert "新登记 2 人：林谷雨、秦小雪" in teacher.last.text
    assert "没有看" not in teacher.last.text


async def test_the_copy_holds_texts_only(room: Room) -> None:
    teacher = room.phone(TEACHER)
    evil = '=HYPERLINK("http://127.0.0.1","x")'
    rows = table((*HEAD, "备注"), (*XIAOXUE, evil), (evil, *GUYU[1:], "+1"), encoding="utf-8")
    await drop(room, teacher, rows, name="名单.csv")
    (copy,) = copies(room)
    cells = [cell for row in copy.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}
    assert copy["G2"].value == evil


async def test_in_english_the_reasons_are_english(room: Room, database: Database, school: School) -> None:
    async with database.transaction() as session:
        await set_locale(session, TEACHER, "en")
    teacher = room.phone(TEACHER, "en")
    head = ("Name", "Sex", "Birth date", "Class", "Who is away", "Looked after by")
    await drop(room, teacher, book(head, ("Gu Yu", "f", "8 March 2017", "3-1", "both", "grandmother"),
                                   ("Bai Lu", "f", "1900-01-01", "3-1", "mother", "")))  # fmt: skip
    assert "1 new child: Gu Yu" in next(one for one in teacher.chat if "Store it" in one.buttons).text
    (copy,) = copies(room)
    assert copy["G3"].value == "nobody born on that day is of school age"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "请去掉密码"),
        (OLE, "老格式"),
        (with_parts(book(HEAD, GUYU), **{"xl__vbaProject.bin": b"x"}), "带着宏"),
        (with_parts(book(HEAD), **{"xl__media__a.bin": b"\0" * 300_000_000}), "展开后太大"),
        (b"PK\x03\x04junk", "打不开"),
        (book(), "是空的"),
    ],
    ids=["password", "old", "macros", "bomb", "broken", "empty"],
)
async def test_a_file_that_cannot_be_read_is_one_kind_sentence(
    room: Room, database: Database, content: bytes, sentence: str
) -> None:
    teacher = room.phone(TEACHER)
    before = await count_children(database)
    await drop(room, teacher, content)
    assert len(teacher.chat) == 1
    assert sentence in teacher.last.text
    assert "名单没有改动" in teacher.last.text
    assert await count_children(database) == before


async def test_a_file_that_did_not_arrive_is_said(room: Room) -> None:
    teacher = room.phone(TEACHER)
    room.gives_files = False
    await drop(room, teacher, book(HEAD, GUYU))
    assert "没能收到" in teacher.last.text


async def test_a_column_that_was_renamed_is_asked_about_once(
    room: Room, database: Database, school: School
) -> None:
    teacher = room.phone(TEACHER)
    renamed = ("娃儿", *HEAD[1:], "属相")
    await drop(room, teacher, book(renamed, (*GUYU, "鸡")))
    assert "没认出哪一列写着<b>孩子的姓名</b>" in teacher.last.text
    await teacher.press("娃儿")
    assert "新登记 1 人：林谷雨" in teacher.last.text
    assert "有 1 列没有看：属相" in teacher.last.text
    async with database.reading() as session:
        (said,) = (await session.exec(select(SheetColumn))).all()
    assert (said.school_id, said.heading, said.field) == (school.school_id, "娃儿", "name")
    await drop(room, room.phone(DIRECTOR), book(renamed, (*GUYU, "鸡")))  # the whole school has learnt it
    assert "新登记 1 人：林谷雨" in room.phone(DIRECTOR).last.text
    await drop(room, teacher, book(("学娃", *HEAD[1:]), GUYU))
    assert "没认出" in teacher.last.text


async def test_none_of_the_columns_puts_the_sheet_away(room: Room, database: Database) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(("娃儿", *HEAD[1:]), GUYU))
    await teacher.press("都不是")
    assert "没有存" in teacher.last.text


async def test_many_headings_have_pages(room: Room) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(("娃儿", *HEAD[1:], *(f"列{n}" for n in range(12))), GUYU))
    await teacher.press("▶")
    assert "列11" in teacher.last.buttons


async def test_a_column_that_is_not_there_is_named(room: Room) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(HEAD[:4], GUYU[:4]))
    assert "表里没找到写着<b>谁在外地" in teacher.last.text


async def test_a_hidden_sheet_and_a_long_list_are_named(room: Room) -> None:
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(HEAD, GUYU, hidden=[HEAD, BAILU]))
    assert "没有看的工作表：去年" in teacher.last.text
    assert "苏白露" not in teacher.last.text


async def test_a_teacher_brings_children_into_their_own_class_only(room: Room, database: Database) -> None:
    deputy = room.phone(DEPUTY)
    await drop(room, deputy, book(HEAD, GUYU))
    assert "您能登记的班级里没有这个班" in next(one for one in deputy.chat if "要先改" in one.text).text
    assert await children_named(database, "林谷雨") == []


async def test_a_child_of_another_class_is_not_taken_from_it(room: Room, school: School) -> None:
    deputy = room.phone(DEPUTY)
    await drop(room, deputy, book(HEAD, ("田小满", "女", "2018-5-21", "七(1)", "母亲外出", "奶奶")))
    assert "这个孩子在别的班" in next(one for one in deputy.chat if "要先改" in one.text).text


async def test_a_familys_file_is_kept_as_their_words(room: Room, database: Database) -> None:
    mother = room.phone(MOTHER)
    await drop(room, mother, book(HEAD, GUYU))
    assert "老师" in mother.last.text
    assert await children_named(database, "林谷雨") == []


async def test_whoever_enters_no_children_gets_the_hint(room: Room) -> None:
    county = room.phone(COUNTY)
    await drop(room, county, book(HEAD, GUYU))
    assert "没看懂" in county.last.text


@pytest.mark.parametrize("press", ["shyes:1", "shback:1", "shinto:1:3", "shcol:1:name:0", "shpage:1:0"])
@pytest.mark.parametrize("who", [COUNTY, DEPUTY, DIRECTOR, MOTHER])
async def test_somebody_elses_sheet_does_not_exist(
    room: Room, database: Database, school: School, press: str, who: int
) -> None:
    await drop(room, room.phone(TEACHER), book(HEAD, GUYU))
    phone: Phone = room.phone(who)
    await phone.press_data(press)
    assert phone.last.text == DENIED
    assert await children_named(database, "林谷雨") == []


async def test_whoever_teaches_in_two_places_says_where(
    room: Room, database: Database, school: School
) -> None:
    async with database.transaction() as session:
        await people.grant(
            session, now=room.clock.at, person_id=school.teacher_id, role=Role.TEACHER,
            unit_id=school.other_class_id,
        )  # fmt: skip
    teacher = room.phone(TEACHER)
    await drop(room, teacher, book(HEAD[:3] + HEAD[4:], GUYU[:3] + GUYU[4:]))
    assert {"三(1)", "七(1)"} <= set(teacher.last.buttons)
    await teacher.press("七(1)")
    await teacher.press("存进名单")
    (child,) = await children_named(database, "林谷雨")
    assert child.class_id == school.other_class_id
