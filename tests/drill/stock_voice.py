"""The baseline of an outage: a handler that sends at once and tries three times, as tutorials have it."""

import asyncio
from collections import Counter
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from tests.bench.processes import account_of
from tests.drill.school import School

TRIES, PAUSE = 3, 1.0
AT_ONCE = 20  # as many teachers
FEWEST = 40


async def unheard(school: School, alerts: int, stumbles: list[dict[str, Any]]) -> str:
    """Send as many alerts, at least `FEWEST`, while Telegram stumbles; say what became of them."""
    base, token = account_of(school.address)
    head, wanted = school.layout.head(0), max(alerts, FEWEST)
    hands = asyncio.Semaphore(AT_ONCE)

    async with Bot(token, base_url=f"{base}/bot") as bot:

        async def say(number: int) -> None:
            async with hands:
                for _ in range(TRIES):
                    try:
                        await bot.send_message(head, f"stock {number}")
                    except TelegramError:
                        await asyncio.sleep(PAUSE)
                    else:
                        return

        await school.stage.faults(*stumbles)
        async with asyncio.TaskGroup() as nursery:
            for number in range(wanted):
                nursery.create_task(say(number))
        await school.stage.faults()
    await asyncio.sleep(PAUSE)
    seen = Counter(one.text for one in school.witness.chats[head] if one.text.startswith("stock "))
    twice = sum(times > 1 for times in seen.values())
    return f"PTB, three tries in the handler: {wanted - len(seen)} of {wanted} never arrive, {twice} twice"
