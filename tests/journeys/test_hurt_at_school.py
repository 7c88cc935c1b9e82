"""Hurt at school, and what was noted by mistake: both on one stage, seen from every phone concerned."""

from tests.journeys import stories
from tests.journeys.stage import Stage
from tests.journeys.stories import COUNTY, DEPUTY, FATHER, GRANDMOTHER, HEAD, MOTHER, TEACHER, UNCLE


async def newest(stage: Stage, name: str, saying: str) -> str:
    """What the newest of the bot's messages with these words says now."""
    return next(text for text in reversed(await stage.heard(name)) if saying in text)


async def test_hospital_first_then_home_and_a_wrong_step_is_taken_back(stage: Stage) -> None:
    quiet = {name: await stage.last_id(name) for name in (COUNTY, UNCLE, FATHER, DEPUTY)}
    number = await stories.hurt(stage)
    screen = await newest(stage, TEACHER, "已送出")
    assert screen.index("先打120") < screen.index("110")
    for name in (GRANDMOTHER, MOTHER):
        assert "小满要看医生，现在在医院" in (await stage.heard(name))[-1]
        assert number not in "\n".join(await stage.heard(name))

    await stories.taps(stage, GRANDMOTHER, "我过来")
    await stories.taps(stage, MOTHER, "我打电话")
    await stage.press(TEACHER, "打开", naming="会打电话来")
    screen = await newest(stage, TEACHER, "已送出")
    assert "回话：“我过来。”" in screen
    assert "回话：“我打电话。”" in screen
    await stories.taps(stage, HEAD, "我来处理", "打开")
    assert "回话：“我过来。”" in await newest(stage, HEAD, "请确认孩子现在安全")

    await stories.taps(stage, TEACHER, "刚报了警")
    assert "已报警" in await newest(stage, TEACHER, "已送出")
    await stories.taps(stage, TEACHER, "点错了，还没有报警")
    assert "已报警" not in await newest(stage, TEACHER, "已送出")

    await stage.advance(seconds=900)
    await stories.taps(stage, HEAD, "进展和记录", "记一次报告", "教育部门", "电话", "刚刚")
    await stage.press(HEAD, "不是刚才的事")
    await stage.send(HEAD, "9:05")
    road = (await stage.heard(HEAD))[-1]
    assert "9:05" in next(line for line in road.split("\n") if "教育部门" in line)
    typed = [one["text"] for one in await stage.messages(HEAD) if one["from"] == "person"]
    assert "9:05" not in typed  # taken out of the chat
    for name, seen in quiet.items():
        assert number not in "\n".join(await stage.heard(name, seen))
