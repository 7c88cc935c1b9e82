"""What each failure of PTB means for the row."""

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from delivery.messenger import outcome_of
from services.outbox.outcomes import Delivered, Outcome, Rejected, RetryLater, Uncertain, Unreachable


def _caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(7), RetryLater(7, is_flood=True)),
        (Forbidden("Forbidden: bot was blocked by the user"), Unreachable()),
        (BadRequest("Chat not found"), Unreachable()),
        (BadRequest("Message is not modified: the same"), Delivered(0)),
        (BadRequest("Can't parse entities"), Rejected("bad_request")),
        (BadRequest("Message to edit not found"), Rejected("message_gone", is_gone=True)),
        (ChatMigrated(-100), Rejected("chat_migrated")),
        (InvalidToken("Unauthorized"), RetryLater(60)),
        (TimedOut("Pool timeout: All connections in the connection pool are occupied."), RetryLater(1)),
        (TimedOut(), Uncertain()),
        (_caused(NetworkError("httpx.ConnectError"), httpx.ConnectError("refused")), RetryLater(1)),
        (_caused(NetworkError("httpx.ReadError"), httpx.ReadError("gone")), Uncertain()),
        (TelegramError("something new"), Uncertain()),
    ],
)
def test_what_a_failure_means(error: TelegramError, outcome: Outcome) -> None:
    assert outcome_of(error) == outcome
