"""Check-ins, family words and everything that is typed or pressed wrongly."""

from io import BytesIO
from pathlib import Path

import aiohttp

from tests.journeys.stage import Stage

TEACHER, MOTHER, GRANDMOTHER, DEPUTY = "许一诺", "周阿桂", "石奶奶", "沈知夏"


async def test_a_check_in_takes_four_taps(stage: Stage) -> None:
    await stage.key(TEACHER, "记一笔")
    for label in ("田小满", "🙁", "想爸妈", "保存"):
        await stage.press(TEACHER, label)
    assert "记好" in (await stage.heard(TEACHER))[-1]
    await stage.press(TEACHER, "撤回")
    assert "撤回" in (await stage.heard(TEACHER))[-1]


async def test_words_of_a_family_reach_the_teacher(stage: Stage) -> None:
    before = await stage.last_id(TEACHER)
    await stage.send(MOTHER, "小满最近吃得好不好？")
    pushed = await stage.heard(TEACHER, before)
    assert pushed
    assert not any("吃得" in text for text in pushed)


async def test_words_of_danger_reach_the_duty_officer_and_the_answer_shows_nothing(stage: Stage) -> None:
    before = await stage.last_id(DEPUTY)
    await stage.send(GRANDMOTHER, "孩子今天回来了")
    ordinary = (await stage.heard(GRANDMOTHER))[-1]
    await stage.send(GRANDMOTHER, "孩子说不想活了")
    assert (await stage.heard(GRANDMOTHER))[-1] == ordinary
    pushed = await stage.heard(DEPUTY, before)
    assert pushed
    assert not any("不想活" in text for text in pushed)


async def test_every_typed_mistake_gets_one_answer(stage: Stage) -> None:
    for text in ("/frobnicate", "/start nonsense", "/start " + "A" * 60, "/cancel"):
        for name in (TEACHER, MOTHER):
            before = len(await stage.heard(name))
            await stage.send(name, text)
            assert len(await stage.heard(name)) == before + 1, (name, text)


async def test_content_nobody_expected(stage: Stage, tmp_path: Path) -> None:
    path = f"/people/{stage.ids[TEACHER]}/messages?wait=idle"
    before = len(await stage.heard(TEACHER))
    await stage.call("POST", path, json={"sticker": "😀"})
    assert len(await stage.heard(TEACHER)) == before + 1
    album = aiohttp.FormData()
    for name in ("a.png", "b.png"):
        album.add_field("file", b"\x89PNG", filename=name, content_type="image/png")
    album.add_field("kind", "photo")
    await stage.call("POST", path, data=album)
    assert len(await stage.heard(TEACHER)) == before + 2
    big = aiohttp.FormData()
    big.add_field("file", BytesIO(b"0" * 20_000_000), filename="big.xlsx")
    big.add_field("kind", "document")
    await stage.call("POST", path, data=big)
    assert len(await stage.heard(TEACHER)) == before + 3


async def test_a_name_is_only_text(stage: Stage) -> None:
    name = "<b>𠮷田</b>"
    await stage.key(TEACHER, "我的班")
    await stage.press(TEACHER, "登记孩子")
    await stage.send(TEACHER, "很" * 300)
    assert "太长" in (await stage.heard(TEACHER))[-1]
    await stage.send(TEACHER, name)
    await stage.send(TEACHER, "2099-01-01")
    await stage.send(TEACHER, "2018-07-07")
    await stage.press(TEACHER, "爷爷奶奶")
    await stage.press(TEACHER, "爸妈都在外")
    assert name in (await stage.heard(TEACHER))[-1]


async def test_a_stranger_learns_nothing(stage: Stage) -> None:
    await stage.arrive("路人")
    for text in ("/start", "田小满", "/help"):
        await stage.send("路人", text)
    heard = " ".join(await stage.heard("路人"))
    assert "小满" not in heard
    assert "稻香坪" not in heard


async def test_in_a_group_it_says_so_and_leaves(stage: Stage) -> None:
    group = await stage.call(
        "POST", "/groups", json={"title": "三(1)家长群", "person_id": stage.ids[TEACHER]}
    )
    await stage.call(
        "POST",
        f"/groups/{group['group']['id']}/messages?wait=idle",
        json={"person_id": stage.ids[TEACHER], "text": "大家好"},
    )
    seen = await stage.call("GET", f"/groups/{group['group']['id']}")
    assert seen["left"]


async def test_an_answer_waits_out_a_flood_and_survives_a_dropped_connection(stage: Stage) -> None:
    await stage.faults({"kind": "429", "method": "sendMessage", "times": 1, "retry_after": 1})
    before = len(await stage.heard(TEACHER))
    await stage.send(TEACHER, "/help")
    assert len(await stage.heard(TEACHER)) == before + 1
    await stage.key(TEACHER, "记一笔")
    await stage.faults({"kind": "drop_after", "method": "editMessageText", "times": 1})
    await stage.press(TEACHER, "田小满")
    for label in ("🙂", "保存"):
        await stage.press(TEACHER, label)
    assert "记好" in (await stage.heard(TEACHER))[-1]
