"""What `audit …` does."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.audit_copy import address_of, words_of
from bot.preparing import open_database
from bot.settings import Settings
from bot.words import OperatorError, say
from delivery.addresses import scheme_of
from delivery.other_ways import Answer, OtherWays
from models import AuditHead
from services.audit import chain
from services.audit.rules import Link

TOLD = re.compile(r"#(\d{1,18})\s+([0-9a-f]{64})")


async def verify(settings: Settings, *, told: Path | None) -> None:
    """Print one sentence; exit with 1 when the chain isn't sound."""
    links = _read(told) if told else []
    async with open_database(settings) as database, database.reading() as session:
        found = await chain.verify(session, told=links)
    if found.wrong is None:
        print(say("audit_sound", sealed=found.sealed, waiting=found.waiting))  # noqa: T201
        if links:
            print(say("audit_agrees", told=len(links)))  # noqa: T201
        return
    code = f"audit_{found.wrong.value}"
    print(say(code, place=found.place, entry_id=found.entry_id, sealed=found.sealed))  # noqa: T201
    sys.exit(1)


async def show_head(settings: Settings) -> None:
    head = await _head(settings)
    print(f"#{head.place} {head.digest}")  # noqa: T201


async def tell(settings: Settings) -> None:
    """Raise OperatorError with what becomes of it, unless it is taken."""
    address = address_of(settings)
    if address is None:
        raise OperatorError("audit_no_copy", "AUDIT_COPY")
    answer = await OtherWays().send(address, words_of(await _head(settings), settings.default_locale))
    if answer is not Answer.ACCEPTED:
        raise OperatorError(f"way_{answer}", "AUDIT_COPY", scheme=scheme_of(address))
    print(say("audit_told"))  # noqa: T201


async def _head(settings: Settings) -> AuditHead:
    """Seal what waits, so that everything until now counts."""
    async with open_database(settings) as database, database.transaction() as session:
        while await chain.seal(session):
            pass
        link = await chain.find_head(session)
    return AuditHead(day=datetime.now(UTC).date(), place=link.place, digest=link.digest)


def _read(path: Path) -> list[Link]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise OperatorError("audit_unreadable", path=path) from error
    links = [Link(int(place), digest) for place, digest in TOLD.findall(text)]
    if not links:
        raise OperatorError("audit_nothing_told", path=path)
    return links
