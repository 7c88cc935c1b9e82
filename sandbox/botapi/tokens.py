"""The bot's token: its id, a colon, and the access token of the sandbox."""

import hmac

from sandbox.botapi.errors import ApiError
from sandbox.state import BOT_ID


class BotToken:
    """Compare bot tokens in constant time."""

    def __init__(self, token: str) -> None:
        self._expected = f"{BOT_ID}:{token}".encode()

    def check(self, given: str) -> None:
        """Refuse a wrong token as Telegram does."""
        if not hmac.compare_digest(self._expected, given.encode("utf-8", "replace")):
            raise ApiError(401, "Unauthorized")
