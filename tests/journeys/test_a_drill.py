"""A drill over real HTTP, with a real report in the middle of it, on the same phones."""

from tests.journeys.stage import Stage

TEACHER, HEAD, DEPUTY = "许一诺", "顾明河", "沈知夏"
MARK = "【演练，不是真的】不要打110。"


async def test_a_drill_and_what_is_real_are_never_taken_for_one_another(stage: Stage) -> None:
    await stage.key(HEAD, "学校")
    await stage.press(HEAD, "练习一次报告")
    await stage.press(HEAD, "请一位同事来")
    await stage.press(HEAD, TEACHER)
    for label in ("开始（演练）", "练习用的孩子", "身上有伤", "家"):
        await stage.press(TEACHER, label)
    assert any(text.startswith(MARK) and "DRILL-" in text for text in await stage.heard(HEAD))
    assert not [one for one in await stage.messages(TEACHER) if one["contact"]]

    await stage.key(TEACHER, "报告")
    for label in ("秦小雪", "是这个孩子", "身上有伤", "家"):
        await stage.press(TEACHER, label)
    numbers = [one["contact"]["phone"] for one in await stage.messages(TEACHER) if one["contact"]]
    assert numbers == ["120", "110"]
    real = next(text for text in reversed(await stage.heard(HEAD)) if "编号 2" in text)
    assert "演练" not in real

    await stage.press(HEAD, "我来处理", naming="DRILL-")
    await stage.advance(seconds=301)
    taken = [text for text in await stage.heard(TEACHER) if "顾明河" in text and "已接手" in text]
    assert all(text.startswith(MARK) for text in taken)
    climbed = [text for text in await stage.heard(DEPUTY) if "紧急的事" in text]
    assert [MARK in text for text in climbed] == [False]  # the real one climbs, the drill is taken

    await stage.advance(seconds=3600)
    report = next(text for text in reversed(await stage.heard(HEAD)) if "演练结果" in text)
    assert "顾明河接了手" in report
    waiting = [text for text in await stage.heard(DEPUTY) if "还没有人接手" in text and "编号 2" in text]
    assert waiting  # the real one goes on
