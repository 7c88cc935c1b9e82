"""`retention` as an operator types it, and what the running bot removes by itself."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel, select, update

from bot.preparing import open_database
from bot.retaining import kinds_to_remove
from models import AuditEntry, Child, FamilyWords, Note, Purge
from services.profile import Kind
from services.retention.service import ALWAYS
from tests.commands import run, settings_of
from tests.retention.rows import write
from tests.world import build_school

LONG_AGO = datetime.now(UTC) - timedelta(days=4000)


def fill(folder: Path) -> None:
    async def build() -> None:
        async with open_database(settings_of(folder)) as database, database.transaction() as session:
            school = await build_school(session, now=LONG_AGO)
            for n in range(3):
                await write(session, school, at=LONG_AGO, n=n)
            await session.exec(update(Child).values(left_at=LONG_AGO))

    asyncio.run(build())


def rows_of(folder: Path, table: type[SQLModel]) -> Sequence[Any]:
    async def look() -> Sequence[Any]:
        async with open_database(settings_of(folder)) as database, database.reading() as session:
            return (await session.exec(select(table))).all()

    return asyncio.run(look())


def test_shown_first_then_removed_and_written_down(tmp_path: Path) -> None:
    fill(tmp_path)
    shown = run(tmp_path, "retention")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.count("\n") == len(Kind) + 1
    assert "      3  Teachers' notes (before " in shown.stdout
    assert "      2  Monthly contacts (before " in shown.stdout  # the newest one stays
    assert all(note.words for note in rows_of(tmp_path, Note))
    assert rows_of(tmp_path, Purge) == []
    applied = run(tmp_path, "retention", "--apply")
    assert (applied.exit_code, applied.stderr) == (0, "")
    assert not any(note.words for note in rows_of(tmp_path, Note))
    assert {words.words for words in rows_of(tmp_path, FamilyWords)} == {""}
    assert {row.kind: row.removed for row in rows_of(tmp_path, Purge)}[Kind.NOTES] == 3
    assert [entry.action for entry in rows_of(tmp_path, AuditEntry)] == ["apply_retention"]
    again = run(tmp_path, "retention", LANG="zh_CN.UTF-8")
    assert again.stdout.count("      0  ") == len(Kind)


def test_only_who_asks_for_it_has_more_removed_than_what_passes_through(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert kinds_to_remove(settings) == ALWAYS
    assert kinds_to_remove(settings.model_copy(update={"retention": True})) == tuple(Kind)
    fill(tmp_path)
    assert "nothing else is removed by itself" in run(tmp_path, "doctor").stdout
    assert "is removed each day" in run(tmp_path, "doctor", RETENTION="on").stdout
    refused = run(tmp_path, "doctor", RETENTION="perhaps")
    assert (refused.exit_code, refused.stderr.startswith("RETENTION: ")) == (2, True)
