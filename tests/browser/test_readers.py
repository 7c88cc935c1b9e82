"""Other readers of the same page: in English, and on a phone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.hands import Hands
from tests.browser.starting import PHONE, open_page

TEACHER, OTHER_TEACHER, FATHER = "许一诺", "沈知夏", "罗大川"

pytestmark = pytest.mark.browser


async def test_a_father_abroad_is_reminded_in_english(browser: Browser, address: str, shots: Path) -> None:
    async with open_page(browser, address) as page:
        hands = Hands(page, shots)
        await page.locator("#lang-en").click()
        await expect(page.locator("#clock-month")).to_have_text("+1 month")
        await hands.month_on()
        await hands.be(FATHER)
        await hands.press("Open", on="put away")
        await hands.press("Called", on="罗秋分")
        await hands.sees("Noted, thank you", "罗秋分")
        await hands.shoot("en-1-called")
        await hands.be(OTHER_TEACHER)
        await hands.sees(f"{FATHER}说", "罗秋分")
        await hands.ticked(3)


async def test_the_school_can_be_read_in_english(browser: Browser, address: str, shots: Path) -> None:
    async with open_page(browser, address, language="en-GB") as page:
        hands = Hands(page, shots)
        await page.locator("#guide-english").click()
        await hands.be(TEACHER)
        await hands.sees("From now on I speak English")
        await hands.key("Check in")
        await hands.press("田小满", on="三(1)")
        await hands.press("😄", on="田小满")
        await hands.press("Save", on="😄 Very good")
        await hands.sees("Noted", "田小满", "😄 Very good")
        await hands.ticked(4)
        await hands.shoot("en-2-checked-in")


async def test_on_a_phone_one_sees_the_people_or_the_chat(
    browser: Browser, address: str, shots: Path
) -> None:
    async with open_page(browser, address, size=PHONE) as page:
        hands = Hands(page, shots)
        people, chat = page.locator("nav.people"), page.locator("#chat")
        await expect(chat).to_be_hidden()
        await hands.be(OTHER_TEACHER)
        await expect(people).to_be_hidden()
        await hands.key("我的班")
        await hands.press("七(1)", on="请选一个班")
        await hands.press("田芒种", on="七(1)：4个孩子")
        await hands.sees("田芒种", "周阿桂", "石奶奶")
        await hands.shoot("phone-1-child")
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], "the page is wider than the phone"
        await page.locator("#back").click()
        await expect(people).to_be_visible()
        await expect(chat).to_be_hidden()
        await hands.shoot("phone-2-list")
