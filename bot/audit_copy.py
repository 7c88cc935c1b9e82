"""Tell somebody elsewhere, by the address of AUDIT_COPY, how far the audit's chain has come."""

import structlog

from bot.settings import Settings
from bot.words import OperatorError
from delivery.addresses import AddressError, normalise, read_address
from delivery.other_ways import Answer, OtherWays, Words
from locales import translate
from models import AuditHead
from scheduler.jobs import Tell

log = structlog.get_logger()


def address_of(settings: Settings) -> str | None:
    """Return where heads are told. Raises OperatorError when that is no address we can use."""
    if settings.audit_copy is None:
        return None
    address = normalise(settings.audit_copy.get_secret_value())
    try:
        read_address(address)
    except AddressError as error:
        raise OperatorError(error.code, "AUDIT_COPY", scheme=error.scheme) from None
    return address


def teller(settings: Settings) -> Tell:
    """Return what tells a head; numbers and a digest leave, and not a word more."""
    address, locale = address_of(settings), settings.default_locale

    async def tell(head: AuditHead) -> bool:
        if address is None:
            return False
        answer = await OtherWays().send(address, words_of(head, locale))
        if answer is not Answer.ACCEPTED:
            log.warning("audit.untold", outcome=answer.value)
        return answer is Answer.ACCEPTED

    return tell


def words_of(head: AuditHead, locale: str) -> Words:
    line = f"{head.day:%Y-%m-%d} #{head.place} {head.digest}"
    return Words(translate(locale, "ways.title"), translate(locale, "ways.audit_head", line=line))
