"""Before any handler: stop the spinner, find out who acts, and give them one `Act` for this update."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject

from handlers import speaking
from handlers.act import Act, Receipt
from locales import match
from models.database import Database
from services.errors import CareError
from services.people.queries import load_actor
from services.ports import Clock
from services.profile import Profile
from views.errors import error_card

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True)
class Hearing(BaseMiddleware):
    database: Database
    clock: Clock
    profile: Profile
    default_locale: str
    timezone: str = "Asia/Shanghai"
    report_template: Path | None = None

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Message | CallbackQuery | ChatMemberUpdated) or event.from_user is None:
            return None
        if isinstance(event, CallbackQuery):
            await speaking.greet(event)
        bot: Bot = data["bot"]
        act = await self._act(event, bot, data["inbox_id"], data.get("receipt", Receipt()))
        structlog.contextvars.bind_contextvars(inbox_id=act.inbox_id, account_id=act.actor.account_id)
        data["act"] = act
        try:
            return await handler(event, data)
        except CareError as error:
            return await act.say(error_card(error, act.reader))
        finally:
            structlog.contextvars.clear_contextvars()

    async def _act(
        self, event: Message | CallbackQuery | ChatMemberUpdated, bot: Bot, inbox_id: int, receipt: Receipt
    ) -> Act:
        user = event.from_user
        if user is None:
            raise RuntimeError("an update without a sender has no lane")
        now = self.clock.now()
        hint = match(user.language_code, self.default_locale)
        async with self.database.reading() as session:
            actor = await load_actor(
                session, now=now, telegram_id=user.id, locale_hint=hint, timezone=self.timezone
            )
        return Act(
            now, actor, bot, self.database, self.profile, event, inbox_id, receipt,
            report_template=self.report_template,
        )  # fmt: skip
