"""The demo school's stories of harm, as they are lived on its phones; tests and pictures tell them."""

from tests.journeys.joining import invite, join
from tests.journeys.stage import Stage

TEACHER, HEAD, DEPUTY, COUNTY = "许一诺", "顾明河", "沈知夏", "韩青"
UNCLE, MOTHER, GRANDMOTHER, FATHER = "吴大山", "周阿桂", "石奶奶", "罗大川"
LIXIAS_MOTHER = "何妈妈"
EVERYBODY = (TEACHER, HEAD, DEPUTY, COUNTY, UNCLE, MOTHER, GRANDMOTHER, FATHER)
PIN = "271828"


async def taps(stage: Stage, name: str, *labels: str) -> None:
    for label in labels:
        await stage.press(name, label)


async def raised(stage: Stage, name: str, child: str, *labels: str) -> str:
    """Report a child of one's own class up to the tap that sends; return the case's number."""
    await stage.key(name, "报告")
    await taps(stage, name, child, "是这个孩子", *labels)
    text = next(text for text in reversed(await stage.heard(name)) if "编号" in text)
    return text.split("编号")[1].strip(" ：。\n")[:9]


async def unlocked(stage: Stage, name: str) -> None:
    """A first PIN is chosen on the way to what it guards."""
    for _ in range(2):
        await stage.send(name, PIN)


async def xiaoxue(stage: Stage) -> str:
    """Bruises, and the uncle with whom she lives may be involved. Return the case's number."""
    number = await raised(stage, TEACHER, "秦小雪", "身上有伤", "家里的人")
    await taps(stage, TEACHER, "刚报了警", "看到的")
    await stage.send(TEACHER, "早操时看到右前臂有一块青紫，手掌大小。她没有说什么。")
    await taps(stage, HEAD, "我来处理", "打开", "孩子现在安全", "进展和记录")
    await taps(stage, HEAD, "记一次报告", "公安机关", "当面", "刚刚", "公安机关的回执号")
    await stage.send(HEAD, "HY-2026-1127")
    await taps(stage, HEAD, "警方受理了", "写进案卷", "孩子说的")
    await stage.send(HEAD, "“我不想回姑姑家。”")
    await stage.advance(days=1)
    await taps(stage, HEAD, "还在处理")
    await stage.press(HEAD, "进展和记录")
    await taps(stage, HEAD, "立案了", "孩子安置好了", "写进案卷", "五个方面")
    await stage.send(
        HEAD, "安全：暂住外婆家。身体：校医看过。心情：肯说话。上学：没有缺课。家人：妈妈周六回来。"
    )
    await taps(stage, HEAD, "写进案卷", "帮扶计划")
    await stage.send(HEAD, "许老师每天课后看她一眼；妈妈每晚视频；一周后再看。")
    return number


async def held_for_done(stage: Stage) -> None:
    """The head thinks that it is over; the deputy is asked, and reads the file."""
    await taps(stage, HEAD, "这件事办完了", "换了照看的人")
    await taps(stage, DEPUTY, "打开", "看案卷")
    await unlocked(stage, DEPUTY)


async def ended(stage: Stage) -> None:
    await held_for_done(stage)
    await taps(stage, DEPUTY, "返回", "我也认为办完了")


async def jingzhe(stage: Stage) -> str:
    """Bullied by others of the class; both his parents are at home and hear of it."""
    number = await raised(stage, DEPUTY, "杨惊蛰", "严重的学生欺凌", "同学或其他学生")
    await stage.press(DEPUTY, "刚报了警")
    await taps(stage, HEAD, "我来处理", "打开", "孩子现在安全", "进展和记录")
    await taps(stage, HEAD, "记一次报告", "教育部门", "电话", "刚刚")
    return number


async def lixia(stage: Stage) -> str:
    """She lives alone on weekdays, and her seat is empty this morning. Return the case's number."""
    await stage.key(DEPUTY, "我的班")
    await taps(stage, DEPUTY, "七(1)", "何立夏")
    await join(stage, DEPUTY, LIXIAS_MOTHER, await invite(stage, DEPUTY, "邀请妈妈"))
    number = await raised(stage, DEPUTY, "何立夏", "失踪", "其他人")
    await taps(stage, DEPUTY, "现在就问家里", "是的，现在就问")
    await stage.press(LIXIAS_MOTHER, "不知道")
    await taps(stage, DEPUTY, "刚报了警")
    await taps(stage, HEAD, "我来处理", "打开", "进展和记录", "警方受理了")
    await stage.advance(seconds=40 * 60)  # the village director and an officer find her at the old mill
    await stage.press(HEAD, "看整件事")
    await taps(stage, HEAD, "孩子现在安全", "进展和记录")
    await taps(stage, HEAD, "记一次报告", "民政", "电话", "刚刚", "请别的部门帮忙", "民政", "7天内")
    return number


async def hurt(stage: Stage) -> str:
    """A fall in the break: the ambulance first, then home is told. Return the case's number."""
    number = await raised(stage, TEACHER, "田小满", "在校受伤", "其他人")
    await taps(stage, TEACHER, "现在告诉家里", "孩子在医院")
    return number
