"""What `paper …` does: gather the facts, write them down as read, then make the file."""

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.preparing import open_database
from bot.settings import Settings
from bot.setup import setup_of
from bot.words import OperatorError, say
from documents.papers import write
from documents.papers.layout import lay_out
from documents.papers.office import OfficeTemplateError, fill_in
from services import profile as profiles
from services.papers import service as papers
from services.papers.types import Facts


async def make(
    settings: Settings,
    *,
    kind: str,
    out: Path,
    locale: str | None,
    template: Path | None,
    which: int | None = None,
) -> None:
    """Write one paper and say how much of it is left to a hand. Raises OperatorError or CareError."""
    _ensure_free(out)
    theirs = _read(template) if template else None
    now = datetime.now(UTC)
    async with open_database(settings) as database, database.transaction() as session:
        facts = await _gather(session, settings, now=now, kind=kind, which=which)
    paper = write(facts, locale or settings.default_locale)
    if theirs is None:
        file = lay_out(paper, at=now)
    else:
        try:
            file = fill_in(theirs, paper, facts, at=now)
        except OfficeTemplateError as error:
            raise OperatorError(error.code, path=template, name=error.name) from None
    _keep(out, file)
    code = "paper_filled" if theirs else "paper_made"
    print(say(code, path=out, blanks=paper.count_blanks()))  # noqa: T201


async def _gather(
    session: AsyncSession, settings: Settings, *, now: datetime, kind: str, which: int | None
) -> Facts:
    profile = profiles.load(settings.profile)
    setup = setup_of(settings, profile)
    if kind == "impact":
        return await papers.impact(session, now=now, profile=profile, setup=setup)
    if kind == "processing":
        return await papers.processing(session, now=now, setup=setup)
    if kind == "breach":
        return await papers.breach(session, now=now, profile=profile, setup=setup, incident_id=which or 0)
    return await papers.yearly(session, now=now, profile=profile, setup=setup, year=which)


def _ensure_free(out: Path) -> None:
    if out.exists():
        raise OperatorError("paper_there", path=out)


def _read(template: Path) -> bytes:
    try:
        return template.read_bytes()
    except OSError as error:
        raise OperatorError("template_unreadable", path=template) from error


def _keep(out: Path, file: bytes) -> None:
    """Write it whole or not at all, and never over another."""
    half = out.with_name(f".{out.name}.half")
    try:
        half.write_bytes(file)
        os.link(half, out)
    except FileExistsError as error:
        raise OperatorError("paper_there", path=out) from error
    except OSError as error:
        raise OperatorError("paper_unwritable", path=out) from error
    finally:
        half.unlink(missing_ok=True)
