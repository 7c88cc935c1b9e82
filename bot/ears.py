"""Fetch updates by long polling: the one poller of a token."""

import asyncio
import json
import time
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import Update
from pydantic import ValidationError

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
        self.last_answer_at = time.monotonic()  # for whoever watches that we hear

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
        try:
            return await self._ask()
        except ClientDecodeError as error:
            return await self._read_one_by_one(error)
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

    async def _ask(self) -> list[Update]:
        last = self._intake.last_update_id
        updates = await self._bot.get_updates(
            offset=last + 1 if last else None,
            timeout=POLL_SECONDS,
            allowed_updates=ALLOWED,
            request_timeout=POLL_SECONDS + 10,
        )
        self.last_answer_at = time.monotonic()
        return updates

    async def _read_one_by_one(self, error: ClientDecodeError) -> list[Update]:
        """One update of a kind that nobody knows yet must not make us deaf to all others: it is set aside."""
        answer: Any = error.data
        if not isinstance(answer, dict) or not isinstance(answer.get("result"), list):
            raise error
        readable = []
        for one in answer["result"]:
            try:
                readable.append(Update.model_validate(one, context={"bot": self._bot}))
            except ValidationError:
                await self._intake.keep_unreadable(json.dumps(one))
        return readable
