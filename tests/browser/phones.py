"""Take the pictures of the stories again: `python -m tests.browser.phones`, each phone on its own."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser, ViewportSize

from tests.browser.hands import Hands
from tests.browser.starting import ROOT, bot_process, chromium, open_page
from tests.journeys import stories
from tests.journeys.stage import Stage, open_stage

IMAGES = ROOT / "docs" / "images" / "stories"
MOST_BYTES = 250_000
LONG: ViewportSize = {"width": 390, "height": 1150}  # a phone on which a whole card can be read

Told = Callable[[Stage], Awaitable[object]]


async def xiaoxue(stage: Stage) -> None:
    await stories.xiaoxue(stage)
    await stories.held_for_done(stage)


STORIES: dict[str, tuple[Told, dict[str, str]]] = {
    "xiaoxue": (
        xiaoxue,
        {"teacher": stories.TEACHER, "head": stories.HEAD, "deputy": stories.DEPUTY, "uncle": stories.UNCLE},
    ),
    "jingzhe": (
        stories.jingzhe,
        {"reporter": stories.DEPUTY, "head": stories.HEAD, "county": stories.COUNTY},
    ),
    "lixia": (
        stories.lixia,
        {"reporter": stories.DEPUTY, "head": stories.HEAD, "mother": stories.LIXIAS_MOTHER},
    ),
}


async def take(browser: Browser, story: str) -> None:
    """Somebody's phone after the other, at its newest message."""
    play, phones = STORIES[story]
    with tempfile.TemporaryDirectory() as folder, bot_process(Path(folder)) as address:
        async with open_stage(address) as stage:
            await stage.learn_people()
            await play(stage)
        for role, name in phones.items():
            async with open_page(browser, address, size=LONG) as page:
                hands = Hands(page, IMAGES)
                await hands.be(name)
                await page.wait_for_timeout(1500)
                await page.evaluate("document.activeElement.blur()")
                await hands.shoot(f"{story}-{role}")


async def main() -> None:
    async with chromium() as browser:
        for story in STORIES:
            await take(browser, story)


def find_too_big() -> list[str]:
    return [path.name for path in IMAGES.glob("*.png") if path.stat().st_size > MOST_BYTES]


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    asyncio.run(main())
    if find_too_big():
        raise SystemExit(f"too big: {find_too_big()}")
