"""The demo school's stories, told from every phone in the room."""

from tests.journeys import stories
from tests.journeys.stage import Stage
from tests.journeys.stories import COUNTY, DEPUTY, EVERYBODY, HEAD, TEACHER, UNCLE

SECRETS = ("小雪", "右前臂", "姑姑家", "外婆家", "青紫")


async def _heard(stage: Stage) -> dict[str, str]:
    return {name: "\n".join(await stage.heard(name)) for name in EVERYBODY}


async def test_xiaoxue_whose_uncle_may_be_involved(stage: Stage) -> None:
    quiet = {name: await stage.last_id(name) for name in (UNCLE, COUNTY)}
    number = await stories.xiaoxue(stage)
    before = await _heard(stage)
    assert "按计划在帮" in before[HEAD]
    assert number not in before[DEPUTY]  # the head has it: nobody else was woken
    for name, seen in quiet.items():
        assert number not in before[name]
        told = "\n".join(await stage.heard(name, seen))
        assert not any(secret in told for secret in SECRETS)
    typed = [one["text"] for one in await stage.messages(HEAD) if one["from"] == "person"]
    assert not any(
        secret in text for text in typed for secret in ("姑姑家", "外婆家")
    )  # taken out of the chat

    await stories.held_for_done(stage)
    assert "每晚视频" in (await stage.heard(DEPUTY))[-1]  # the newest entry, behind the PIN
    await stories.taps(stage, DEPUTY, "返回", "我也认为办完了")
    after = await _heard(stage)
    assert "结果：🤲 换了照看的人" in after[DEPUTY]
    assert any("确认办完" in text for text in await stage.heard(TEACHER))
    assert all(number not in after[name] for name in EVERYBODY if name not in (TEACHER, HEAD, DEPUTY))


async def test_pictures_go_into_the_case_and_out_to_whoever_has_it(stage: Stage) -> None:
    await stories.xiaoxue(stage)
    await stories.taps(stage, TEACHER, "打开", "照片、文件")
    before, first, second = await stage.last_id(TEACHER), b"\x89PNG one", b"\x89PNG two"
    await stage.send_files(TEACHER, ("a.png", first), ("b.png", second))
    said = await stage.heard(TEACHER, before)
    assert len(said) == 1  # for both
    assert "这一组收进案卷了" in said[0]
    await stage.send_files(TEACHER, ("诊断书.pdf", b"%PDF-1.7"), kind="document")
    assert "第 " in (await stage.heard(TEACHER))[-1]
    assert all(one["from"] == "bot" for one in await stage.messages(TEACHER, before))  # taken out of the chat
    await stage.press(HEAD, "看案卷")
    await stories.unlocked(stage, HEAD)
    await stage.press(HEAD, "打开这一件")
    *_, shown, note = await stage.messages(HEAD)
    assert shown["file"]["name"].endswith(".pdf")
    assert "诊断书" not in shown["file"]["name"]
    assert "一天后" in note["text"]


async def test_a_reporter_who_is_still_worried_is_heard_again(stage: Stage) -> None:
    number = await stories.xiaoxue(stage)
    await stories.ended(stage)
    await stage.press(TEACHER, "打开", naming="确认办完")
    await stories.taps(stage, TEACHER, "我还是不放心", "重新打开")
    push = (await stage.heard(HEAD))[-1]
    assert number in push
    assert not any(secret in push for secret in SECRETS)
    await stage.press(HEAD, "我来处理", naming=number)
    assert "接手" in (await stage.heard(TEACHER))[-1]


async def test_jingzhe_who_is_bullied(stage: Stage) -> None:
    number = await stories.jingzhe(stage)
    heard = await _heard(stage)
    shown = heard[HEAD]
    assert number in heard[DEPUTY]
    assert "教育部门，电话" in shown
    await stage.press(HEAD, "看整件事")
    whole = "\n".join(await stage.heard(HEAD))
    assert "对方孩子的父母：现在就告诉" in whole
    assert "没有牵连的爸爸或妈妈：现在就告诉" in whole
    assert all(number not in heard[name] for name in EVERYBODY if name not in (HEAD, DEPUTY))


async def test_lixia_who_is_missing_and_alone(stage: Stage) -> None:
    number = await stories.lixia(stage)
    heard = await _heard(stage)
    asked = "\n".join(await stage.heard(stories.LIXIAS_MOTHER))
    assert "有了消息，请马上点一下" in asked
    assert number not in asked
    assert "不知道孩子在哪" in heard[DEPUTY]
    assert "记下，孩子现在安全" in heard[DEPUTY]
    assert "民政部门：" in heard[HEAD]
    assert all(number not in heard[name] for name in EVERYBODY if name not in (HEAD, DEPUTY))
