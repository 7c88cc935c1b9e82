"""The whole story, clicked as a newcomer would: register, join, remind, check in, report."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.hands import Hands
from tests.browser.starting import open_page

TEACHER, HEAD, COUNTY = "许一诺", "顾明河", "韩青"
CHILD, MOTHER, GRANDMOTHER = "姜清明", "姜海棠", "姜奶奶"

pytestmark = pytest.mark.browser


async def test_the_whole_story(browser: Browser, address: str, shots: Path) -> None:
    async with open_page(browser, address) as page:
        hands = Hands(page, shots)
        await hands.not_ticked(1, 2, 3, 4, 5)
        await register(hands)
        await hands.ticked(1)
        await invite(hands, kin="妈妈", name=MOTHER)
        await hands.not_ticked(2)
        await invite(hands, kin="照看人", name=GRANDMOTHER)
        await hands.ticked(1, 2)
        await month_turns(hands)
        await hands.not_ticked(4, 5)
        await hands.ticked(3)
        await check_in(hands)
        await hands.ticked(4)
        await report(hands)
        await hands.not_ticked(5)
        await answer(hands)
        await hands.ticked(1, 2, 3, 4, 5)


async def register(hands: Hands) -> None:
    """Name, birth date, who cares, who is away: four answers, the class is known."""
    await hands.be(TEACHER)
    await hands.key("我的班")
    await hands.press("登记孩子", on="三(1)：4个孩子")
    await hands.sees("孩子叫什么名字")
    await hands.say(CHILD)
    await hands.sees(f"{CHILD}是哪天出生的")
    await hands.say("2017-4-5")
    await hands.press("爷爷奶奶", on=f"谁照看{CHILD}")
    await hands.press("爸妈都在外", on=f"{CHILD}的爸爸妈妈，谁在外地")
    await hands.sees(CHILD, "三(1)", "爷爷奶奶", "爸妈都在外", "妈妈（还没加入）", "照看人（还没加入）")
    await hands.shoot("zh-1-registered")


async def invite(hands: Hands, *, kin: str, name: str) -> None:
    """The link from the teacher's QR message, a name, a yes; then the teacher knows them by name."""
    place = f"{CHILD}的{kin}"
    await hands.be(TEACHER)
    await hands.press(f"邀请{kin}", on="家里人：")
    await hands.open_link(under=f"给{place}", name=name)
    await hands.sees("稻香坪学校", CHILD, "不会要钱")
    await hands.sees("请写您的名字")
    await hands.say(name)
    await hands.press("✅ 同意", on="不影响上学")
    await hands.sees(f"{name}，记下了")
    await hands.be(TEACHER)
    await hands.press("是本人", on=f"写的名字是{name}")
    await hands.sees(f"已确认：{name}，{place}")
    await hands.be(name)
    await hands.sees("欢迎您")
    await hands.shoot(f"zh-2-joined-{'mother' if kin == '妈妈' else 'grandmother'}")


async def month_turns(hands: Hands) -> None:
    """The mother is reminded and calls; the teacher hears of it."""
    await hands.month_on()
    await hands.be(GRANDMOTHER)
    await hands.sees_no("有空接电话")
    await hands.be("周阿桂")
    await hands.sees("收起来了")
    await hands.be(MOTHER)
    await hands.press("打开", on="收起来了")
    await hands.sees(CHILD)
    await hands.shoot("zh-3-reminded")
    await hands.press("打过了", on=CHILD)
    await hands.sees("记下了，谢谢", "电话打过了")
    await hands.be(TEACHER)
    await hands.sees(f"{MOTHER}说", f"和{CHILD}通过电话了")
    await hands.shoot("zh-3-called")


async def check_in(hands: Hands) -> None:
    """Four taps after the key: child, mood, tag, save."""
    await hands.key("记一笔")
    await hands.press(CHILD, on="点一个孩子")
    await hands.press("🙂", on="今天看上去怎么样")
    await hands.press("想爸妈", on="点几个词")
    await hands.sees("✓ 💛 想爸妈")
    await hands.press("保存", on="点几个词")
    await hands.sees("记好了", CHILD, "🙂 不错", "💛 想爸妈", "撤回")
    await hands.shoot("zh-4-checked-in")


async def report(hands: Hands) -> None:
    """Red key, child, situation (stored), who may be involved (sent)."""
    await hands.key("我要报告")
    await hands.press(CHILD, on="是哪个孩子")
    await hands.press("是这个孩子", on=f"是三(1)的{CHILD}吗")
    await hands.press("身上有伤", on="看到或怀疑的是哪一种")
    await hands.sees("已存好，编号", "谁可能与这件事有关")
    await hands.shoot("zh-5-stored")
    await hands.press("家里的人", on="谁可能与这件事有关")
    await hands.sees("已送出", "已告诉学校负责人", "不需要任何人批准", "刚报了警")
    await hands.sees("120 急救")
    await hands.sees("110 报警")
    await hands.shoot("zh-5-sent")


async def answer(hands: Hands) -> None:
    """The head takes it, without the child's name on the first sight; the household hears nothing."""
    await hands.be(HEAD)
    card = await hands.sees("有一件紧急的事")
    assert CHILD not in await card.inner_text()
    await hands.press("我来处理", on="有一件紧急的事")
    await hands.sees(f"{HEAD} ", "已接手")
    await hands.shoot("zh-5-taken")
    await hands.be(TEACHER)
    await hands.sees(f"{HEAD} ", "已接手")
    await hands.shoot("zh-5-heard")
    for somebody in (MOTHER, GRANDMOTHER, COUNTY):
        await hands.be(somebody)
        await hands.sees_no("编号")
