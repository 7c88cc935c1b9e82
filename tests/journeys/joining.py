"""Families join by the links that teachers show them."""

import re

from tests.journeys.stage import Stage


async def invite(stage: Stage, teacher: str, label: str) -> str:
    """The token of the link that the teacher is shown."""
    await stage.press(teacher, label)
    found = re.search(r"\?start=(\S+)", (await stage.heard(teacher))[-1])
    assert found
    return found.group(1)


async def join(stage: Stage, teacher: str, name: str, token: str) -> None:
    """Somebody new opens the link, and the teacher knows them."""
    await stage.arrive(name)
    await stage.send(name, f"/start {token}")
    await stage.send(name, name)
    await stage.press(name, "同意")
    await stage.press(teacher, "是")
