"""An ordinary reason in one tap; what goes and what stays; and neither knows of a case."""

import pytest

from models.codes import Asked
from services.privacy.rules import FEWEST_OF_A_REASON, Usual, find_usual, usual_reasons
from tests.alerts import story
from tests.phones import Phone, Room
from tests.privacy.rights import ask, audited, requests_in, take
from tests.words.families import DENIED
from tests.world import DEPUTY, GRANDMOTHER, HEAD, MOTHER, TEACHER, School, set_locale
from views import requests as views
from views.reader import Reader
from views.requests import RefuseAsUsual

KEEP = "法律要求学校保存一段时间"
OF_A_CASE = (
    "案件", "个案", "举报", "报告", "报警", "警", "调查", "保护", "安全", "危险", "伤",
    "case", "report", "police", "inquir", "investig", "protect", "safe", "danger", "harm",
)  # fmt: skip


async def asked_why(room: Room, telegram_id: int, label: str, words: str) -> tuple[Phone, Phone]:
    """A request, up to the card that asks its decider for a reason."""
    asker, head = await ask(room, telegram_id, label, words), room.phone(HEAD)
    await head.press("打开")
    await head.press("不同意")
    return asker, head


async def test_an_ordinary_reason_is_one_tap(room: Room, school: School) -> None:
    mother, head = await asked_why(room, MOTHER, "删除", "把档案删掉")
    assert KEEP in head.last.text
    assert not any("没错" in label for label in head.last.buttons)  # nothing is corrected here
    await head.press("依法要留")
    assert f"没有同意。理由：这些信息，{KEEP}" in head.last.text
    assert KEEP in mother.last.text
    assert "12345" in mother.last.text
    [request] = await requests_in(room.database)
    assert (request.is_granted, request.settled_by_id, request.reason) == (False, school.head_id, "law")
    assert await audited(room.database, "refuse_request") == [True]
    text, held = await take(room, MOTHER)
    assert KEEP in text  # the file says what the message said
    assert held["privacy_request"][0]["reason"] == "law"


async def test_the_asker_reads_it_in_a_language_of_their_own(room: Room, school: School) -> None:
    async with room.database.transaction() as session:
        await set_locale(session, MOTHER, "en")
    mother, head = room.phone(MOTHER), room.phone(HEAD)
    await mother.send("/privacy")
    await mother.press("Correct")
    await mother.send("The birthday is wrong")
    await head.press("打开")
    await head.press("不同意")
    await head.press("现在写的没错")
    assert "学校核对过" in head.last.text
    assert "agrees with the papers" in mother.last.text


async def test_another_reason_is_typed_as_ever(room: Room, school: School) -> None:
    mother, head = await asked_why(room, MOTHER, "其他", "想看全班的名单")
    await head.send("名单上有别的孩子，不能给一家看")
    assert "不能给一家看" in mother.last.text
    assert "别的孩子" in (await requests_in(room.database))[0].reason  # type: ignore[operator]


async def test_after_the_first_answer_a_reason_changes_nothing(room: Room, school: School) -> None:
    mother, head = await asked_why(room, MOTHER, "其他", "想看全班的名单")
    await head.press("这里没有")
    heard = len(mother.chat)
    await head.press_data(RefuseAsUsual(request_id=1, why=Usual.LAW).pack())
    assert "这里没有存" in head.last.text
    assert len(mother.chat) == heard
    await head.send("这几个字现在不是理由了")  # nothing waits for words any more
    assert (await requests_in(room.database))[0].reason == "absent"


@pytest.mark.parametrize("who", [MOTHER, GRANDMOTHER, TEACHER, DEPUTY])
async def test_nobody_else_refuses(room: Room, school: School, who: int) -> None:
    await ask(room, GRANDMOTHER, "更正")
    for request_id in (1, 9):
        await room.phone(who).press_data(RefuseAsUsual(request_id=request_id, why=Usual.LAW).pack())
        assert room.phone(who).last.text == DENIED
    assert (await requests_in(room.database))[0].settled_at is None


@pytest.mark.parametrize(
    ("label", "goes", "stays"),
    [("删除", "不能恢复", "孩子的档案留着"), ("更正", "错的换成对的", "老师记下的话都留着")],
)
async def test_before_it_is_granted_it_says_what_goes_and_what_stays(
    room: Room, school: School, label: str, goes: str, stays: str
) -> None:
    await ask(room, MOTHER, label, "小满的生日")
    head = room.phone(HEAD)
    await head.press("打开")
    await head.press("办好了")
    assert goes in head.last.text
    assert stays in head.last.text
    assert (await requests_in(room.database))[0].settled_at is None


async def test_of_a_colleagues_own_no_child_is_spoken_of(room: Room, school: School) -> None:
    await ask(room, TEACHER, "更正", "我的名字")
    head = room.phone(HEAD)
    await head.press("打开")
    await head.press("办好了")
    assert "孩子" not in head.last.text


@pytest.mark.parametrize("label", ["更正", "删除", "其他"])
async def test_a_case_changes_no_word_of_any_of_it(room: Room, school: School, label: str) -> None:
    """Whoever refuses because of a case finds the sentences that everybody finds, and nothing more."""
    said = []
    for n in (0, 1):
        if n:
            await story.report(room, telegram_id=DEPUTY)
            await room.phone(HEAD).press_data("case:1")
            assert (await story.get_case(room.database)).child_id == school.child_id
        asker, head = await asked_why(room, MOTHER, label, "小满的档案")
        faces = [head.last.text]
        await head.press("返回")
        await head.press("办好了")
        faces.append(head.last.text)
        await head.press("返回")
        await head.press("不同意")
        await head.press("没能核实身份")
        said.append([*faces, head.last.text, asker.last.text])
    assert said[0] == said[1]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_no_sentence_speaks_of_a_case(locale: str) -> None:
    reader = Reader(locale, "Asia/Shanghai")
    spoken = [
        *(views.reason_words(one, reader) for one in Usual),
        *(reader.plain(f"requests.usual_{one}") for one in Usual),
        *(reader.plain(key) for key in views.STAYS.values()),
    ]
    assert all(spoken)
    assert [(one, word) for one in spoken for word in OF_A_CASE if word in one.lower()] == []


def test_which_are_offered_hangs_on_what_is_asked_alone() -> None:
    for_all = [set(usual_reasons(asked)) - {Usual.RIGHT} for asked in Asked]
    assert for_all == [set(Usual) - {Usual.RIGHT}] * len(Asked)
    assert [Usual.RIGHT in usual_reasons(asked) for asked in Asked] == [True, False, False]


def test_no_typed_reason_is_taken_for_a_usual_one() -> None:
    assert all(sum(letter.isalpha() for letter in one) < FEWEST_OF_A_REASON for one in Usual)
    assert find_usual("法律要求学校保存一段时间") is None
    assert find_usual(None) is None
