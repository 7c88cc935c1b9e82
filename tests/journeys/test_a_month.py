"""A child is registered, the family joins, the month turns, the call takes place."""

from tests.journeys.joining import invite, join
from tests.journeys.stage import Stage

TEACHER = "许一诺"


async def _register(stage: Stage, name: str) -> None:
    """Five answers, the class being known: a teacher of one class is not asked for it."""
    await stage.key(TEACHER, "我的班")
    await stage.press(TEACHER, "登记孩子")
    await stage.send(TEACHER, name)
    await stage.send(TEACHER, "２０１８年７月７日")
    await stage.press(TEACHER, "爷爷奶奶")
    await stage.press(TEACHER, "爸妈都在外")


async def test_from_the_first_answer_to_the_call(stage: Stage) -> None:
    await _register(stage, "江小暑")
    assert "江小暑" in (await stage.heard(TEACHER))[-1]
    mother = await invite(stage, TEACHER, "邀请妈妈")
    carer = await invite(stage, TEACHER, "邀请照看人")
    await join(stage, TEACHER, "江妈妈", mother)
    await join(stage, TEACHER, "江奶奶", carer)

    reminders = [text for text in await stage.hear_for("江妈妈", days=31) if "江小暑" in text]
    assert len(reminders) == 1
    taught = await stage.last_id(TEACHER)
    await stage.press("江妈妈", "打开")  # it was put away meanwhile
    await stage.press("江妈妈", "打过")
    told = await stage.heard(TEACHER, taught)
    assert any("江小暑" in text for text in told)
    assert not any("江小暑" in text for text in await stage.heard("江奶奶", await stage.last_id("江奶奶")))


async def test_the_other_reminder_falls_silent_and_the_next_month_speaks_again(stage: Stage) -> None:
    await stage.turn_the_month()
    told = await stage.hear_for("周阿桂", days=9)  # past the call's day, before the letter's
    assert len([text for text in told if "田小满" in text]) == 1
    await stage.press("周阿桂", "打开")
    await stage.press("周阿桂", "打过", naming="田小满")
    letters = [text for text in await stage.hear_for(TEACHER, days=18) if "信" in text]
    assert not [text for text in letters if "田小满" in text]
    assert [text for text in letters if "秦小雪" in text]  # nobody called her: the letter is asked for
    await stage.turn_the_month()
    assert len([text for text in await stage.hear_for("周阿桂", days=9) if "田小满" in text]) == 1


async def test_two_silent_months_become_a_task(stage: Stage) -> None:
    await stage.advance(days=100)
    await stage.key(TEACHER, "待办")
    assert "小满" in (await stage.heard(TEACHER))[-1]
