"""A newcomer's hands and eyes on the sandbox's page: be somebody, tap, type, read, move the clock."""

import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect


class Hands:
    """Whoever is open on the page is the one who taps and reads."""

    def __init__(self, page: Page, shots: Path) -> None:
        self.page = page
        self._shots = shots

    async def be(self, name: str) -> None:
        """Take up somebody's phone."""
        known = self.page.locator(".entry-name").get_by_text(name, exact=True)
        await self.page.locator("[data-person]", has=known).click()
        await expect(self.page.locator("#chat-head h2")).to_contain_text(name)

    async def sees(self, *words: str) -> Locator:
        """Wait until the newest message that says the first of `words` says all; return that message."""
        message = self._said(words[0])
        for word in words:
            await expect(message).to_contain_text(word)
        return message

    async def sees_no(self, *words: str) -> None:
        for word in words:
            await expect(self._said(word)).to_have_count(0)

    async def press(self, label: str, *, on: str) -> None:
        """Tap a button under the newest message that says `on`."""
        await self._said(on).locator("button.inline", has_text=label).click()

    async def key(self, label: str) -> None:
        """Tap a key of the keyboard below the input."""
        await self.page.locator("button.reply-key", has_text=label).click()

    async def say(self, text: str) -> None:
        await self.page.locator("#composer textarea").fill(text)
        await self.page.locator("#send").click()

    async def open_link(self, *, under: str, name: str, language: str = "zh-hans") -> None:
        """Click the invitation in a message, and open it on the phone of somebody new."""
        message = await self.sees(under, "t.me/")
        await expect(message.locator("img")).to_be_visible()
        await message.get_by_role("link").click()
        await expect(self.page.locator("#join-dialog")).to_be_visible()
        await self.page.locator("#join-name").fill(name)
        await self.page.locator("#join-language").select_option(language)
        await self.page.locator("#join-submit").click()
        await expect(self.page.locator("#chat-head h2")).to_contain_text(name)

    async def month_on(self) -> None:
        """Move the clock a month, and wait until it has arrived."""
        await self.page.locator("#clock-month:enabled").click()
        await expect(self.page.locator("#clock-day")).to_be_enabled(timeout=30_000)

    async def ticked(self, *steps: int) -> None:
        """The guide shows these steps as done."""
        for step in steps:
            await expect(self.page.locator(f"#step-{step}")).to_be_checked()

    async def not_ticked(self, *steps: int) -> None:
        for step in steps:
            await expect(self.page.locator(f"#step-{step}")).not_to_be_checked()

    async def shoot(self, name: str) -> None:
        await self.page.screenshot(path=self._shots / f"{name}.png")

    def _said(self, words: str) -> Locator:
        told = self.page.locator("#messages article.bot").filter(has_text=re.compile(re.escape(words)))
        return told.last
