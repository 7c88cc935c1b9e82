"""What survives the bot's end: half-typed answers, old buttons, updates that came while it was away."""

from pathlib import Path
from typing import Any

from tests.journeys.stage import open_stage, running_bot, sandbox_process

TEACHER = "许一诺"


async def test_a_conversation_goes_on_after_a_restart(tmp_path: Path, home: dict[str, Any]) -> None:
    async with sandbox_process() as address, open_stage(address) as stage:
        async with running_bot(address, tmp_path, **home):
            await stage.learn_people()
            await stage.key(TEACHER, "我的班")
            await stage.press(TEACHER, "登记孩子")
            await stage.send(TEACHER, "江小暑")
        async with running_bot(address, tmp_path, **home):
            await stage.send(TEACHER, "2018-7-7")
            await stage.press(TEACHER, "爷爷奶奶")
            await stage.press(TEACHER, "爸妈都在外")
            assert "江小暑" in (await stage.heard(TEACHER))[-1]


async def test_what_was_pressed_while_it_was_away_is_done_later(tmp_path: Path, home: dict[str, Any]) -> None:
    async with sandbox_process() as address, open_stage(address) as stage:
        async with running_bot(address, tmp_path, **home):
            await stage.learn_people()
            await stage.key(TEACHER, "记一笔")
            await stage.press(TEACHER, "田小满")
        await stage.press(TEACHER, "🙂")
        async with running_bot(address, tmp_path, **home):
            await stage.wait_idle()
            await stage.press(TEACHER, "保存")
            assert "记好" in (await stage.heard(TEACHER))[-1]
