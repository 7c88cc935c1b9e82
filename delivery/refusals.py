"""Why apprise couldn't send: it says only that, so we listen to what it logs while it tries.

Its logger leads nowhere else from here on: its lines hold addresses and user names.
"""

import logging
import re
import smtplib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_STATUS = re.compile(r"error=(\d{3})\b")
_TRY_AGAIN = frozenset({408, 425, 429})


@dataclass
class Heard:
    """What was noticed while one message was being sent: an exception, or the status of an answer."""

    error: BaseException | None = None
    status: int | None = None

    @property
    def is_refusal(self) -> bool:
        """Whether trying again would only be refused again."""
        if self.error is not None:
            return _is_refusal(self.error)
        return self.status is None or (self.status < 500 and self.status not in _TRY_AGAIN)


_heard: ContextVar[Heard | None] = ContextVar("heard_of_a_send", default=None)


@contextmanager
def listening() -> Iterator[Heard]:
    """Notice what goes wrong in this thread."""
    _listen()
    heard = Heard()
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


class _Ear(logging.Handler):
    """Is called where apprise caught the exception, so that it is still the current one."""

    def emit(self, record: logging.LogRecord) -> None:
        heard = _heard.get()
        if heard is None:
            return
        heard.error = sys.exc_info()[1] or heard.error
        found = _STATUS.search(record.getMessage())
        heard.status = int(found[1]) if found else heard.status


def _listen() -> None:
    logger = logging.getLogger("apprise")
    if logger.propagate:
        logger.propagate = False
        logger.setLevel(logging.DEBUG)
        logger.addHandler(_Ear())


def _is_refusal(error: BaseException) -> bool:
    """A server that knows us and says no for good; everything else may be better in a minute."""
    match error:
        case smtplib.SMTPResponseException(smtp_code=code):
            return code >= 500
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            return all(code >= 500 for code, _ in refused.values())
        case smtplib.SMTPNotSupportedError():
            return True
        case _:
            return False
