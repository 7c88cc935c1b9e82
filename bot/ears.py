"""Fetch updates by long polling: the one poller of a token."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import Update

from bot.intake import Intake
from bot.words import OperatorError

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 20
PAUSE_SECONDS = 2

log = structlog.get_logger()


class Ears:
    """Asks for the updates after the last one that is safe: asking confirms the others."""

    def __init__(self, bot: Bot, intake: Intake) -> None:
        self._bot = bot
        self._intake = intake

    async def listen(self) -> None:
        """Poll for ever."""
        while True:
            try:
                updates = await self._poll()
                if updates:
                    await self._intake.take(updates)
            except OperatorError:
                raise
            except Exception:  # not stored, so not confirmed: Telegram offers it again
                log.exception("poll.failed")
                await asyncio.sleep(PAUSE_SECONDS)

    async def _poll(self) -> list[Update]:
        last = self._intake.last_update_id
        try:
            return await self._bot.get_updates(
                offset=last + 1 if last else None,
                timeout=POLL_SECONDS,
                allowed_updates=ALLOWED,
                request_timeout=POLL_SECONDS + 10,
            )
        except TelegramConflictError:
            log.critical("poll.conflict", mend="another program polls with this token: stop it or revoke it")
        except TelegramUnauthorizedError as error:  # revoked while we ran: nothing more can be heard
            raise OperatorError("token_refused", "BOT_TOKEN") from error
        except TelegramRetryAfter as flood:
            await asyncio.sleep(flood.retry_after)
            return []
        except TelegramNetworkError:
            log.warning("poll.unreachable")
        await asyncio.sleep(PAUSE_SECONDS)
        return []
