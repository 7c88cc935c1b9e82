"""A card is put away after a day, and what stands behind its button is decided then."""

from tests.journeys.stage import Stage

TEACHER, HEAD = "许一诺", "顾明河"
PUT_AWAY = "这张卡片已经收起来了，点开再看。"
WORDS = "上课时一直看窗外"


async def test_after_a_day_the_door_is_asked_again(stage: Stage) -> None:
    await stage.key(TEACHER, "我的班")
    await stage.press(TEACHER, "田小满")
    before = len(await stage.messages(TEACHER))
    assert (await stage.messages(TEACHER))[-1]["protected"]
    await stage.advance(days=1, seconds=60)
    card = (await stage.messages(TEACHER))[before - 1]
    assert (card["text"], [one["label"] for one in card["buttons"]]) == (PUT_AWAY, ["打开"])

    await stage.press(TEACHER, "打开", naming=PUT_AWAY)
    assert "田小满" in (await stage.messages(TEACHER))[before - 1]["text"]
    await stage.advance(days=1, seconds=60)

    await stage.key(HEAD, "学校")
    for label in ("请某人退出", TEACHER, "现在退出"):
        await stage.press(HEAD, label)
    await stage.press(TEACHER, "打开", naming=PUT_AWAY)
    assert "田小满" not in " ".join(await stage.heard(TEACHER))


async def test_what_a_teacher_types_of_a_child_is_gone_from_the_chat(stage: Stage) -> None:
    await stage.key(TEACHER, "记一笔")
    for label in ("田小满", "🙂"):
        await stage.press(TEACHER, label)
    await stage.send(TEACHER, WORDS)
    await stage.advance(seconds=11)
    kept = [one for one in await stage.messages(TEACHER) if WORDS in one["text"]]
    assert [one["from"] for one in kept] == ["bot"]  # under the child's name, until it is saved
    await stage.press(TEACHER, "保存")
    assert "记好" in (await stage.heard(TEACHER))[-1]
