"""Take the pictures of the README again: `python -m tests.browser.pictures`.

The real demo, mid-story: a new child, her mother and grandmother by link, a note at noon.
"""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, expect

from tests.browser.hands import Hands
from tests.browser.starting import ROOT, bot_process, chromium, open_page

IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 400_000
TEACHER, CHILD, MOTHER, GRANDMOTHER = "许一诺", "姜清明", "姜海棠", "姜奶奶"


@dataclass(frozen=True)
class Words:
    """What is tapped and typed, in one language."""

    browser: str
    phone: str
    my_class: str
    register: str
    grandparents: str
    both: str
    kin: tuple[str, str]
    agree: str
    that_is_them: str
    check_in: str
    mood: str
    tag: str
    save: str
    add_words: str
    note: str


CHINESE = Words(
    "zh-CN", "zh-hans", "我的班", "登记孩子", "爷爷奶奶", "爸妈都在外", ("邀请妈妈", "邀请照看人"), "✅ 同意",
    "✅ 是本人", "记一笔", "🙂", "想爸妈", "✅ 保存", "写几句", "午休时说，想让妈妈听听她背的诗。",
)  # fmt: skip
ENGLISH = Words(
    "en-GB", "en", "My class", "Register a child", "Grandparents", "Both parents",
    ("Invite mother", "Invite carer"), "✅ I agree", "✅ Yes", "Check in", "🙂", "Misses the parents",
    "✅ Save", "Add words", "At noon she said she wants to recite a poem for her mother.",
)  # fmt: skip


async def play(hands: Hands, words: Words) -> None:
    await hands.be(TEACHER)
    await tap_key(hands, words.my_class)
    await press(hands, words.register)
    await answer(hands, CHILD)
    await answer(hands, "2017-4-5")
    await press(hands, words.grandparents)
    await press(hands, words.both)
    for kin, name in zip(words.kin, (MOTHER, GRANDMOTHER), strict=True):
        await join(hands, words, kin=kin, name=name)
    await tap_key(hands, words.check_in)
    for label in (CHILD, words.mood, words.tag, words.save, words.add_words):
        await press(hands, label)
    await answer(hands, words.note)
    await hands.ticked(1, 2, 4)


async def join(hands: Hands, words: Words, *, kin: str, name: str) -> None:
    await hands.be(TEACHER)
    await press(hands, kin)
    await hands.open_link(under="t.me/", name=name, language=words.phone)
    await expect(hands.page.locator("#messages article.bot")).to_have_count(2)
    await answer(hands, name)
    await press(hands, words.agree)
    await hands.be(TEACHER)
    await press(hands, words.that_is_them)


async def tap_key(hands: Hands, label: str) -> None:
    await hands.key(label)
    await rest(hands)


async def press(hands: Hands, label: str) -> None:
    """Tap the newest button of that name, and let the bot answer."""
    await hands.page.locator("#messages button.inline", has_text=label).last.click()
    await rest(hands)


async def answer(hands: Hands, text: str) -> None:
    await hands.say(text)
    await rest(hands)


async def rest(hands: Hands) -> None:
    """A picture may take its time; a moment is longer than the bot needs."""
    await hands.page.wait_for_timeout(900)


async def wait_for_noon(hands: Hands) -> None:
    """A school is best seen by day: move the clock on to noon, unless that has passed."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    missing = now.replace(hour=12, minute=20) - now
    if missing > timedelta(0):
        address = urlsplit(hands.page.url)
        target = f"{address.scheme}://{address.netloc}/api/clock?{address.query}"
        await hands.page.request.post(target, data={"advance_s": missing.total_seconds()})


async def take(browser: Browser, words: Words, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder, bot_process(Path(folder)) as address:
        async with open_page(browser, address, language=words.browser) as page:
            hands = Hands(page, IMAGES)
            await wait_for_noon(hands)
            if words is ENGLISH:
                await page.locator("#guide-english").click()
                await expect(page.locator("#guide-english")).to_have_count(0)
            await play(hands, words)
            await page.evaluate("document.activeElement.blur()")
            await page.wait_for_timeout(3000)  # the mark of an edited message fades
            await hands.shoot(name)
    size = (IMAGES / f"{name}.png").stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f"{name}.png is too big: {size} bytes")


async def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    async with chromium() as browser:
        await take(browser, CHINESE, "sandbox.zh")
        await take(browser, ENGLISH, "sandbox.en")


if __name__ == "__main__":
    asyncio.run(main())
