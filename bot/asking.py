"""Ask the Bot API who we are, without loading a Telegram library for it."""

from dataclasses import dataclass

import aiohttp

from bot.settings import Settings
from bot.words import OperatorError

PATIENCE = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True)
class Me:
    """Our name there; `date` is the server's clock as its HTTP header says it."""

    username: str
    date: str | None


async def who_am_i(settings: Settings) -> Me:
    """Raise OperatorError when nobody answers, or the token is refused."""
    url = f"{settings.api_base}/bot{settings.token}/getMe"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as http, http.get(url) as answer:
            body, date = await answer.json(content_type=None), answer.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        variable = "SANDBOX_URL" if settings.is_sandbox else "BOT_API_URL"
        raise OperatorError("api_unreachable", variable, address=settings.api_base) from error
    if not body.get("ok"):
        raise OperatorError("token_refused", "BOT_TOKEN")
    return Me(body["result"]["username"], date)
