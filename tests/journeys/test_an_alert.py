"""A bruise is seen: stored at the tap, sealed, sent, climbing until somebody takes it."""

import asyncio

import pytest

from tests.journeys.stage import Stage

TEACHER, HEAD, DEPUTY, COUNTY, UNCLE = "许一诺", "顾明河", "沈知夏", "韩青", "吴大山"
SECRETS = ("秦小雪", "小雪", "伤", "许一诺")


async def _report(stage: Stage, child: str = "秦小雪") -> str:
    """Up to the tap that stores it; returns the case's number."""
    await stage.key(TEACHER, "报告")
    await stage.press(TEACHER, child)
    await stage.press(TEACHER, "是这个孩子")
    await stage.press(TEACHER, "身上有伤")
    text = next(text for text in reversed(await stage.heard(TEACHER)) if "编号" in text)
    return text.split("编号")[1].strip(" ：。\n")[:9]


async def _hears(stage: Stage, name: str, number: str, after: int = 0) -> bool:
    return any(number in text for text in await stage.heard(name, after))


async def test_stored_sealed_sent_taken(stage: Stage) -> None:
    quiet = {name: await stage.last_id(name) for name in (UNCLE, "周阿桂", "石奶奶", COUNTY)}
    number = await _report(stage)
    numbers = [one["contact"]["phone"] for one in await stage.messages(TEACHER) if one["contact"]]
    assert numbers[:2] == ["120", "110"]
    assert not await _hears(stage, HEAD, number)  # stored, not yet sealed: nobody has heard

    await stage.press(TEACHER, "家")
    push = next(text for text in await stage.heard(HEAD) if number in text)
    assert not any(secret in push for secret in SECRETS)

    await stage.press(HEAD, "打开", naming=number)
    assert any("秦小雪" in text for text in await stage.heard(HEAD))
    await stage.press(HEAD, "我来处理", naming=number)
    assert any("顾明河" in text and "接手" in text for text in await stage.heard(TEACHER))
    for name, seen in quiet.items():
        assert await stage.last_id(name) == seen, name


async def test_untaken_it_climbs_and_every_copy_learns_who_took_it(stage: Stage) -> None:
    number = await _report(stage)
    await stage.press(TEACHER, "家")
    await stage.advance(seconds=301)
    assert await _hears(stage, DEPUTY, number)
    assert not await _hears(stage, COUNTY, number)
    await stage.advance(seconds=301)
    assert await _hears(stage, COUNTY, number)
    await stage.press(COUNTY, "我来处理", naming=number)
    copy = next(one for one in await stage.messages(HEAD) if number in one["text"])
    assert "韩青" in copy["text"]
    assert not [one for one in copy["buttons"] if "我来处理" in one["label"]]


async def test_abandoned_it_leaves_by_itself(stage: Stage) -> None:
    number = await _report(stage)
    await stage.advance(seconds=61)
    assert await _hears(stage, HEAD, number)
    assert not await _hears(stage, UNCLE, number)


async def test_somebody_at_school_goes_straight_to_the_county(stage: Stage) -> None:
    number = await _report(stage)
    head, deputy = await stage.last_id(HEAD), await stage.last_id(DEPUTY)
    await stage.press(TEACHER, "学校")
    assert await _hears(stage, COUNTY, number)
    await stage.advance(seconds=1200)
    assert (await stage.last_id(HEAD), await stage.last_id(DEPUTY)) == (head, deputy)


async def test_a_head_who_blocked_the_bot_is_climbed_over_at_once(stage: Stage) -> None:
    await stage.call("PUT", f"/people/{stage.ids[HEAD]}/block?wait=idle")
    number = await _report(stage)
    await stage.press(TEACHER, "家")
    await stage.advance(seconds=1)
    assert await _hears(stage, DEPUTY, number)


async def test_a_dropped_answer_is_repeated_and_marked(stage: Stage) -> None:
    number = await _report(stage)
    await stage.faults(
        {"kind": "drop_after", "method": "sendMessage", "chat_id": stage.ids[HEAD], "times": 1}
    )
    await stage.press(TEACHER, "家")
    await stage.advance(seconds=30)
    copies = [one for one in await stage.messages(HEAD) if number in one["text"]]
    assert len(copies) == 2
    assert copies[0]["text"] != copies[1]["text"]
    await stage.press(HEAD, "我来处理", naming=number)
    assert any("顾明河" in text for text in await stage.heard(TEACHER))


@pytest.mark.parametrize("fault", [{"kind": "429", "retry_after": 3}])
async def test_a_flood_wait_delays_and_loses_nothing(stage: Stage, fault: dict[str, object]) -> None:
    number = await _report(stage)
    await stage.faults({**fault, "method": "sendMessage", "chat_id": stage.ids[HEAD], "times": 1})
    await stage.press(TEACHER, "家")
    async with asyncio.timeout(30):  # a flood wait is real time, whatever the sandbox's clock says
        while not await _hears(stage, HEAD, number):
            await stage.advance(seconds=1)
    await stage.advance(seconds=30)
    copies = [one for one in await stage.messages(HEAD) if number in one["text"]]
    assert len(copies) == 1


async def test_in_english_from_end_to_end(stage: Stage) -> None:
    for name in (TEACHER, HEAD):
        await stage.send(name, "/language")
        await stage.press(name, "English")
        await stage.send(name, "/start")
    await stage.key(TEACHER, "Report")
    for label in ("秦小雪", "this child", "njur"):
        await stage.press(TEACHER, label)
    await stage.press(TEACHER, "amily")
    await stage.press(HEAD, "on it")
    assert any("顾明河" in text for text in await stage.heard(TEACHER))
    said = await stage.heard(HEAD)
    assert not any("接手" in text for text in said)
